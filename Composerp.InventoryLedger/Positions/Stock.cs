using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Positions;

/// <param name="OnHand">In the house and for sale, promised goods included.</param>
/// <param name="Reserved">Promised.</param>
/// <param name="Available">On hand and not promised.</param>
/// <param name="Damaged">In the house and for nobody.</param>
/// <param name="InTransit">Under way to the location.</param>
/// <param name="OnOrder">Of approved purchase orders, less what was received against them.</param>
/// <param name="Value">What all goods of the item there and on their way there are worth.</param>
/// <param name="Version">Grows with every change.</param>
internal sealed record PositionView(
    string Location,
    string Sku,
    decimal OnHand,
    decimal Reserved,
    decimal Available,
    decimal Damaged,
    decimal InTransit,
    decimal OnOrder,
    decimal Value,
    long Version);

/// <summary>An item's stock at a location as it is now, with what it may be asked for by.</summary>
internal sealed record Stock(PositionView Position, string? Category, string? LocationKind)
{
    private static readonly string _readStock = SqlFile.Of<Stock>("read_stock.sql");

    /// <summary>In the order of the places.</summary>
    public static async Task<List<Stock>> ReadAsync(NpgsqlConnection connection, IReadOnlyList<Place> places, CancellationToken token)
    {
        await using var command = Sql.Command(connection, _readStock, Place.Columns(places));
        await using var rows = await command.ExecuteReaderAsync(token);
        var stock = new List<Stock>(places.Count);

        while (await rows.ReadAsync(token))
        {
            var position = new PositionView(
                rows.GetString(0),
                rows.GetString(1),
                OnHand: rows.Quantity(2),
                Reserved: rows.Quantity(3),
                Available: rows.Quantity(2) - rows.Quantity(3),
                Damaged: rows.Quantity(4),
                InTransit: rows.Quantity(5),
                OnOrder: rows.Quantity(6),
                Value: rows.Money(7),
                Version: rows.GetInt64(8));
            stock.Add(new(position, rows.FindText(9), rows.FindText(10)));
        }

        return stock;
    }
}
