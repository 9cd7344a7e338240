using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Reads what only some batches need: items without positions, and the past of positions.</summary>
internal sealed class PastReads(NpgsqlConnection connection, Func<LocationCode, int> shardOf)
{
    private static readonly string _findItems = SqlFile.Of<PastReads>("find_items.sql");
    private static readonly string _sumMovedAfter = SqlFile.Of<PastReads>("sum_moved_after.sql");
    private static readonly string _findCounts = SqlFile.Of<PastReads>("find_counts.sql");

    public async Task<IReadOnlySet<Sku>> FindItemsAsync(string[] skus, CancellationToken token)
    {
        var items = new HashSet<Sku>();

        if (skus.Length == 0)
        {
            return items;
        }

        await using var command = Sql.Command(connection, _findItems, Sql.Of(skus));
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            items.Add(new(rows.GetString(0)));
        }

        return items;
    }

    public async Task<IReadOnlyDictionary<PositionKey, PositionHistory>> AnswerAsync(
        IReadOnlyDictionary<PositionKey, HistoryQuestion> questions, CancellationToken token)
    {
        if (questions.Count == 0)
        {
            return new Dictionary<PositionKey, PositionHistory>();
        }

        var movedAfter = await SumMovedAfterAsync(questions, token);
        var counts = await FindCountsAsync(questions, token);

        return questions.Keys.ToDictionary(
            key => key,
            key => new PositionHistory(movedAfter[key].ToDictionary(sum => sum.Instant, sum => sum.Quantity), [.. counts[key]]));
    }

    private async Task<ILookup<PositionKey, (DateTimeOffset Instant, Quantity Quantity)>> SumMovedAfterAsync(
        IReadOnlyDictionary<PositionKey, HistoryQuestion> questions, CancellationToken token)
    {
        var asked = (from question in questions
                     from instant in question.Value.CountTimes
                     select (question.Key, Instant: instant)).ToArray();
        var sums = new List<(PositionKey Key, DateTimeOffset Instant, Quantity Quantity)>();

        if (asked.Length > 0)
        {
            await using var command = Ask(_sumMovedAfter, asked);
            await using var rows = await command.ExecuteReaderAsync(token);

            while (await rows.ReadAsync(token))
            {
                var (key, instant) = asked[(int)rows.GetInt64(0) - 1];
                sums.Add((key, instant, Quantity.OfTenThousandths(rows.GetInt64(1))));
            }
        }

        return sums.ToLookup(sum => sum.Key, sum => (sum.Instant, sum.Quantity));
    }

    private async Task<ILookup<PositionKey, DateTimeOffset>> FindCountsAsync(
        IReadOnlyDictionary<PositionKey, HistoryQuestion> questions, CancellationToken token)
    {
        var asked = (from question in questions
                     where question.Value.CountsFrom is not null
                     select (question.Key, Instant: question.Value.CountsFrom ?? default)).ToArray();
        var counts = new List<(PositionKey Key, DateTimeOffset Instant)>();

        if (asked.Length > 0)
        {
            await using var command = Ask(_findCounts, asked);
            await using var rows = await command.ExecuteReaderAsync(token);

            while (await rows.ReadAsync(token))
            {
                counts.Add((asked[(int)rows.GetInt64(0) - 1].Key, rows.Instant(1)));
            }
        }

        return counts.ToLookup(count => count.Key, count => count.Instant);
    }

    private NpgsqlCommand Ask(string sql, (PositionKey Key, DateTimeOffset Instant)[] asked) => Sql.Command(
        connection,
        sql,
        [
            .. PositionColumns.Of([.. asked.Select(one => one.Key)], shardOf),
            Sql.Of(PositionColumns.Array(asked, one => one.Instant)),
        ]);
}
