namespace Composerp.InventoryLedger.Domain;

/// <summary>The positions of a batch while it is decided; a refused movement's changes can be undone.</summary>
internal sealed class PostingPositions(PostingState state)
{
    private readonly Dictionary<PositionKey, Tracked> _tracked = [];
    private readonly List<Step> _undo = [];
    private ILookup<(LocationCode, Sku, Account), PositionKey>? _lots;
    private int _lotsOf;

    public Position Find(PositionKey key) => Track(key).Current;

    /// <summary>The positions of an account that are of a lot.</summary>
    public IEnumerable<PositionKey> LotsOf(LocationCode location, Sku sku, Account account)
    {
        // Positions are made rarely: the lookup is made anew when there are more than it knew.
        if (_lots is null || _lotsOf != _tracked.Count)
        {
            _lots = state.Positions.Keys.Union(_tracked.Keys).Where(key => key.Lot.Length > 0)
                .ToLookup(key => (key.Location, key.Sku, key.Account));
            _lotsOf = _tracked.Count;
        }

        return _lots[(location, sku, account)];
    }

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

    /// <summary>Changes what the item's goods at the location are worth; the position itself moves by its entries only.</summary>
    public void Revalue(PositionKey lead, CostPool pool)
    {
        var tracked = Remember(lead);
        tracked.Current = tracked.Current with { Pool = pool };
    }

    /// <summary>All of the balance has a cost from now on.</summary>
    public void Cost(PositionKey key)
    {
        var tracked = Remember(key);
        tracked.Current = tracked.Current with { Uncosted = Quantity.Zero };
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
           where tracked.Value.Current != tracked.Value.Before
           select new PositionChange(
               tracked.Key,
               state.Locations[tracked.Key.Location].Shard,
               tracked.Value.Current,
               tracked.Value.Before),
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

    private sealed class Tracked(Position before)
    {
        public Position Before { get; } = before;

        public Position Current { get; set; } = before;

        public List<(DateTimeOffset OccurredAt, Quantity Quantity)> Moves { get; } = [];

        public List<DateTimeOffset> Counts { get; } = [];
    }

    /// <summary>What a position was like before a step, and how long its lists were.</summary>
    private readonly record struct Step(Tracked Position, Position Before, int Moves, int Counts);
}
