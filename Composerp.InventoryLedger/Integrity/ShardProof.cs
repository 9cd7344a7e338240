using System.Data;
using System.Runtime.CompilerServices;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Integrity;

/// <summary>The proof of one shard, as of the moment it begins.</summary>
/// <remarks>
/// Follows the log in ranges, adding each to the fold of the positions, which is kept for the next proof; then compares the
/// fold with what is stored. Where something is wrong nothing is kept. The database does the work: memory does not grow.
/// </remarks>
internal sealed class ShardProof(NpgsqlDataSource database, short shard, bool isFull) : IAsyncDisposable
{
    // Sequences that are followed at once.
    private const int RangeSize = 10_000;

    private static readonly string _beginProof = Read("begin_proof.sql");
    private static readonly string _forgetProven = Read("forget_proven.sql");
    private static readonly string _openFold = Read("open_fold.sql");
    private static readonly string _foldEntries = Read("fold_entries.sql");
    private static readonly string _finishProof = Read("finish_proof.sql");
    private static readonly string _checkHead = Read("check_head.sql");
    private static readonly string _checkSnapshots = Read("check_snapshots.sql");

    private static readonly string[] _checksOfRange =
        [Read("check_sequences.sql"), Read("check_movements.sql"), Read("check_sums.sql"), Read("check_entries.sql")];

    private static readonly string[] _checksOfState =
        [Read("check_positions.sql"), Read("check_pools.sql"), Read("check_holds.sql"), Read("check_serials.sql")];

    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _transaction;

    public int Violations { get; private set; }

    private NpgsqlConnection Connection => _connection ?? throw new InvalidOperationException("The proof has not begun.");

    public async IAsyncEnumerable<ProofLine> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        _connection = await database.OpenConnectionAsync(token);
        _transaction = await _connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
        var (head, from) = await BeginAsync(token);

        await foreach (var line in FollowAsync(from, head, token))
        {
            yield return line;
        }

        // Without a sound fold there is nothing to compare with.
        if (Violations == 0)
        {
            await foreach (var line in CompareAsync(from, token))
            {
                yield return line;
            }
        }

        if (Violations == 0)
        {
            await RunAsync(_finishProof, token, Sql.Of(shard), Sql.Of(head));
            await _transaction.CommitAsync(token);
        }

        yield return ProofLine.OfShard(shard, from, head, Violations);
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
        {
            await _transaction.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    /// <returns>Where the log ends, and after which sequence it is to be followed.</returns>
    private async Task<(long Head, long From)> BeginAsync(CancellationToken token)
    {
        var (head, proven, archived) = (0L, 0L, 0L);

        await using (var command = Sql.Command(Connection, _beginProof, Sql.Of(shard)))
        await using (var rows = await command.ExecuteReaderAsync(token))
        {
            if (await rows.ReadAsync(token))
            {
                (head, proven, archived) = (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2));
            }
        }

        if (isFull)
        {
            await RunAsync(_forgetProven, token, Sql.Of(shard));
            await RunAsync(_openFold, token, Sql.Of(shard));
        }

        return (head, isFull ? archived : proven);
    }

    private async IAsyncEnumerable<ProofLine> FollowAsync(long from, long head, [EnumeratorCancellation] CancellationToken token)
    {
        if (from > head)
        {
            Violations++;

            yield return new("violation", shard, Claim: "log-not-taken-back", Expected: from, Found: head);
        }

        foreach (var violation in await FindAsync(_checkHead, token, Sql.Of(shard), Sql.Of(head)))
        {
            yield return violation;
        }

        for (var after = from; after < head && Violations == 0; after += RangeSize)
        {
            var to = Math.Min(after + RangeSize, head);

            foreach (var check in _checksOfRange)
            {
                foreach (var violation in await FindAsync(check, token, Sql.Of(shard), Sql.Of(after), Sql.Of(to)))
                {
                    yield return violation;
                }
            }

            await RunAsync(_foldEntries, token, Sql.Of(shard), Sql.Of(after), Sql.Of(to));

            if (to < head)
            {
                yield return ProofLine.Progress(shard, to);
            }
        }
    }

    private async IAsyncEnumerable<ProofLine> CompareAsync(long from, [EnumeratorCancellation] CancellationToken token)
    {
        foreach (var check in _checksOfState)
        {
            foreach (var violation in await FindAsync(check, token, Sql.Of(shard)))
            {
                yield return violation;
            }
        }

        foreach (var violation in await FindAsync(_checkSnapshots, token, Sql.Of(shard), Sql.Of(from)))
        {
            yield return violation;
        }
    }

    private async Task<List<ProofLine>> FindAsync(string check, CancellationToken token, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(check, parameters);
        await using var rows = await command.ExecuteReaderAsync(token);
        var found = new List<ProofLine>();

        while (await rows.ReadAsync(token))
        {
            found.Add(new(
                "violation",
                shard,
                Sequence: rows.Find<long>(5),
                Claim: rows.GetString(0),
                Position: rows.FindText(2) is { } sku ? new(rows.FindText(1), sku, rows.FindText(3), rows.FindText(4)) : null,
                Line: rows.Find<short>(6),
                Expected: rows.GetDecimal(7),
                Found: rows.GetDecimal(8)));
        }

        Violations += found.Count;

        return found;
    }

    private async Task RunAsync(string statement, CancellationToken token, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(statement, parameters);
        await command.ExecuteNonQueryAsync(token);
    }

    // A range of many movements, or all positions of a shard, may take longer than a request.
    private NpgsqlCommand Command(string sql, NpgsqlParameter[] parameters)
    {
        var command = Sql.Command(Connection, sql, parameters);
        command.CommandTimeout = 0;

        return command;
    }

    private static string Read(string fileName) => SqlFile.Of<ShardProof>(fileName);
}
