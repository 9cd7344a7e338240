using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using static Composerp.InventoryLedger.Journal.PositionColumns;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Writes what a batch came to, set-based, in one round trip.</summary>
internal static class PostingWrites
{
    private static readonly string _advanceShards = Read("advance_shards.sql");
    private static readonly string _insertEntries = Read("insert_entries.sql");
    private static readonly string _insertMovementIds = Read("insert_movement_ids.sql");
    private static readonly string _insertPositions = Read("insert_positions.sql");
    private static readonly string _updatePositions = Read("update_positions.sql");
    private static readonly string _receiveOnOrder = Read("receive_on_order.sql");

    /// <param name="posted">Movements with entries, each with where it stands.</param>
    /// <exception cref="InvalidOperationException">Somebody wrote positions without the lock of their shard.</exception>
    public static async Task WriteAsync(
        NpgsqlConnection connection,
        PostingResult result,
        IReadOnlyList<RememberedMovement> posted,
        DateTimeOffset recordedAt,
        CancellationToken token)
    {
        var updated = result.Positions.Where(change => change.PreviousVersion > 0).ToArray();
        var inserted = result.Positions.Where(change => change.PreviousVersion == 0).ToArray();
        var update = Sql.Step(_updatePositions, [.. Columns(updated), Sql.Of(Array(updated, change => change.PreviousVersion))]);
        var insert = Sql.Step(_insertPositions, Columns(inserted));

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Advance(result, recordedAt));
        batch.BatchCommands.Add(Sql.Step(_insertEntries, [.. Columns(result.Entries), Sql.Of(recordedAt)]));
        batch.BatchCommands.Add(Remember(posted, recordedAt));
        batch.BatchCommands.Add(update);
        batch.BatchCommands.Add(insert);

        if (Receipts(result.Entries) is { Length: > 0 } receipts)
        {
            batch.BatchCommands.Add(Receive(receipts));
        }

        await batch.PrepareAsync(token);
        await batch.ExecuteNonQueryAsync(token);

        if (update.RecordsAffected != updated.Length)
        {
            throw new InvalidOperationException(
                $"{updated.Length - update.RecordsAffected} positions were changed without the lock of their shard.");
        }
    }

    public static NpgsqlBatchCommand Remember(IReadOnlyList<RememberedMovement> movements, DateTimeOffset recordedAt) => Sql.Step(
        _insertMovementIds,
        Sql.Of(Array(movements, movement => movement.Id)),
        Sql.Of(Array(movements, movement => movement.Content.ToBytes())),
        Sql.Of(Array(movements, movement => checked((short)movement.Parts[0].Shard))),
        Sql.Of(Array(movements, movement => movement.Parts[0].Sequence)),
        Sql.Of(Array(movements, movement => movement.Parts.Count > 1 ? checked((short)movement.Parts[1].Shard) : (short?)null)),
        Sql.Of(Array(movements, movement => movement.Parts.Count > 1 ? movement.Parts[1].Sequence : (long?)null)),
        Sql.Of(recordedAt));

    private static NpgsqlBatchCommand Advance(PostingResult result, DateTimeOffset recordedAt)
    {
        var shards = result.LastSequences.ToArray();

        return Sql.Step(
            _advanceShards,
            Sql.Of(Array(shards, shard => checked((short)shard.Key))),
            Sql.Of(Array(shards, shard => shard.Value)),
            Sql.Of(recordedAt));
    }

    private static NpgsqlParameter[] Columns(IReadOnlyList<Entry> entries) =>
    [
        Sql.Of(Array(entries, entry => checked((short)entry.Shard))),
        Sql.Of(Array(entries, entry => entry.Sequence)),
        Sql.Of(Array(entries, entry => checked((short)entry.Line))),
        Sql.Of(Array(entries, entry => checked((short)entry.Part))),
        Sql.Of(Array(entries, entry => checked((short)entry.Parts))),
        Sql.Of(Array(entries, entry => entry.IsCorrection)),
        Sql.Of(Array(entries, entry => entry.OccurredAt)),
        Sql.Of(Array(entries, entry => entry.Quantity.TenThousandths)),
        Sql.Of(Array(entries, entry => entry.Version)),
        Sql.Of(Array(entries, entry => entry.Balance?.TenThousandths)),
        Sql.Of(Array(entries, entry => entry.Found?.TenThousandths)),
        Sql.Of(Array(entries, entry => entry.Movement.Id)),
        Sql.Of(Array(entries, entry => LedgerNames.Of(entry.Movement.Kind))),
        Sql.Of(Array(entries, entry => entry.Location.Value)),
        Sql.Of(Array(entries, entry => entry.Counterpart?.Value)),
        Sql.Of(Array(entries, entry => entry.Sku.Value)),
        Sql.Of(Array(entries, entry => entry.Lot)),
        Sql.Of(Array(entries, entry => LedgerNames.Of(entry.Account))),
        Sql.Of(Array(entries, entry => entry.UnitPrice)),
        Sql.Of(Array(entries, entry => entry.Movement.Actor)),
        Sql.Of(Array(entries, entry => entry.Movement.Reason)),
        Sql.Of(Array(entries, entry => entry.Movement.Reference)),
    ];

    private static NpgsqlParameter[] Columns(PositionChange[] changes) =>
    [
        Sql.Of(Array(changes, change => checked((short)change.Shard))),
        Sql.Of(Array(changes, change => change.Key.Location.Value)),
        Sql.Of(Array(changes, change => change.Key.Sku.Value)),
        Sql.Of(Array(changes, change => change.Key.Lot)),
        Sql.Of(Array(changes, change => LedgerNames.Of(change.Key.Account))),
        Sql.Of(Array(changes, change => change.Position.Balance.TenThousandths)),
        Sql.Of(Array(changes, change => change.Position.Version)),
        Sql.Of(Array(changes, change => change.Position.CountedAt)),
        Sql.Of(Array(changes, change => change.Position.IsFloorLifted)),
    ];

    private static Entry[] Receipts(IReadOnlyList<Entry> entries) =>
    [
        .. entries.Where(entry =>
            entry is { Account: Account.OnHand, IsCorrection: false, Movement: { Kind: MovementKind.Receipt, Reference: not null } }),
    ];

    private static NpgsqlBatchCommand Receive(Entry[] receipts) => Sql.Step(
        _receiveOnOrder,
        Sql.Of(Array(receipts, entry => checked((short)entry.Shard))),
        Sql.Of(Array(receipts, entry => entry.Location.Value)),
        Sql.Of(Array(receipts, entry => entry.Sku.Value)),
        Sql.Of(Array(receipts, entry => entry.Movement.Reference)),
        Sql.Of(Array(receipts, entry => entry.Quantity.TenThousandths)));

    private static string Read(string fileName) => SqlFile.Of(typeof(PostingWrites), fileName);
}

/// <summary>What is stored of a movement's identity.</summary>
internal readonly record struct RememberedMovement(string Id, ContentHash Content, IReadOnlyList<MovementPart> Parts);
