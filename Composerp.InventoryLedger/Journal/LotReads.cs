using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using static Composerp.InventoryLedger.Journal.PositionColumns;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Reads what batches with lots and serial numbers need beside the rest: what may be picked, expiry, and where pieces are.</summary>
internal static class LotReads
{
    private static readonly string _findLotsInStock = SqlFile.Of(typeof(LotReads), "find_lots_in_stock.sql");
    private static readonly string _findLots = SqlFile.Of(typeof(LotReads), "find_lots.sql");
    private static readonly string _findSerials = SqlFile.Of(typeof(LotReads), "find_serials.sql");

    /// <param name="positions">Gains the positions of lots that may be picked.</param>
    public static async Task<(Dictionary<LotKey, LotRules> Lots, Dictionary<LotKey, LocationCode> Serials)> ReadAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Movement> movements,
        IReadOnlyDictionary<Sku, ItemRules> items,
        Dictionary<PositionKey, Position> positions,
        BatchShards shards,
        CancellationToken token)
    {
        var lots = new Dictionary<LotKey, LotRules>();
        var serials = new Dictionary<LotKey, LocationCode>();

        if (!items.Values.Any(item => item.HasLots))
        {
            return (lots, serials);
        }

        if (Picked(movements, items) is { Length: > 0 } picked)
        {
            await using var command = Sql.Command(connection, _findLotsInStock, OfItems(picked, shards));
            await using var rows = await command.ExecuteReaderAsync(token);
            await PositionColumns.ReadAsync(rows, positions, token);
        }

        var named = movements.SelectMany(LotsOf).Concat(positions.Keys.Where(key => key.Lot.Length > 0).Select(key => new LotKey(key.Sku, key.Lot)))
            .Distinct().ToArray();

        await using (var command = Sql.Command(connection, _findLots, Columns(named)))
        await using (var rows = await command.ExecuteReaderAsync(token))
        {
            while (await rows.ReadAsync(token))
            {
                lots.Add(new(new(rows.GetString(0)), rows.GetString(1)), new(rows.Find<DateOnly>(2)));
            }
        }

        if (named.Where(lot => items.TryGetValue(lot.Sku, out var item) && item.Tracking == Tracking.Serial).ToArray() is { Length: > 0 } pieces)
        {
            await using var command = Sql.Command(connection, _findSerials, Columns(pieces));
            await using var rows = await command.ExecuteReaderAsync(token);

            while (await rows.ReadAsync(token))
            {
                serials.Add(new(new(rows.GetString(0)), rows.GetString(1)), new(rows.GetString(2)));
            }
        }

        return (lots, serials);
    }

    private static (LocationCode, Sku)[] Picked(IReadOnlyList<Movement> movements, IReadOnlyDictionary<Sku, ItemRules> items) =>
    [
        .. (from movement in movements
            where movement.PastId is null
            from line in movement.Lines
            where line.Lot.Length == 0 && items.TryGetValue(line.Sku, out var item) && item.HasLots
            from location in Legs.LocationsOf(movement)
            select (location, line.Sku)).Distinct(),
    ];

    private static IEnumerable<LotKey> LotsOf(Movement movement) => movement.Past is { } past
        ? past.Entries.Where(entry => entry.Position.Lot.Length > 0).Select(entry => new LotKey(entry.Position.Sku, entry.Position.Lot))
        : movement.Lines.Where(line => line.Lot.Length > 0).Select(line => new LotKey(line.Sku, line.Lot));

    private static NpgsqlParameter[] Columns(LotKey[] lots) =>
        [Sql.Of(Array(lots, lot => lot.Sku.Value)), Sql.Of(Array(lots, lot => lot.Lot))];
}
