namespace Composerp.InventoryLedger.Imports;

/// <summary>Which column of a sales file holds what.</summary>
internal sealed record SalesHeader
{
    public const string DateName = "date";
    public const string SkuName = "sku";
    public const string LocationName = "location";
    public const string QuantityName = "quantity";
    public const string PriceName = "price";
    public const string IdName = "id";

    private const string Expected = "The first line names the columns date,sku,location,quantity and, if there are, price and id, separated by commas.";

    private static readonly string[] _required = [DateName, SkuName, LocationName, QuantityName];

    public required int Count { get; init; }

    public required int Date { get; init; }

    public required int Sku { get; init; }

    public required int Location { get; init; }

    public required int Quantity { get; init; }

    public int? Price { get; init; }

    public int? Id { get; init; }

    /// <param name="columns">Where each name begins in the line, from 1.</param>
    public static (SalesHeader? Header, FileFault? Fault) Read(long line, IReadOnlyList<string> names, IReadOnlyList<long> columns)
    {
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

        for (var n = 0; n < names.Count; n++)
        {
            if (names[n].Length == 0 || !_required.Append(PriceName).Append(IdName).Contains(names[n], StringComparer.OrdinalIgnoreCase))
            {
                return (null, new("unknown-column", line, columns[n], $"There is no column {Shown.Of(names[n])}. {Expected}"));
            }

            if (!places.TryAdd(names[n], n))
            {
                return (null, new("repeated-column", line, columns[n], $"The column {names[n]} is there twice."));
            }
        }

        if (_required.FirstOrDefault(name => !places.ContainsKey(name)) is { } missing)
        {
            return (null, new("missing-column", line, 1, $"The column {missing} is missing. {Expected}"));
        }

        return (
            new()
            {
                Count = names.Count,
                Date = places[DateName],
                Sku = places[SkuName],
                Location = places[LocationName],
                Quantity = places[QuantityName],
                Price = places.TryGetValue(PriceName, out var price) ? price : null,
                Id = places.TryGetValue(IdName, out var id) ? id : null,
            },
            null);
    }
}

/// <summary>A value from a file as it may stand in a message and in the database.</summary>
internal static class Shown
{
    private const int LengthMax = 40;

    public static string Of(string value) =>
        $"\"{string.Concat(value.Take(LengthMax).Select(one => char.IsControl(one) || char.IsSurrogate(one) ? '?' : one))}{(value.Length > LengthMax ? ".." : "")}\"";
}
