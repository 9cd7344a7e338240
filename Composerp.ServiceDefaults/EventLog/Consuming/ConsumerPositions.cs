using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.ServiceDefaults.EventLog.Consuming;

/// <summary>The last sequence applied per shard of one source; changed only in the transaction that holds the effects.</summary>
internal sealed class ConsumerPositions(string source)
{
    private static readonly string List = SqlFile.Of<ConsumerPositions>("list_positions.sql");
    private static readonly string Create = SqlFile.Of<ConsumerPositions>("create_positions.sql");
    private static readonly string LimitSilence = SqlFile.Of<ConsumerPositions>("limit_silence.sql");
    private static readonly string LockRows = SqlFile.Of<ConsumerPositions>("lock_positions.sql");
    private static readonly string Advance = SqlFile.Of<ConsumerPositions>("advance_positions.sql");

    /// <summary>All positions; a shard of which nothing was applied yet is left out.</summary>
    public async Task<Dictionary<int, long>> ListAsync(NpgsqlDataSource database, CancellationToken token)
    {
        await using var command = database.CreateCommand(List);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = source });

        return await ReadAsync(command, token);
    }

    /// <summary>Locks the positions of some shards, in ascending order, until the end of the transaction.</summary>
    public async Task<Dictionary<int, long>> LockAsync(NpgsqlTransaction transaction, IReadOnlyCollection<int> shards, CancellationToken token)
    {
        await using (var limit = new NpgsqlCommand(LimitSilence, transaction.Connection, transaction))
        {
            await limit.ExecuteNonQueryAsync(token);
        }

        var positions = await LockExistingAsync(transaction, shards, token);

        if (positions.Count < shards.Count)
        {
            await using (var create = Command(Create, transaction, shards))
            {
                await create.ExecuteNonQueryAsync(token);
            }

            positions = await LockExistingAsync(transaction, shards, token);
        }

        return positions;
    }

    /// <summary>Moves the position of a shard on over events that the source does not keep. Never back.</summary>
    public async Task SkipAsync(NpgsqlDataSource database, int shard, long to, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        var positions = await LockAsync(transaction, [shard], token);

        if (positions[shard] < to)
        {
            await AdvanceAsync(transaction, new Dictionary<int, long> { [shard] = to }, token);
            await transaction.CommitAsync(token);
        }
    }

    public async Task AdvanceAsync(NpgsqlTransaction transaction, IReadOnlyDictionary<int, long> positions, CancellationToken token)
    {
        await using var command = Command(Advance, transaction, positions.Keys);
        command.Parameters.Add(new() { Value = positions.Values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        await command.ExecuteNonQueryAsync(token);
    }

    private async Task<Dictionary<int, long>> LockExistingAsync(NpgsqlTransaction transaction, IEnumerable<int> shards, CancellationToken token)
    {
        await using var command = Command(LockRows, transaction, shards);

        return await ReadAsync(command, token);
    }

    private static async Task<Dictionary<int, long>> ReadAsync(NpgsqlCommand command, CancellationToken token)
    {
        await using var rows = await command.ExecuteReaderAsync(token);
        var positions = new Dictionary<int, long>();

        while (await rows.ReadAsync(token))
        {
            positions.Add(rows.GetInt16(0), rows.GetInt64(1));
        }

        return positions;
    }

    private NpgsqlCommand Command(string sql, NpgsqlTransaction transaction, IEnumerable<int> shards) => new(sql, transaction.Connection, transaction)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = source },
            new() { Value = shards.Select(shard => checked((short)shard)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint },
        },
    };
}
