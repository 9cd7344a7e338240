using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.ServiceDefaults.EventLog.Relaying;

/// <summary>The right to publish: a session lock on a connection of its own, and an epoch that guards every note taken.</summary>
/// <remarks>
/// The lock keeps other replicas waiting; it ends with the connection. The epoch is what makes a leader harmless that does
/// not know yet that its lock is gone: it may repeat events, but it can no longer say how far publishing got.
/// </remarks>
internal sealed class RelayLeadership : IAsyncDisposable
{
    private static readonly string TryLock = SqlFile.Of<RelayLeadership>("try_lock_relay.sql");
    private static readonly string PrepareSession = SqlFile.Of<RelayLeadership>("prepare_relay_session.sql");
    private static readonly string TakeEpoch = SqlFile.Of<RelayLeadership>("take_relay_epoch.sql");
    private static readonly string FindUnpublished = SqlFile.Of<RelayLeadership>("find_unpublished.sql");
    private static readonly string RecordPublished = SqlFile.Of<RelayLeadership>("record_published.sql");

    private RelayLeadership(NpgsqlConnection connection, long epoch)
    {
        Connection = connection;
        Epoch = epoch;
    }

    /// <summary>The leader's only connection: when it breaks, so does the leadership.</summary>
    public NpgsqlConnection Connection { get; }

    public long Epoch { get; }

    /// <returns>null while another replica leads.</returns>
    public static async Task<RelayLeadership?> TryAcquireAsync(NpgsqlDataSource direct, CancellationToken token)
    {
        var connection = await direct.OpenConnectionAsync(token);

        try
        {
            // Tried again and again rather than waited for: a statement that waits holds back vacuum in the whole database.
            await using var tryLock = new NpgsqlCommand(TryLock, connection);

            if (await tryLock.ExecuteScalarAsync(token) is not true)
            {
                await connection.DisposeAsync();

                return null;
            }

            await using var takeEpoch = new NpgsqlCommand(TakeEpoch, connection);
            var epoch = await takeEpoch.ExecuteScalarAsync(token) as long?
                ?? throw new InvalidOperationException("The table relay has no row.");

            await using var prepare = new NpgsqlCommand(PrepareSession, connection);
            await prepare.ExecuteNonQueryAsync(token);

            return new RelayLeadership(connection, epoch);
        }
        catch
        {
            await connection.DisposeAsync();

            throw;
        }
    }

    /// <summary>Shards whose log goes on after what was published.</summary>
    /// <exception cref="RelayDeposedException">Another replica leads.</exception>
    public async Task<List<UnpublishedShard>> FindUnpublishedAsync(CancellationToken token)
    {
        await using var command = new NpgsqlCommand(FindUnpublished, Connection);
        await using var rows = await command.ExecuteReaderAsync(token);
        var unpublished = new List<UnpublishedShard>();

        while (await rows.ReadAsync(token))
        {
            if (rows.GetInt64(0) != Epoch)
            {
                throw new RelayDeposedException(Epoch);
            }

            if (rows[1] is short shard)
            {
                unpublished.Add(new UnpublishedShard(shard, rows.GetInt64(2), rows.GetInt64(3)));
            }
        }

        return unpublished;
    }

    /// <summary>Notes how far publishing got.</summary>
    /// <exception cref="RelayDeposedException">Another replica leads; nothing was noted.</exception>
    public async Task RecordPublishedAsync(IReadOnlyList<ShardHead> published, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(RecordPublished, Connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = Epoch },
                new() { Value = published.Select(head => (short)head.Shard).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint },
                new() { Value = published.Select(head => head.Sequence).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
            },
        };

        if (await command.ExecuteScalarAsync(token) is not true)
        {
            throw new RelayDeposedException(Epoch);
        }
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}

/// <param name="Published">The last sequence that was published; 0 where none was.</param>
/// <param name="Head">The last sequence of the log.</param>
internal readonly record struct UnpublishedShard(int Shard, long Published, long Head);

/// <summary>Another replica took a later epoch.</summary>
public sealed class RelayDeposedException(long epoch) : Exception($"The relay's epoch {epoch} is over.");
