using Composerp.Contracts;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Housekeeping;

/// <summary>Detaches the oldest range of entries once nobody needs it, and keeps what positions were at its end.</summary>
/// <remarks>
/// In two rounds: first every shard is prepared, and told to be; what reads or takes back movements goes by that from then
/// on. In the next round the range goes. Each step can be done again.
/// </remarks>
internal sealed class ArchiveEntries(NpgsqlDataSource database, EntryRanges ranges, OpeningBalances openings)
{
    private const int ForgottenAtOnce = 10_000;

    private static readonly string _findHindrances = Read("find_hindrances.sql");
    private static readonly string _findUnprepared = Read("find_unprepared.sql");
    private static readonly string _openBalances = Read("open_balances.sql");
    private static readonly string _keepCorrections = Read("keep_corrections.sql");
    private static readonly string _findEnd = Read("find_end.sql");
    private static readonly string _savePrepared = Read("save_prepared.sql");
    private static readonly string _archiveRange = Read("archive_range.sql");

    private static readonly string[] _forget = [Read("forget_events.sql"), Read("forget_openings.sql"), Read("forget_snapshots.sql")];

    public async Task<ArchiveOutcome> RunOnceAsync(int keepMonths, CancellationToken token)
    {
        if (await ranges.ListAsync(token) is not [var oldest, ..])
        {
            return new(null, null);
        }

        var through = oldest.High - 1;
        var unprepared = await FindUnpreparedAsync(through, token);

        if (unprepared.Count == 0)
        {
            return await DetachAsync(oldest, token);
        }

        var hindrances = await FindHindrancesAsync(through, token);

        if (hindrances.Reason(keepMonths) is { } reason)
        {
            return new(oldest, reason);
        }

        return await PrepareAsync(oldest, unprepared, hindrances, token);
    }

    private async Task<ArchiveOutcome> PrepareAsync(
        EntryRange range, List<short> shards, Hindrances hindrances, CancellationToken token)
    {
        var ends = new Dictionary<short, DateTimeOffset?>();

        foreach (var shard in shards)
        {
            ends[shard] = await FindEndAsync(shard, range.High - 1, token);
        }

        if (ends.Values.Max() is { } until && hindrances.ReasonOfClosing(until) is { } reason)
        {
            return new(range, reason);
        }

        foreach (var shard in shards)
        {
            await RunAsync(_openBalances, token, Sql.Of(shard), Sql.Of(range.High - 1));
            await RunAsync(_keepCorrections, token, Sql.Of(shard), Sql.Of(range.High - 1));

            if (await openings.StateAsync(shard, range.High - 1, token) is { } start)
            {
                await RunAsync(_savePrepared, token, Sql.Of(shard), Sql.Of(range.High - 1), Sql.Instant(ends[shard]), Sql.Of(start));
            }
        }

        return new(range, null) { IsPrepared = true };
    }

    private async Task<ArchiveOutcome> DetachAsync(EntryRange range, CancellationToken token)
    {
        await using (var connection = await database.OpenConnectionAsync(token))
        {
            await using var transaction = await connection.BeginTransactionAsync(token);
            await BriefLock.SetAsync(connection, token);
            await using var command = Sql.Command(connection, _archiveRange, Sql.Of(range.Low), Sql.Of(range.High));

            if (await command.ExecuteScalarAsync(token) is not true)
            {
                return new(range, "the ledger is being proven");
            }

            await transaction.CommitAsync(token);
        }

        await ForgetAsync(token);

        return new(range, null) { IsArchived = true };
    }

    /// <summary>What a cut leaves over is of no use and does no harm: it goes little by little.</summary>
    private async Task ForgetAsync(CancellationToken token)
    {
        for (short shard = 0; shard < Shards.Count; shard++)
        {
            foreach (var statement in _forget)
            {
                while (await RunAsync(statement, token, Sql.Of(shard), Sql.Of(ForgottenAtOnce)) == ForgottenAtOnce)
                {
                    // There is more of it.
                }
            }
        }
    }

    private async Task<List<short>> FindUnpreparedAsync(long through, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _findUnprepared, Sql.Of(through));
        await using var rows = await command.ExecuteReaderAsync(token);
        var shards = new List<short>();

        while (await rows.ReadAsync(token))
        {
            shards.Add(rows.GetInt16(0));
        }

        return shards;
    }

    private async Task<Hindrances> FindHindrancesAsync(long through, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _findHindrances, Sql.Of(through));
        command.CommandTimeout = 0;
        await using var rows = await command.ExecuteReaderAsync(token);
        await rows.ReadAsync(token);

        return new(ShardsOf(0), ShardsOf(1), ShardsOf(2), rows.Find<DateTimeOffset>(3), rows.Find<DateOnly>(4), rows.Instant(5));

        short[] ShardsOf(int column) => rows.IsDBNull(column) ? [] : rows.GetFieldValue<short[]>(column);
    }

    private async Task<DateTimeOffset?> FindEndAsync(short shard, long through, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _findEnd, Sql.Of(shard), Sql.Of(through));
        command.CommandTimeout = 0;
        await using var rows = await command.ExecuteReaderAsync(token);

        return await rows.ReadAsync(token) ? rows.Find<DateTimeOffset>(0) : null;
    }

    // A shard's part of a range may be a million entries.
    private async Task<int> RunAsync(string statement, CancellationToken token, params NpgsqlParameter[] parameters)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, statement, parameters);
        command.CommandTimeout = 0;

        return await command.ExecuteNonQueryAsync(token);
    }

    private static string Read(string fileName) => SqlFile.Of<ArchiveEntries>(fileName);
}

/// <summary>What became of the oldest range.</summary>
/// <param name="Hindrance">Why it stays for now.</param>
internal sealed record ArchiveOutcome(EntryRange? Range, string? Hindrance)
{
    public bool IsPrepared { get; init; }

    public bool IsArchived { get; init; }
}
