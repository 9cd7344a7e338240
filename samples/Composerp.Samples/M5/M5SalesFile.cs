using System.Globalization;
using Composerp.Samples.Imports;

namespace Composerp.Samples.M5;

/// <summary>The sales of one item in one store.</summary>
/// <param name="Days">The dates of <paramref name="Units"/>, one day after the other.</param>
internal sealed record M5Series(
    string Item, string Department, string Category, string Store, string State, IReadOnlyList<DateOnly> Days, IReadOnlyList<int> Units)
{
    public IEnumerable<SalesRow> Rows => Days.Zip(Units, (date, units) => new SalesRow(date, Item, Store, units));

    /// <summary>Units per day over the last four weeks.</summary>
    public decimal RecentMean => Units.TakeLast(28).Sum() / 28m;
}

/// <summary>The wide file of the M5 competition: one line per item and store, one column per day.</summary>
/// <param name="SeriesMax">Only the first so many lines.</param>
/// <param name="DaysMax">Only the last so many days.</param>
internal sealed record M5SalesFile(string Path, M5Calendar Calendar, int SeriesMax = int.MaxValue, int DaysMax = int.MaxValue)
{
    private const int DescribingColumns = 6;

    /// <summary>Reads series by series; the file is never in memory as a whole.</summary>
    /// <exception cref="InvalidDataException">The file has another form.</exception>
    public IEnumerable<M5Series> Read()
    {
        using var text = File.OpenText(Path);

        if (Fields(text) is not ["id", "item_id", "dept_id", "cat_id", "store_id", "state_id", _, ..] header)
        {
            throw new InvalidDataException($"{Path} does not start with id,item_id,dept_id,cat_id,store_id,state_id,d_1.");
        }

        var first = Math.Max(DescribingColumns, header.Length - DaysMax);
        DateOnly[] days = [.. header[first..].Select(Calendar.DateOf)];

        for (var series = 0; series < SeriesMax && Fields(text) is { } fields; series++)
        {
            if (fields.Length != header.Length)
            {
                throw new InvalidDataException($"Line {series + 2} has {fields.Length} fields, the header {header.Length}.");
            }

            int[] units = [.. fields[first..].Select((field, day) => UnitsOf(field, series + 2, header[first + day]))];

            yield return new M5Series(fields[1], fields[2], fields[3], fields[4], fields[5], days, units);
        }
    }

    private static int UnitsOf(string field, int line, string column) =>
        int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var units)
            ? units
            : throw new InvalidDataException($"Line {line}, column {column}: '{field}' is no number of units.");

    // The competition quotes text, but no text of it holds a comma.
    private static string[]? Fields(StreamReader text) =>
        text.ReadLine() is { } line ? [.. line.Split(',').Select(field => field.Trim('"'))] : null;
}
