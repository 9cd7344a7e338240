using System.Globalization;
using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Modifiers;
using Composerp.Replenishment.Numerics.ServiceLevels;
using CsvHelper;

namespace Composerp.Replenishment.Policies;

/// <summary>Rules as a CSV file: a header with the names of the fields in any order, then a row for each rule.</summary>
/// <remarks>UTF-8, commas; a field that is left empty is left out.</remarks>
internal sealed class RuleFile
{
    // What bytes that are none of UTF-8 are read as.
    private const char NotUtf8 = '\uFFFD';

    private static readonly string[] _fields =
    [
        "name", "sku", "location", "suppliedBy", "category", "class", "locationKind", "priority", "validFrom", "validTo", "seasonFrom", "seasonTo",
        "kind", "supplier", "minimum", "maximum", "serviceLevel", "fillRate", "reviewDays", "reorderPoint", "orderQuantity", "orderCost", "holdingRate",
        "coverDays", "minimumCoverDays", "safetyStock", "distribution", "shortage", "rounding", "maximumLevel", "maximumRule", "shelfLifeDays",
        "remainingLifeDays", "fenceDays", "dampening",
    ];

    private static readonly string[] _needed = ["name", "kind"];

    private readonly List<(int Line, PutRules.Row Row)> _rows = [];
    private readonly List<RowViolation> _faults = [];
    private bool _isMalformed;

    private RuleFile()
    {
    }

    /// <summary>Rows of which every field is a value of its kind.</summary>
    public IReadOnlyList<(int Line, PutRules.Row Row)> Rows => _rows;

    /// <summary>What is no value of its field, and what is wrong with the file as such; the header is line 1.</summary>
    public IReadOnlyList<RowViolation> Faults => _faults;

    /// <param name="rowsMax">Behind one row more than these nothing is read.</param>
    public static async Task<RuleFile> ReadAsync(Stream body, int rowsMax, CancellationToken token)
    {
        var file = new RuleFile();
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
            file.Refuse(1, "name", "empty-file", "The file has no header: its first line names the fields.");

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
            if (!_fields.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                Refuse(1, name, "unknown-column", $"There is no field {name}: the fields are {string.Join(", ", _fields)}.");
            }
            else if (!columns.TryAdd(name, column))
            {
                Refuse(1, name, "repeated-column", $"The field {name} is there twice.");
            }
        }

        foreach (var name in _needed.Where(name => !columns.ContainsKey(name)))
        {
            Refuse(1, name, "missing-column", $"The header has no {name}.");
        }

        return _faults.Count > 0 ? [] : columns;
    }

    private void Add(int line, string[] fields, Dictionary<string, int> columns)
    {
        if (fields.Length != columns.Count || _isMalformed)
        {
            _isMalformed = false;
            Refuse(line, "$", "malformed-row", $"The row has {fields.Length} fields and the header {columns.Count}, or a quote stands inside a field or is not closed.");

            return;
        }

        var before = _faults.Count;
        var row = RowOf(new(name => columns.TryGetValue(name, out var column) && fields[column].Length > 0 ? fields[column] : null, line, _faults));

        if (_faults.Count == before)
        {
            _rows.Add((line, row));
        }
    }

    private static PutRules.Row RowOf(Fields of) => new(
        of.Text("name") ?? "",
        new(of.Text("sku"), of.Text("location"), of.Text("suppliedBy"), of.Text("category"), of.Text("class"), of.Text("locationKind")),
        new()
        {
            Kind = of.Text("kind") ?? "",
            Supplier = of.Text("supplier"),
            Minimum = of.Quantity("minimum"),
            Maximum = of.Quantity("maximum"),
            ServiceLevel = of.Number("serviceLevel"),
            FillRate = of.Number("fillRate"),
            ReviewDays = of.Whole("reviewDays"),
            ReorderPoint = of.Quantity("reorderPoint"),
            OrderQuantity = of.Quantity("orderQuantity"),
            OrderCost = of.Quantity("orderCost"),
            HoldingRate = of.Quantity("holdingRate"),
            CoverDays = of.Whole("coverDays"),
            MinimumCoverDays = of.Whole("minimumCoverDays"),
            SafetyStock = of.Quantity("safetyStock"),
            Distribution = of.Word<DistributionChoice>("distribution"),
            Shortage = of.Word<Shortage>("shortage"),
            Rounding = of.Word<LevelRounding>("rounding"),
            MaximumLevel = of.Quantity("maximumLevel"),
            MaximumRule = of.Word<MaximumRule>("maximumRule"),
            ShelfLifeDays = of.Whole("shelfLifeDays"),
            RemainingLifeDays = of.Whole("remainingLifeDays"),
            FenceDays = of.Whole("fenceDays"),
            Dampening = of.Quantity("dampening"),
        },
        of.Whole("priority") ?? 0,
        new(of.Day("validFrom"), of.Day("validTo"), of.Text("seasonFrom"), of.Text("seasonTo")));

    private void Refuse(int line, string field, string type, string reason) => _faults.Add(new(line, new(field, type, reason)));

    /// <summary>The fields of one row; what is no value of its kind is noted.</summary>
    private sealed class Fields(Func<string, string?> find, int line, List<RowViolation> faults)
    {
        public string? Text(string name)
        {
            var text = find(name);

            if (text?.Contains(NotUtf8, StringComparison.Ordinal) == true)
            {
                Refuse(name, "not-utf-8", "The field holds bytes that are not UTF-8.");
            }

            return text;
        }

        public decimal? Quantity(string name) => find(name) is not { } text ? null
            : decimal.TryParse(text, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number
            : Refuse<decimal>(name, "not-a-number", $"\"{text}\" is not a number, such as 1.5.");

        public double? Number(string name) => find(name) is not { } text ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : Refuse<double>(name, "not-a-number", $"\"{text}\" is not a number, such as 0.95.");

        public int? Whole(string name) => find(name) is not { } text ? null
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : Refuse<int>(name, "not-a-number", $"\"{text}\" is not a whole number.");

        public DateOnly? Day(string name) => find(name) is not { } text ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : Refuse<DateOnly>(name, "not-a-date", $"\"{text}\" is not a date (yyyy-MM-dd).");

        /// <summary>A word as JSON knows it.</summary>
        public T? Word<T>(string name)
            where T : struct, Enum
        {
            if (find(name) is not { } text)
            {
                return null;
            }

            foreach (var word in Enum.GetValues<T>())
            {
                if (JsonSerializer.SerializeToElement(word, JsonSerializerOptions.Web).GetString() == text)
                {
                    return word;
                }
            }

            return Refuse<T>(name, "unknown-word", $"\"{text}\" is none of the words of this field.");
        }

        private T? Refuse<T>(string name, string type, string reason)
            where T : struct
        {
            Refuse(name, type, reason);

            return null;
        }

        private void Refuse(string name, string type, string reason) => faults.Add(new(line, new(name, type, reason)));
    }
}
