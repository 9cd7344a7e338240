using System.Globalization;
using System.Text;
using CsvHelper;

namespace Composerp.InventoryLedger.Imports;

/// <summary>Reads the rows of a CSV file under its header.</summary>
internal sealed class CsvRows : IRowFile
{
    private readonly ImportColumns _known;
    private readonly SoundLines _lines;
    private readonly CsvReader _csv;
    private int[]? _columns;
    private CsvMalformedReason? _malformed;

    public CsvRows(Stream body, ImportColumns columns)
    {
        _known = columns;
        _lines = new(body);
        _csv = CsvReader.Create(_lines, new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            PoolStrings = true,
            // No field of ours has a line break; so a quote that is not closed spoils its own row, not the rest.
            AllowLineBreaksInQuotes = false,
            OnMalformedRecord = record => _malformed = record.Reason,
        });
    }

    public FileFault? Fault { get; private set; }

    public long Line => _csv.LineNumber;

    public async ValueTask<bool> ReadAsync(CancellationToken token)
    {
        if (_columns is null && !await ReadHeaderAsync(token))
        {
            return false;
        }

        _malformed = null;

        if (await _csv.ReadAsync(token))
        {
            return true;
        }

        Fault = _lines.Fault;

        return false;
    }

    public ImportRow Row()
    {
        var columns = _columns ?? throw new InvalidOperationException("Rows follow a header.");
        var texts = new string?[_known.Count];
        var places = new int[_known.Count];
        var row = new ImportRow(_known, Line, texts, places);

        if (_malformed is { } reason)
        {
            row.RefuseRow("malformed-quotes", reason == CsvMalformedReason.LineBreakInQuotes || reason == CsvMalformedReason.UnterminatedQuote
                ? "A quote is not closed on its line."
                : "A quote stands inside a field: quote the whole field, and double the quotes in it.");
        }
        else if (_csv.FieldCount != columns.Length)
        {
            row.RefuseRow("wrong-field-count", string.Create(
                CultureInfo.InvariantCulture, $"The row has {_csv.FieldCount} fields, the header {columns.Length}."));
        }
        else
        {
            var begins = Places();

            for (var field = 0; field < columns.Length; field++)
            {
                texts[columns[field]] = _csv.GetString(field);
                places[columns[field]] = begins[field];
            }
        }

        return row;
    }

    public void Dispose()
    {
        _csv.Dispose();
        _lines.Dispose();
    }

    private async ValueTask<bool> ReadHeaderAsync(CancellationToken token)
    {
        if (!await _csv.ReadAsync(token))
        {
            Fault = _lines.Fault ?? FileFault.Empty;

            return false;
        }

        (_columns, Fault) = _known.ReadHeader(Line, [.. Enumerable.Range(0, _csv.FieldCount).Select(_csv.GetString)], Places());

        return Fault is null;
    }

    /// <summary>Where each field of the current row begins, in characters from 1.</summary>
    private int[] Places()
    {
        var places = new int[_csv.FieldCount];
        var (place, offset) = (1, 0);

        for (var field = 0; field < places.Length; field++)
        {
            places[field] = place;
            var length = _csv.GetRawSpan(field).Length + 1;

            if (field < places.Length - 1)
            {
                place += Encoding.UTF8.GetCharCount(_csv.RawRecord.Slice(offset, length));
                offset += length;
            }
        }

        return places;
    }
}
