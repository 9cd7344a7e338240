namespace Composerp.InventoryLedger.Domain;

/// <summary>The positions of a batch while it is decided; a refused movement's changes can be undone.</summary>
internal sealed class PostingPositions(PostingState state)
{
    private readonly Dictionary<PositionKey, Tracked> _tracked = [];
    private readonly List<Step> _undo = [];

    public Position Find(PositionKey key) => Track(key).Current;

    /// <summary>The balance as of a time for which the position is counted.</summary>
    /// <returns>False where it is out of the range of quantities.</returns>
    public bool TryBalanceAt(PositionKey key, DateTimeOffset instant, out Quantity balance)
    {
        var tracked = Track(key);
        var sum = (Int128)tracked.Current.Balance.TenThousandths;

        if (state.Histories.TryGetValue(key, out var history))
        {
            sum -= history.MovedAfter.GetValueOrDefault(instant).TenThousandths;
        }

        foreach (var (occurredAt, quantity) in tracked.Moves)
        {
            sum -= occurredAt > instant ? quantity.TenThousandths : 0;
        }

        var isInRange = Int128.Abs(sum) <= long.MaxValue;
        balance = isInRange ? Quantity.OfTenThousandths((long)sum) : default;

        return isInRange;
    }

    /// <summary>The count that settled a movement's stock already, if there is one: the first at or after its time.</summary>
    /// <param name="isCount">A count is settled by later counts only; of two for the same time the one told last holds.</param>
    public DateTimeOffset? FindSettlingCount(PositionKey key, DateTimeOffset occurredAt, bool isCount)
    {
        var tracked = Track(key);

        if (tracked.Current.CountedAt is not { } latest || occurredAt > latest)
        {
            return null;
        }

        IEnumerable<DateTimeOffset> earlier = state.Histories.TryGetValue(key, out var history) ? history.Counts : [];
        DateTimeOffset? settling = null;

        foreach (var count in earlier.Concat(tracked.Counts))
        {
            if ((isCount ? count > occurredAt : count >= occurredAt) && (settling is null || count < settling))
            {
                settling = count;
            }
        }

        return settling;
    }

    public void Move(PositionKey key, Position after, Quantity quantity, DateTimeOffset occurredAt)
    {
        var tracked = Remember(key);
        tracked.Moves.Add((occurredAt, quantity));
        tracked.Current = after;
    }

    public void Count(PositionKey key, DateTimeOffset countedAt)
    {
        var tracked = Remember(key);
        tracked.Counts.Add(countedAt);
        var latest = tracked.Current.CountedAt;
        tracked.Current = tracked.Current with { CountedAt = latest > countedAt ? latest : countedAt };
    }

    public void Keep() => _undo.Clear();

    public void Undo()
    {
        for (var step = _undo.Count - 1; step >= 0; step--)
        {
            var (tracked, before, moves, counts) = _undo[step];
            tracked.Current = before;
            tracked.Moves.RemoveRange(moves, tracked.Moves.Count - moves);
            tracked.Counts.RemoveRange(counts, tracked.Counts.Count - counts);
        }

        _undo.Clear();
    }

    public IReadOnlyList<PositionChange> Changes() =>
    [
        .. from tracked in _tracked
           let previous = state.Positions.GetValueOrDefault(tracked.Key, Position.Empty)
           where tracked.Value.Current.Version > previous.Version
           select new PositionChange(
               tracked.Key,
               state.Locations[tracked.Key.Location].Shard,
               tracked.Value.Current,
               previous.Version),
    ];

    private Tracked Track(PositionKey key)
    {
        if (!_tracked.TryGetValue(key, out var tracked))
        {
            tracked = new(state.Positions.GetValueOrDefault(key, Position.Empty));
            _tracked.Add(key, tracked);
        }

        return tracked;
    }

    private Tracked Remember(PositionKey key)
    {
        var tracked = Track(key);
        _undo.Add(new(tracked, tracked.Current, tracked.Moves.Count, tracked.Counts.Count));

        return tracked;
    }

    private sealed class Tracked(Position current)
    {
        public Position Current { get; set; } = current;

        public List<(DateTimeOffset OccurredAt, Quantity Quantity)> Moves { get; } = [];

        public List<DateTimeOffset> Counts { get; } = [];
    }

    /// <summary>What a position was like before a step, and how long its lists were.</summary>
    private readonly record struct Step(Tracked Position, Position Before, int Moves, int Counts);
}
