using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using static Composerp.InventoryLedger.Journal.PositionColumns;

namespace Composerp.InventoryLedger.Journal;

/// <summary>What only some batches write: receipts of orders, snapshots, layers, holds, lots, pieces and what was taken back.</summary>
internal static class RareWrites
{
    /// <summary>Every so many entries a position leaves a snapshot.</summary>
    private const int EntriesPerSnapshot = 128;

    private static readonly string _receiveOnOrder = Read("receive_on_order.sql");
    private static readonly string _adjustSnapshots = Read("adjust_snapshots.sql");
    private static readonly string _insertSnapshots = Read("insert_snapshots.sql");
    private static readonly string _replaceCostLayers = Read("replace_cost_layers.sql");
    private static readonly string _saveHolds = Read("save_holds.sql");
    private static readonly string _insertLots = Read("insert_lots.sql");
    private static readonly string _deleteSerials = Read("delete_serials.sql");
    private static readonly string _insertSerials = Read("insert_serials.sql");
    private static readonly string _insertReversals = Read("insert_reversals.sql");

    /// <param name="ids">Of the positions that change.</param>
    public static IEnumerable<NpgsqlBatchCommand> Of(PostingResult result, IReadOnlyDictionary<PositionKey, long> ids)
    {
        if (result.Entries.Where(IsOfOrder).ToArray() is { Length: > 0 } receipts)
        {
            yield return Receive(receipts);
        }

        // Adjusting first: snapshots that are made now have the whole batch in them.
        if (result.Entries.Where(entry => entry.IsBackdated && entry.Version > EntriesPerSnapshot).ToArray() is { Length: > 0 } late)
        {
            yield return Adjust(late, ids);
        }

        if (result.Entries.Where(entry => entry.Version % EntriesPerSnapshot == 0).ToArray() is { Length: > 0 } due)
        {
            yield return Snapshot(due, ids);
        }

        if (result.Positions.Where(change => change.Position.Pool.Layers != change.Before.Pool.Layers).ToArray() is { Length: > 0 } pools)
        {
            yield return ReplaceLayers(pools);
        }

        if (result.Holds.Count > 0)
        {
            yield return SaveHolds([.. result.Holds], result);
        }

        if (result.Lots.Where(lot => lot.Value.ExpiresOn is not null).ToArray() is { Length: > 0 } lots)
        {
            yield return InsertLots(lots);
        }

        foreach (var step in MoveSerials([.. result.Serials]))
        {
            yield return step;
        }

        if (result.Reversed.Count > 0)
        {
            yield return Sql.Step(
                _insertReversals, Sql.Of<string[]>([.. result.Reversed.Keys]), Sql.Of<string[]>([.. result.Reversed.Values]));
        }
    }

    private static bool IsOfOrder(Entry entry) => entry is
    {
        IsCorrection: false,
        Movement: { Reference: not null } and ({ Kind: MovementKind.Receipt } or { Kind: MovementKind.Reversal, Past.Kind: MovementKind.Receipt }),
    };

    private static NpgsqlBatchCommand Receive(Entry[] receipts) => Sql.Step(
        _receiveOnOrder,
        Sql.Of(Array(receipts, entry => checked((short)entry.Shard))),
        Sql.Of(Array(receipts, entry => entry.Position.Location.Value)),
        Sql.Of(Array(receipts, entry => entry.Position.Sku.Value)),
        Sql.Of(Array(receipts, entry => entry.Movement.Reference)),
        Sql.Of(Array(receipts, entry => entry.Quantity.TenThousandths)));

    private static NpgsqlBatchCommand Adjust(Entry[] late, IReadOnlyDictionary<PositionKey, long> ids) => Sql.Step(
        _adjustSnapshots,
        Sql.Of(Array(late, entry => checked((short)entry.Shard))),
        Sql.Of(Array(late, entry => ids[entry.Position])),
        Sql.Of(Array(late, entry => entry.OccurredAt)),
        Sql.Of(Array(late, entry => entry.Quantity.TenThousandths)),
        Sql.Of(Array(late, entry => entry.Value?.Millionths ?? 0)));

    private static NpgsqlBatchCommand Snapshot(Entry[] due, IReadOnlyDictionary<PositionKey, long> ids) => Sql.Step(
        _insertSnapshots,
        Sql.Of(Array(due, entry => checked((short)entry.Shard))),
        Sql.Of(Array(due, entry => ids[entry.Position])),
        Sql.Of(Array(due, entry => entry.OccurredAt)));

    private static NpgsqlBatchCommand ReplaceLayers(PositionChange[] pools)
    {
        var layers = pools.SelectMany(pool => pool.Position.Pool.Layers.Select(layer => (pool.Shard, pool.Key, Layer: layer))).ToArray();

        return Sql.Step(
            _replaceCostLayers,
            Sql.Of(Array(pools, pool => checked((short)pool.Shard))),
            Sql.Of(Array(pools, pool => pool.Key.Location.Value)),
            Sql.Of(Array(pools, pool => pool.Key.Sku.Value)),
            Sql.Of(Array(layers, row => checked((short)row.Shard))),
            Sql.Of(Array(layers, row => row.Key.Location.Value)),
            Sql.Of(Array(layers, row => row.Key.Sku.Value)),
            Sql.Of(Array(layers, row => row.Layer.Number)),
            Sql.Of(Array(layers, row => row.Layer.Origin.MovementId)),
            Sql.Of(Array(layers, row => row.Layer.Origin.Line)),
            Sql.Of(Array(layers, row => row.Layer.Quantity.TenThousandths)),
            Sql.Of(Array(layers, row => row.Layer.Value.Millionths)));
    }

    private static NpgsqlBatchCommand SaveHolds(KeyValuePair<HoldKey, Hold>[] holds, PostingResult result)
    {
        var shards = result.Positions.GroupBy(change => change.Key.Location).ToDictionary(location => location.Key, location => location.First().Shard);

        return Sql.Step(
            _saveHolds,
            Sql.Of(Array(holds, held => checked((short)shards[held.Key.Location]))),
            Sql.Of(Array(holds, held => held.Key.Reservation)),
            Sql.Of(Array(holds, held => held.Key.Location.Value)),
            Sql.Of(Array(holds, held => held.Key.Sku.Value)),
            Sql.Of(Array(holds, held => held.Key.Lot)),
            Sql.Of(Array(holds, held => held.Value.Reserved.TenThousandths)),
            Sql.Of(Array(holds, held => held.Value.Open.TenThousandths)),
            Sql.Of(Array(holds, held => held.Value.ExpiresAt)));
    }

    private static NpgsqlBatchCommand InsertLots(KeyValuePair<LotKey, LotRules>[] lots) => Sql.Step(
        _insertLots,
        Sql.Of(Array(lots, lot => lot.Key.Sku.Value)),
        Sql.Of(Array(lots, lot => lot.Key.Lot)),
        Sql.Of(Array(lots, lot => lot.Value.ExpiresOn)));

    private static IEnumerable<NpgsqlBatchCommand> MoveSerials(KeyValuePair<LotKey, SerialMove>[] moved)
    {
        if (moved.Length == 0)
        {
            yield break;
        }

        foreach (var (statement, places) in new[]
        {
            (_deleteSerials, moved.Select(serial => (serial.Key, Place: serial.Value.From))),
            (_insertSerials, moved.Select(serial => (serial.Key, Place: serial.Value.To))),
        })
        {
            var inside = places.Where(serial => serial.Place is not null).ToArray();
            yield return Sql.Step(
                statement,
                Sql.Of(Array(inside, serial => serial.Key.Sku.Value)),
                Sql.Of(Array(inside, serial => serial.Key.Lot)),
                Sql.Of(Array(inside, serial => serial.Place?.Value)));
        }
    }

    private static string Read(string fileName) => SqlFile.Of(typeof(RareWrites), fileName);
}
