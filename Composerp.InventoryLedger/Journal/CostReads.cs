using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Reads what some batches need to know of costs, and of movements that are taken back.</summary>
internal static class CostReads
{
    private static readonly string _findCostLayers = SqlFile.Of(typeof(CostReads), "find_cost_layers.sql");
    private static readonly string _findReversals = SqlFile.Of(typeof(CostReads), "find_reversals.sql");
    private static readonly string _findCostCorrections = SqlFile.Of(typeof(CostReads), "find_cost_corrections.sql");

    /// <param name="positions">Those that carry the pool of an item valued by FIFO gain its layers.</param>
    public static async Task<(Dictionary<string, string> Reversed, Dictionary<CostOrigin, Money> Corrected)> ReadAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Movement> movements,
        IReadOnlyDictionary<Sku, ItemRules> items,
        Dictionary<PositionKey, Position> positions,
        BatchShards shards,
        CancellationToken token)
    {
        await ReadLayersAsync(connection, items, positions, shards, token);
        var pasts = movements.Select(movement => movement.Past).OfType<PastMovement>().ToArray();

        return pasts.Length == 0
            ? ([], [])
            : (await ReadReversalsAsync(connection, pasts, token), await ReadCorrectionsAsync(connection, movements, shards, token));
    }

    private static async Task ReadLayersAsync(
        NpgsqlConnection connection,
        IReadOnlyDictionary<Sku, ItemRules> items,
        Dictionary<PositionKey, Position> positions,
        BatchShards shards,
        CancellationToken token)
    {
        var pools = positions.Keys
            .Where(key => key == key.Lead && items.TryGetValue(key.Sku, out var item) && item.Valuation == Valuation.Fifo)
            .Select(key => (key.Location, key.Sku)).ToArray();

        if (pools.Length == 0)
        {
            return;
        }

        await using var command = Sql.Command(connection, _findCostLayers, PositionColumns.OfItems(pools, shards));
        await using var rows = await command.ExecuteReaderAsync(token);
        var layers = new List<(PositionKey Lead, CostLayer Layer)>();

        while (await rows.ReadAsync(token))
        {
            layers.Add((
                new(new(rows.GetString(0)), new(rows.GetString(1)), "", Account.OnHand),
                new(
                    rows.GetInt64(2),
                    new(rows.GetString(3), rows.GetInt32(4)),
                    Quantity.OfTenThousandths(rows.GetInt64(5)),
                    Money.OfMillionths(rows.GetInt64(6)))));
        }

        foreach (var pool in layers.GroupBy(row => row.Lead, row => row.Layer))
        {
            var position = positions[pool.Key];
            positions[pool.Key] = position with { Pool = position.Pool with { Layers = [.. pool] } };
        }
    }

    private static async Task<Dictionary<string, string>> ReadReversalsAsync(
        NpgsqlConnection connection, PastMovement[] pasts, CancellationToken token)
    {
        await using var command = Sql.Command(
            connection, _findReversals, Sql.Of<string[]>([.. pasts.Select(past => past.Id).Distinct()]));
        await using var rows = await command.ExecuteReaderAsync(token);
        var reversed = new Dictionary<string, string>(StringComparer.Ordinal);

        while (await rows.ReadAsync(token))
        {
            reversed.Add(rows.GetString(0), rows.GetString(1));
        }

        return reversed;
    }

    private static async Task<Dictionary<CostOrigin, Money>> ReadCorrectionsAsync(
        NpgsqlConnection connection, IReadOnlyList<Movement> movements, BatchShards shards, CancellationToken token)
    {
        var asked = (from movement in movements
                     where movement is { Kind: MovementKind.CostCorrection, Past: not null }
                     from location in Legs.LocationsOf(movement)
                     select (Shard: shards.Of(location), Id: movement.PastId ?? "")).Distinct().ToArray();
        var corrected = new Dictionary<CostOrigin, Money>();

        if (asked.Length > 0)
        {
            await using var command = Sql.Command(
                connection,
                _findCostCorrections,
                Sql.Of(PositionColumns.Array(asked, one => one.Shard)),
                Sql.Of(PositionColumns.Array(asked, one => one.Id)));
            await using var rows = await command.ExecuteReaderAsync(token);

            while (await rows.ReadAsync(token))
            {
                corrected.Add(new(rows.GetString(0), rows.GetInt32(1)), Money.OfMillionths(rows.GetInt64(2)));
            }
        }

        return corrected;
    }
}
