using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Takes the locks that postings take, for changes that must not run beside them.</summary>
internal static class ShardLocks
{
    private static readonly string _lockShards = SqlFile.Of(typeof(ShardLocks), "lock_shards.sql");

    /// <summary>Locks shards, ascending, until the connection's transaction ends.</summary>
    /// <returns>The time at which what is written under the locks is recorded.</returns>
    public static async Task<DateTimeOffset> TakeAsync(NpgsqlConnection connection, IEnumerable<int> shards, CancellationToken token)
    {
        await using var command = Sql.Command(
            connection, _lockShards, Sql.Of<short[]>([.. shards.Distinct().Select(shard => checked((short)shard))]));
        await using var rows = await command.ExecuteReaderAsync(token);
        var recordedAt = DateTimeOffset.MinValue;

        while (await rows.ReadAsync(token))
        {
            recordedAt = rows.Instant(3) > recordedAt ? rows.Instant(3) : recordedAt;
        }

        return recordedAt;
    }
}
