using System.Globalization;
using System.Text;
using Composerp.InventoryLedger.Domain;
using CsvHelper;

namespace Composerp.InventoryLedger.Imports;

/// <summary>Reads a CSV file of sales row by row, without holding more of it than a row.</summary>
internal sealed class SalesFile : IDisposable
{
    private const int IdLengthMax = 120;

    private readonly SoundLines _lines;
    private readonly CsvReader _csv;
    private readonly DateOnly _lastDay;
    private readonly List<RowError> _errors = [];
    private SalesHeader? _header;
    private CsvMalformedReason? _malformed;

    /// <param name="lastDay">Sales of later days have not happened yet.</param>
    public SalesFile(Stream body, DateOnly lastDay)
    {
        _lastDay = lastDay;
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

    /// <summary>Why reading ended; null at the sound end of a sound file.</summary>
    public FileFault? Fault { get; private set; }

    public long Line => _csv.LineNumber;

    public async Task<bool> ReadHeaderAsync(CancellationToken token)
    {
        if (!await _csv.ReadAsync(token))
        {
            Fault = _lines.Fault ?? new("empty-file", 1, 1, "The file is empty.");

            return false;
        }

        (_header, Fault) = SalesHeader.Read(
            _csv.LineNumber,
            [.. Enumerable.Range(0, _csv.FieldCount).Select(_csv.GetString)],
            [.. Enumerable.Range(0, _csv.FieldCount).Select(field => (long)ColumnOf(field))]);

        return Fault is null;
    }

    /// <returns>False at the end, or where the file cannot be read any further.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken token)
    {
        _malformed = null;

        if (await _csv.ReadAsync(token))
        {
            return true;
        }

        Fault = _lines.Fault;

        return false;
    }

    /// <summary>The current row, or all that is wrong with it.</summary>
    /// <returns>A row and no errors, or errors and as much of the row's identity as could be read.</returns>
    public (SalesRow Row, bool HasIdentity, IReadOnlyList<RowError> Errors) Row()
    {
        var header = _header ?? throw new InvalidOperationException("Rows follow a header.");
        _errors.Clear();

        if (_malformed is { } reason)
        {
            Add(null, "malformed-quotes", reason == CsvMalformedReason.LineBreakInQuotes || reason == CsvMalformedReason.UnterminatedQuote
                ? "A quote is not closed on its line."
                : "A quote stands inside a field: quote the whole field, and double the quotes in it.");

            return (default, false, _errors);
        }

        if (_csv.FieldCount != header.Count)
        {
            Add(null, "wrong-field-count", string.Create(
                CultureInfo.InvariantCulture, $"The row has {_csv.FieldCount} fields, the header {header.Count}."));

            return (default, false, _errors);
        }

        var date = Date(header.Date);
        var sku = Code(header.Sku, SalesHeader.SkuName, "bad-sku");
        var location = Code(header.Location, SalesHeader.LocationName, "bad-location");
        var hasIdentity = _errors.Count == 0;
        var row = new SalesRow(
            date,
            new(sku),
            new(location),
            Quantity(header.Quantity),
            header.Price is { } price ? Price(price) : null,
            header.Id is { } id ? Id(id) : null,
            new(_csv.LineNumber, ColumnOf(header.Sku), ColumnOf(header.Location), ColumnOf(header.Quantity)));

        return (row, hasIdentity, _errors);
    }

    public void Dispose()
    {
        _csv.Dispose();
        _lines.Dispose();
    }

    private DateOnly Date(int field)
    {
        var text = _csv.GetString(field);

        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            Add(field, "not-a-date", $"{Shown.Of(text)} is not a date of the form yyyy-MM-dd.", SalesHeader.DateName);
        }
        else if (date > _lastDay)
        {
            Add(field, "date-in-future", $"{text} has not been yet.", SalesHeader.DateName);
        }
        else if (date.Year < MovementRules.EarliestOccurrence.Year)
        {
            Add(field, "date-too-early", $"{text} is before {MovementRules.EarliestOccurrence:yyyy-MM-dd}.", SalesHeader.DateName);
        }

        return date;
    }

    private string Code(int field, string name, string type)
    {
        var text = _csv.GetString(field);

        if (!Codes.IsCode(text))
        {
            Add(field, type, $"{Shown.Of(text)} is not a code. {LedgerReasons.BadCode}", name);
        }

        return text;
    }

    private Quantity Quantity(int field)
    {
        var text = _csv.GetString(field);

        if (!Domain.Quantity.TryParse(text, out var quantity, out var problem))
        {
            Add(field, LedgerProblem.Kebab(problem.ToString()), problem switch
            {
                QuantityProblem.TooManyDecimals => LedgerReasons.TooManyDecimals,
                QuantityProblem.OutOfRange => LedgerReasons.QuantityOutOfRange,
                _ => $"{Shown.Of(text)} is not a number.",
            }, SalesHeader.QuantityName);
        }
        else if (quantity < Domain.Quantity.Zero)
        {
            Add(field, "negative-quantity", "Sales are zero or more; post what came back as CUSTOMER_RETURN.", SalesHeader.QuantityName);
        }

        return quantity;
    }

    private decimal? Price(int field)
    {
        var text = _csv.GetString(field);

        if (text.Length == 0)
        {
            return null;
        }

        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price)
            || !UnitPrices.IsUnitPrice(price))
        {
            Add(field, "bad-price", $"{Shown.Of(text)} is no price. {LedgerReasons.BadUnitPrice}", SalesHeader.PriceName);
        }

        return price;
    }

    private string Id(int field)
    {
        var text = _csv.GetString(field);

        if (!Codes.IsText(text, IdLengthMax))
        {
            Add(field, "bad-id", text.Length == 0
                ? "A file with ids has one in every row."
                : $"{Shown.Of(text)} is not an id. {LedgerReasons.BadText(IdLengthMax)}", SalesHeader.IdName);
        }

        return text;
    }

    private void Add(int? field, string type, string reason, string name = "row") =>
        _errors.Add(new(_csv.LineNumber, field is { } index ? ColumnOf(index) : 1, name, type, reason));

    /// <summary>Where a field of the current row begins, in characters from 1.</summary>
    private int ColumnOf(int field)
    {
        var offset = 0;

        for (var before = 0; before < field; before++)
        {
            offset += _csv.GetRawSpan(before).Length + 1;
        }

        return 1 + Encoding.UTF8.GetCharCount(_csv.RawRecord[..offset]);
    }
}
