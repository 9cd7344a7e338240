using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using static Composerp.InventoryLedger.Journal.PositionColumns;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Writes what a batch came to, set-based, in one round trip.</summary>
/// <param name="ids">Of the positions that change.</param>
internal sealed class PostingWrites(
    NpgsqlConnection connection, PostingResult result, IReadOnlyDictionary<PositionKey, long> ids, DateTimeOffset recordedAt)
{
    private static readonly string _advanceShards = Read("advance_shards.sql");
    private static readonly string _insertEntries = Read("insert_entries.sql");
    private static readonly string _insertMovementIds = Read("insert_movement_ids.sql");
    private static readonly string _insertPositions = Read("insert_positions.sql");
    private static readonly string _updatePositions = Read("update_positions.sql");

    /// <param name="posted">Movements with entries, each with where it stands.</param>
    /// <exception cref="InvalidOperationException">Somebody wrote positions without the lock of their shard.</exception>
    public async Task WriteAsync(IReadOnlyList<MovementIdentity> posted, CancellationToken token)
    {
        var updated = result.Positions.Where(change => !change.IsNew).ToArray();
        var inserted = result.Positions.Where(change => change.IsNew).ToArray();
        var update = Sql.Step(_updatePositions, [.. Shared(updated), Sql.Of(Array(updated, change => change.Before.Version))]);

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Advance());
        batch.BatchCommands.Add(Sql.Step(_insertEntries, [.. Columns(result.Entries), Sql.Of(recordedAt)]));
        batch.BatchCommands.Add(Remember(posted, recordedAt));
        batch.BatchCommands.Add(update);

        if (inserted.Length > 0)
        {
            var shared = Shared(inserted);
            batch.BatchCommands.Add(Sql.Step(_insertPositions, [.. shared[..2], .. Keys(inserted), .. shared[2..]]));
        }

        foreach (var step in RareWrites.Of(result, ids))
        {
            batch.BatchCommands.Add(step);
        }

        await batch.PrepareAsync(token);
        await batch.ExecuteNonQueryAsync(token);

        if (update.RecordsAffected != updated.Length)
        {
            throw new InvalidOperationException(
                $"{updated.Length - update.RecordsAffected} positions were changed without the lock of their shard.");
        }
    }

    public static NpgsqlBatchCommand Remember(IReadOnlyList<MovementIdentity> movements, DateTimeOffset recordedAt) => Sql.Step(
        _insertMovementIds,
        Sql.Of(Array(movements, movement => movement.Id)),
        Sql.Of(Array(movements, movement => movement.Content.ToBytes())),
        Sql.Of(Array(movements, movement => checked((short)movement.Parts[0].Shard))),
        Sql.Of(Array(movements, movement => movement.Parts[0].Sequence)),
        Sql.Of(OptionalArray(movements, movement => movement.Parts.Count > 1 ? checked((short)movement.Parts[1].Shard) : (short?)null)),
        Sql.Of(OptionalArray(movements, movement => movement.Parts.Count > 1 ? movement.Parts[1].Sequence : (long?)null)),
        Sql.Of(recordedAt));

    private NpgsqlBatchCommand Advance()
    {
        var shards = result.LastSequences.ToArray();

        return Sql.Step(
            _advanceShards,
            Sql.Of(Array(shards, shard => checked((short)shard.Key))),
            Sql.Of(Array(shards, shard => shard.Value)),
            Sql.Of(recordedAt));
    }

    private NpgsqlParameter[] Columns(IReadOnlyList<Entry> entries) =>
    [
        Sql.Of(Array(entries, entry => checked((short)entry.Shard))),
        Sql.Of(Array(entries, entry => entry.Sequence)),
        Sql.Of(Array(entries, entry => entry.Line)),
        Sql.Of(Array(entries, entry => checked((short)entry.Part))),
        Sql.Of(Array(entries, entry => checked((short)entry.Parts))),
        Sql.Of(Array(entries, entry => entry.IsCorrection)),
        Sql.Of(Array(entries, entry => entry.OccurredAt)),
        Sql.Of(Array(entries, entry => ids[entry.Position])),
        Sql.Of(Array(entries, entry => entry.Quantity.TenThousandths)),
        Sql.Of(Array(entries, entry => entry.Version)),
        Sql.Of(Array(entries, entry => entry.Balance.TenThousandths)),
        Sql.Of(Array(entries, entry => entry.ValueBalance.Millionths)),
        Sql.Of(OptionalArray(entries, entry => entry.Value?.Millionths)),
        Sql.Of(OptionalArray(entries, entry => entry.Variance?.Millionths)),
        Sql.Of(OptionalArray(entries, entry => entry.Found?.TenThousandths)),
        Sql.Of(Array(entries, entry => entry.Movement.Id)),
        Sql.Of(Array(entries, entry => LedgerNames.Of(entry.Movement.Kind))),
        Sql.Of(Array(entries, entry => LedgerNames.Of(entry.Contra))),
        Sql.Of(OptionalArray(entries, entry => entry.Counterpart?.Value)),
        Sql.Of(OptionalArray(entries, entry => entry.UnitPrice)),
        Sql.Of(OptionalArray(entries, entry => entry.Movement.Actor)),
        Sql.Of(OptionalArray(entries, entry => entry.Movement.Reason)),
        Sql.Of(OptionalArray(entries, entry => entry.Movement.Reference)),
        Sql.Of(OptionalArray(entries, entry => entry.Reservation)),
        Sql.Of(OptionalArray(entries, entry => entry.Movement.PastId)),
        Sql.Of(OptionalArray(entries, entry => entry.Movement.Past is { } past ? LedgerNames.Of(past.Kind) : null)),
        Sql.Of(OptionalArray(entries, entry => entry.PastLine)),
    ];

    private static NpgsqlParameter[] Keys(PositionChange[] changes) =>
    [
        Sql.Of(Array(changes, change => change.Key.Location.Value)),
        Sql.Of(Array(changes, change => change.Key.Sku.Value)),
        Sql.Of(Array(changes, change => change.Key.Lot)),
        Sql.Of(Array(changes, change => LedgerNames.Of(change.Key.Account))),
    ];

    /// <summary>Shards and ids, then what updates and inserts have in common.</summary>
    private NpgsqlParameter[] Shared(PositionChange[] changes) =>
    [
        Sql.Of(Array(changes, change => checked((short)change.Shard))),
        Sql.Of(Array(changes, change => ids[change.Key])),
        Sql.Of(Array(changes, change => change.Position.Balance.TenThousandths)),
        Sql.Of(Array(changes, change => change.Position.Version)),
        Sql.Of(Array(changes, change => change.Position.Value.Millionths)),
        Sql.Of(Array(changes, change => change.Position.Uncosted.TenThousandths)),
        Sql.Of(OptionalArray(changes, change => change.Position.CountedAt)),
        Sql.Of(Array(changes, change => change.Position.MovedAt)),
        Sql.Of(Array(changes, change => change.Position.IsFloorLifted)),
        Sql.Of(Array(changes, change => change.Position.Pool.Quantity.TenThousandths)),
        Sql.Of(Array(changes, change => change.Position.Pool.Value.Millionths)),
        Sql.Of(OptionalArray(changes, change => change.Position.Pool.LastUnitCost)),
    ];

    private static string Read(string fileName) => SqlFile.Of<PostingWrites>(fileName);
}

/// <summary>What is stored of a movement for ever.</summary>
internal readonly record struct MovementIdentity(string Id, ContentHash Content, IReadOnlyList<MovementPart> Parts);
