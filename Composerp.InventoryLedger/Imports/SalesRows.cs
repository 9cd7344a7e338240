using System.Globalization;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;

namespace Composerp.InventoryLedger.Imports;

/// <summary>What locations sold on their business days; zero is a day without a sale.</summary>
/// <param name="source">Whose rows these are. The same row of the same source is the same movement for ever.</param>
/// <param name="lastDay">Sales of later days have not happened yet.</param>
internal sealed class SalesRows(
    string source,
    string? actor,
    DateOnly lastDay,
    PostingStore ledger,
    IReadOnlyDictionary<LocationCode, LocationRules> locations) : MovementRows(ledger, locations, Date)
{
    private const string Date = "date";
    private const string Price = "price";

    private readonly RowCounts _counts = new();

    public static ImportColumns Columns { get; } = new([Date, Sku, Location, Quantity], [Price, Id]);

    public override Movement? Read(ImportRow row)
    {
        var date = BusinessDay(row);
        var sku = new Sku(row.Code(Sku));
        var code = new LocationCode(row.Code(Location));

        // Also a row that is bad in other ways takes its place, so that it keeps it when it is corrected.
        var count = row.IsSound ? _counts.Next(date, sku, code) : 0;
        var quantity = row.Quantity(Quantity);
        var price = row.FindPrice(Price);
        var id = row.FindId(Id);

        if (quantity < Domain.Quantity.Zero)
        {
            row.Refuse(Quantity, "negative-quantity", "Sales are zero or more; post what came back as CUSTOMER_RETURN.");
        }

        if (!row.IsSound || FindLocation(row, code) is not { } location)
        {
            return null;
        }

        var isZero = quantity == Domain.Quantity.Zero;

        // Without a sale there is no price either.
        price = isZero ? null : price;

        // Codes have no slash, so that no two rows without ids share one.
        return new(
            id is null
                ? string.Create(CultureInfo.InvariantCulture, $"{source}/{date:yyyy-MM-dd}/{sku.Value}/{code.Value}/{count}")
                : $"{source}/{id}",
            isZero ? MovementKind.NoSale : MovementKind.Sale,
            location.NoonOf(date),
            code,
            null,
            null,
            null,
            actor,
            [new(sku, "", quantity, price)],
            ContentHash.OfDailySales(date, sku, code, quantity, price));
    }

    private DateOnly BusinessDay(ImportRow row)
    {
        if (row.FindDate(Date) is not { } date)
        {
            row.Refuse(Date, "not-a-date", "A row of sales has a date.");

            return default;
        }

        if (date > lastDay)
        {
            row.Refuse(Date, "date-in-future", $"{date:yyyy-MM-dd} has not been yet.");
        }
        else if (date.Year < MovementRules.EarliestOccurrence.Year)
        {
            row.Refuse(Date, "date-too-early", $"{date:yyyy-MM-dd} is before {MovementRules.EarliestOccurrence:yyyy-MM-dd}.");
        }

        return date;
    }
}
