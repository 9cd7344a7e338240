using System.Runtime.CompilerServices;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Integrity;

/// <summary>One proof at a time, shard after shard.</summary>
internal sealed class IntegrityProof : IAsyncDisposable
{
    private static readonly string _lockProof = SqlFile.Of<IntegrityProof>("lock_proof.sql");
    private static readonly string _listShards = SqlFile.Of<IntegrityProof>("list_shards.sql");

    private readonly NpgsqlDataSource _database;
    private readonly bool _isFull;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _lock;

    private IntegrityProof(NpgsqlDataSource database, bool isFull, NpgsqlConnection connection, NpgsqlTransaction held)
    {
        (_database, _isFull, _connection, _lock) = (database, isFull, connection, held);
    }

    /// <returns>Null where another proof is running.</returns>
    public static async Task<IntegrityProof?> TryBeginAsync(NpgsqlDataSource database, bool isFull, CancellationToken token)
    {
        var connection = await database.OpenConnectionAsync(token);
        var transaction = await connection.BeginTransactionAsync(token);
        var proof = new IntegrityProof(database, isFull, connection, transaction);
        await using var command = Sql.Command(connection, _lockProof);

        if (await command.ExecuteScalarAsync(token) is true)
        {
            return proof;
        }

        await proof.DisposeAsync();

        return null;
    }

    public async IAsyncEnumerable<ProofLine> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        var violations = 0;

        foreach (var shard in await ListShardsAsync(token))
        {
            await using var proof = new ShardProof(_database, shard, _isFull);

            await foreach (var line in proof.RunAsync(token))
            {
                yield return line;
            }

            violations += proof.Violations;
        }

        yield return ProofLine.OfLedger(violations);
    }

    public async ValueTask DisposeAsync()
    {
        await _lock.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<List<short>> ListShardsAsync(CancellationToken token)
    {
        await using var command = Sql.Command(_connection, _listShards);
        await using var rows = await command.ExecuteReaderAsync(token);
        var shards = new List<short>();

        while (await rows.ReadAsync(token))
        {
            shards.Add(rows.GetInt16(0));
        }

        return shards;
    }
}
