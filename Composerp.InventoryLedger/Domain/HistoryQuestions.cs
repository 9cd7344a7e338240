namespace Composerp.InventoryLedger.Domain;

/// <summary>What a posting must know of the past of a position.</summary>
/// <param name="CountTimes">Times that it is, or was, counted as of: what was moved after each, and reckoned against it?</param>
/// <param name="CountsFrom">Which counts are there from this time on? Null: none matter.</param>
public sealed record HistoryQuestion(IReadOnlyCollection<DateTimeOffset> CountTimes, DateTimeOffset? CountsFrom)
{
    public static HistoryQuestion None { get; } = new([], null);
}

/// <summary>Finds out what a batch must know of the past; most batches need nothing.</summary>
public static class HistoryQuestions
{
    /// <param name="positions">The current positions of the batch.</param>
    /// <param name="recordedAt">When movements that name no time of their own occurred.</param>
    public static IReadOnlyDictionary<PositionKey, HistoryQuestion> Of(
        IReadOnlyList<Movement> movements,
        IReadOnlyDictionary<PositionKey, Position> positions,
        DateTimeOffset recordedAt)
    {
        var questions = new Dictionary<PositionKey, HistoryQuestion>();

        if (!movements.Any(movement => movement.Kind == MovementKind.Count || movement.Past is not null)
            && positions.Values.All(position => position.CountedAt is null))
        {
            return questions;
        }

        var lots = positions.Keys.Where(key => key.Lot.Length > 0).ToLookup(key => key with { Lot = "" });

        foreach (var movement in Posting.Timed(movements, recordedAt))
        {
            var occurredAt = movement.OccurredAt ?? movement.Past?.OccurredAt ?? recordedAt;

            // A reversal asks from the time of what it takes back.
            var from = movement.Past is { } past && past.OccurredAt < occurredAt ? past.OccurredAt : occurredAt;

            // Where no lot is named, any of them may be picked.
            foreach (var key in Legs.PositionsOf(movement).SelectMany(key => lots[key].Prepend(key)))
            {
                if (positions.TryGetValue(key, out var position) && from <= position.CountedAt)
                {
                    var question = questions.GetValueOrDefault(key, HistoryQuestion.None);
                    questions[key] = question with { CountsFrom = Earlier(question.CountsFrom, from) };
                }
            }

            foreach (var (key, instant) in CountsOf(movement, occurredAt).Where(count => positions.ContainsKey(count.Key)))
            {
                var question = questions.GetValueOrDefault(key, HistoryQuestion.None);
                questions[key] = question with { CountTimes = [.. question.CountTimes.Append(instant).Distinct()] };
            }
        }

        return questions;
    }

    private static IEnumerable<(PositionKey Key, DateTimeOffset Instant)> CountsOf(Movement movement, DateTimeOffset occurredAt) =>
        movement.Kind == MovementKind.Count ? Legs.PositionsOf(movement).Select(key => (key, occurredAt))
        : movement.Past is { } past ? past.Entries.Where(entry => entry.IsCount).Select(entry => (entry.Position, entry.OccurredAt))
        : [];

    private static DateTimeOffset Earlier(DateTimeOffset? known, DateTimeOffset instant) =>
        known is { } earlier && earlier < instant ? earlier : instant;
}
