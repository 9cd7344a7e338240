namespace Composerp.InventoryLedger.Imports;

/// <summary>The columns of a kind of file; in NDJSON, the fields of its objects.</summary>
internal sealed class ImportColumns(string[] required, string[] optional)
{
    private readonly string[] _names = [.. required, .. optional];

    private readonly string _expected =
        $"The first line names the columns {string.Join(',', required)} and, if there are, {string.Join(',', optional)}, separated by commas.";

    public int Count => _names.Length;

    /// <summary>As a reader sees them: date,sku[,price].</summary>
    public override string ToString() => string.Join(',', required) + string.Concat(optional.Select(name => $"[,{name}]"));

    /// <summary>Upper and lower case are the same.</summary>
    /// <returns>-1 where there is no such column.</returns>
    public int Find(string name) => Array.FindIndex(_names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));

    public string NameOf(int column) => _names[column];

    /// <param name="names">What a header says.</param>
    /// <param name="places">Where each name begins in the line, from 1.</param>
    /// <returns>Which of the columns each field of a row is.</returns>
    public (int[]? Columns, FileFault? Fault) ReadHeader(long line, IReadOnlyList<string> names, IReadOnlyList<int> places)
    {
        var columns = new int[names.Count];

        for (var n = 0; n < names.Count; n++)
        {
            columns[n] = Find(names[n]);

            if (columns[n] < 0)
            {
                return (null, new("unknown-column", line, places[n], $"There is no column {Shown.Of(names[n])}. {_expected}"));
            }

            if (Array.IndexOf(columns, columns[n], 0, n) >= 0)
            {
                return (null, new("repeated-column", line, places[n], $"The column {names[n]} is there twice."));
            }
        }

        return required.FirstOrDefault(name => !columns.Contains(Find(name))) is { } missing
            ? (null, new("missing-column", line, 1, $"The column {missing} is missing. {_expected}"))
            : (columns, null);
    }
}

/// <summary>A value from a file as it may stand in a message and in the database.</summary>
internal static class Shown
{
    private const int LengthMax = 40;

    public static string Of(string value) =>
        $"\"{string.Concat(value.Take(LengthMax).Select(one => char.IsControl(one) || char.IsSurrogate(one) ? '?' : one))}{(value.Length > LengthMax ? ".." : "")}\"";
}
