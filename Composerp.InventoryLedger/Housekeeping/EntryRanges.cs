using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Housekeeping;

/// <summary>Makes room for entries before they come.</summary>
/// <remarks>
/// Nobody who posts waits for it: whatever takes a lock that postings need is a change of the catalog alone, and gives up
/// when it does not get the lock at once. The next round tries again.
/// </remarks>
internal sealed class EntryRanges(NpgsqlDataSource database)
{
    /// <summary>Ranges that no shard has reached.</summary>
    private const int AheadMin = 2;

    private static readonly string _listRanges = Read("list_ranges.sql");
    private static readonly string _findFarthest = Read("find_farthest.sql");
    private static readonly string _findReached = Read("find_reached.sql");
    private static readonly string _addRange = Read("add_range.sql");
    private static readonly string _boundBeyond = Read("bound_beyond.sql");
    private static readonly string _validateBeyond = Read("validate_beyond.sql");
    private static readonly string _keepBeyond = Read("keep_beyond.sql");

    /// <returns>The ranges that were made.</returns>
    public async Task<IReadOnlyList<EntryRange>> PrepareAsync(CancellationToken token)
    {
        var made = new List<EntryRange>();

        while (true)
        {
            var ranges = await ListAsync(token);
            var (farthest, hasBeyond) = await FindFarthestAsync(token);

            if (!hasBeyond && ranges.Count(range => range.Low > farthest) >= AheadMin)
            {
                return made;
            }

            var width = await WidthAsync(ranges, farthest, token);
            var low = ranges[^1].High;

            // Far ahead of what still comes meanwhile.
            var range = new EntryRange(low, low + (width * (hasBeyond ? ((farthest - low) / width) + 2 : 1)));
            await (hasBeyond ? KeepBeyondAsync(range, token) : RunAsync(_addRange, range, token));
            made.Add(range);
        }
    }

    /// <summary>Ascending; the default partition is not among them.</summary>
    public async Task<List<EntryRange>> ListAsync(CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _listRanges);
        await using var rows = await command.ExecuteReaderAsync(token);
        var ranges = new List<EntryRange>();

        while (await rows.ReadAsync(token))
        {
            ranges.Add(new(rows.GetInt64(0), rows.GetInt64(1)));
        }

        return ranges;
    }

    /// <summary>What came before there was a range for it becomes that range: the table stays, and gets bounds and a successor.</summary>
    private async Task KeepBeyondAsync(EntryRange range, CancellationToken token)
    {
        await RunAsync(_boundBeyond, range, token);

        // Reads all of it, which may take minutes, and keeps nobody from posting.
        await using (var connection = await database.OpenConnectionAsync(token))
        {
            await using var validate = Sql.Command(connection, _validateBeyond);
            validate.CommandTimeout = 0;
            await validate.ExecuteNonQueryAsync(token);
        }

        await RunAsync(_keepBeyond, range, token);
    }

    private async Task<long> WidthAsync(List<EntryRange> ranges, long farthest, CancellationToken token)
    {
        var current = ranges.FindLastIndex(range => range.Low <= farthest);

        if (current < 1
            || await FindReachedAsync(ranges[current - 1].Low, token) is not { } from
            || await FindReachedAsync(ranges[current].Low, token) is not { } to)
        {
            return ranges[^1].Width;
        }

        return RangeWidth.Next(ranges[current - 1].Width, to - from);
    }

    private async Task<DateTimeOffset?> FindReachedAsync(long sequence, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _findReached, Sql.Of(sequence));
        await using var rows = await command.ExecuteReaderAsync(token);

        return await rows.ReadAsync(token) ? rows.Find<DateTimeOffset>(0) : null;
    }

    private async Task<(long Sequence, bool HasBeyond)> FindFarthestAsync(CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _findFarthest);
        await using var rows = await command.ExecuteReaderAsync(token);
        await rows.ReadAsync(token);

        return (rows.GetInt64(0), rows.GetBoolean(1));
    }

    private async Task RunAsync(string change, EntryRange range, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await BriefLock.SetAsync(connection, token);
        await using var command = Sql.Command(connection, change, Sql.Of(range.Low), Sql.Of(range.High));
        await command.ExecuteNonQueryAsync(token);
        await transaction.CommitAsync(token);
    }

    private static string Read(string fileName) => SqlFile.Of<EntryRanges>(fileName);
}
