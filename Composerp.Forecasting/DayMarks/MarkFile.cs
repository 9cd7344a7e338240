using System.Globalization;
using CsvHelper;

namespace Composerp.Forecasting.DayMarks;

/// <summary>Marks as a CSV file: a header with the names of the fields in any order, then a row for each mark.</summary>
/// <remarks>UTF-8, commas, a field that is left empty is left out.</remarks>
internal sealed class MarkFile
{
    private static readonly string[] Fields = ["kind", "from", "to", "reason", "location", "sku", "uplift"];

    // What bytes that are none of UTF-8 are read as.
    private const char NotUtf8 = '\uFFFD';

    private readonly List<(int Line, MarkRow Row)> _rows = [];
    private readonly List<RowFault> _faults = [];
    private bool _isMalformed;

    private MarkFile()
    {
    }

    public IReadOnlyList<(int Line, MarkRow Row)> Rows => _rows;

    /// <summary>What is no value of its field, and what is wrong with the file as such.</summary>
    public IReadOnlyList<RowFault> Faults => _faults;

    /// <param name="rowsMax">Behind one row more than these nothing is read.</param>
    public static async Task<MarkFile> ReadAsync(Stream body, int rowsMax, CancellationToken token)
    {
        var file = new MarkFile();
        using var csv = CsvReader.Create(body, new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = false,
            OnMalformedRecord = _ => file._isMalformed = true,
        });

        if (!await csv.ReadAsync(token))
        {
            file._faults.Add(new(1, "kind", "empty-file", "The file has no header: its first line names the fields."));

            return file;
        }

        var columns = file.ReadHeader(FieldsOf(csv));

        while (columns.Count > 0 && file._rows.Count <= rowsMax && await csv.ReadAsync(token))
        {
            file.Add((int)csv.LineNumber, FieldsOf(csv), columns);
        }

        return file;
    }

    private static string[] FieldsOf(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(field => csv.GetString(field) ?? "")];

    /// <returns>The columns of the fields; none where the header cannot be used.</returns>
    private Dictionary<string, int> ReadHeader(string[] header)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

        foreach (var (column, name) in header.Index())
        {
            if (!Fields.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                _faults.Add(new(1, name, "unknown-column", $"There is no field {name}: the fields are {string.Join(", ", Fields)}."));
            }
            else if (!columns.TryAdd(name, column))
            {
                _faults.Add(new(1, name, "repeated-column", $"The field {name} is there twice."));
            }
        }

        foreach (var name in Fields.Take(2).Append("reason").Where(name => !columns.ContainsKey(name)))
        {
            _faults.Add(new(1, name, "missing-column", $"The header has no {name}."));
        }

        return _faults.Count > 0 ? [] : columns;
    }

    private void Add(int line, string[] fields, Dictionary<string, int> columns)
    {
        if (fields.Length != columns.Count || _isMalformed)
        {
            _isMalformed = false;
            _faults.Add(new(
                line, "", "malformed-row", $"The row has {fields.Length} fields and the header {columns.Count}, or a quote stands inside a field or is not closed."));
            _rows.Add((line, new()));

            return;
        }

        if (Array.Find(Fields, name => Find(name)?.Contains(NotUtf8, StringComparison.Ordinal) == true) is { } spoiled)
        {
            _faults.Add(new(line, spoiled, "not-utf-8", "The field holds bytes that are not UTF-8."));
        }

        _rows.Add((line, new(
            Find("kind"), FindDate("from"), FindDate("to"), Find("reason"), Find("location"), Find("sku"), FindNumber("uplift"))));

        string? Find(string name) =>
            columns.TryGetValue(name, out var column) && fields[column].Length > 0 ? fields[column] : null;

        DateOnly? FindDate(string name)
        {
            if (Find(name) is not { } text)
            {
                return null;
            }

            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return date;
            }

            _faults.Add(new(line, name, "not-a-date", $"\"{text}\" is not a date (yyyy-MM-dd)."));

            return null;
        }

        double? FindNumber(string name)
        {
            if (Find(name) is not { } text)
            {
                return null;
            }

            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            _faults.Add(new(line, name, "not-a-number", $"\"{text}\" is not a number, such as 1.5."));

            return null;
        }
    }
}
