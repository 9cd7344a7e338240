using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Reads the past of positions, which only back-dated movements and counts need.</summary>
internal sealed class PastReads(
    NpgsqlConnection connection, BatchShards shards, IReadOnlyDictionary<PositionKey, Position> positions)
{
    private static readonly string _sumMovedAfter = SqlFile.Of<PastReads>("sum_moved_after.sql");
    private static readonly string _findCounts = SqlFile.Of<PastReads>("find_counts.sql");

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
            key => new PositionHistory(
                movedAfter[key].ToDictionary(sum => sum.Instant, sum => sum.Quantity),
                movedAfter[key].ToDictionary(sum => sum.Instant, sum => sum.Settled),
                [.. counts[key]]));
    }

    private async Task<ILookup<PositionKey, (DateTimeOffset Instant, Quantity Quantity, int Settled)>> SumMovedAfterAsync(
        IReadOnlyDictionary<PositionKey, HistoryQuestion> questions, CancellationToken token)
    {
        var asked = (from question in questions
                     from instant in question.Value.CountTimes
                     select (question.Key, Instant: instant)).ToArray();
        var sums = new List<(PositionKey Key, DateTimeOffset Instant, Quantity Quantity, int Settled)>();

        if (asked.Length > 0)
        {
            await using var command = Ask(_sumMovedAfter, asked);
            await using var rows = await command.ExecuteReaderAsync(token);

            while (await rows.ReadAsync(token))
            {
                var (key, instant) = asked[(int)rows.GetInt64(0) - 1];
                sums.Add((key, instant, Quantity.OfTenThousandths(rows.GetInt64(1)), rows.GetInt32(2)));
            }
        }

        return sums.ToLookup(sum => sum.Key, sum => (sum.Instant, sum.Quantity, sum.Settled));
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
        Sql.Of(PositionColumns.Array(asked, one => shards.Of(one.Key.Location))),
        Sql.Of(PositionColumns.Array(asked, one => positions[one.Key].Id)),
        Sql.Of(PositionColumns.Array(asked, one => one.Instant)));
}
