using System.Globalization;
using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Imports;

/// <summary>Makes movements of the rows of one file.</summary>
/// <param name="source">Whose rows these are. The same row of the same source is the same movement for ever.</param>
/// <param name="actor">Who sent the file.</param>
internal sealed class SalesMovements(string source, string? actor, IReadOnlyDictionary<LocationCode, LocationRules> locations)
{
    private readonly RowCounts _counts = new();

    /// <summary>The row's place among the rows of its day, item and location. Bad rows have one too, so that it stays when they are corrected.</summary>
    public int Count(SalesRow row) => _counts.Next(row.Date, row.Sku, row.Location);

    /// <param name="count">What <see cref="Count"/> said of this row.</param>
    /// <returns>Null where there is no such location.</returns>
    public Movement? Find(SalesRow row, int count)
    {
        if (!locations.TryGetValue(row.Location, out var location))
        {
            return null;
        }

        // Without a sale there is no price either.
        var isZero = row.Quantity == Quantity.Zero;
        var price = isZero ? null : row.Price;

        return new(
            IdOf(row, count),
            isZero ? MovementKind.NoSale : MovementKind.Sale,
            location.NoonOf(row.Date),
            row.Location,
            null,
            null,
            null,
            actor,
            [new(row.Sku, "", row.Quantity, price)],
            ContentHash.OfDailySales(row.Date, row.Sku, row.Location, row.Quantity, price));
    }

    // Codes have no slash, so that no two rows without ids share one.
    private string IdOf(SalesRow row, int count) => row.Id is { } id
        ? $"{source}/{id}"
        : string.Create(CultureInfo.InvariantCulture, $"{source}/{row.Date:yyyy-MM-dd}/{row.Sku.Value}/{row.Location.Value}/{count}");
}
