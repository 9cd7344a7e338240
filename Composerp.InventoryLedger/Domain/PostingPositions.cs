namespace Composerp.InventoryLedger.Domain;

/// <summary>The positions of a batch while it is decided; a refused movement's changes can be undone.</summary>
internal sealed class PostingPositions(PostingState state)
{
    private readonly Dictionary<PositionKey, Tracked> _tracked = [];
    private readonly List<Step> _undo = [];
    private Dictionary<(LocationCode, Sku, Account), List<PositionKey>>? _lots;

    public Position Find(PositionKey key) => Track(key).Current;

    /// <summary>The positions of an account that are of a lot.</summary>
    public IEnumerable<PositionKey> LotsOf(LocationCode location, Sku sku, Account account)
    {
        // Only batches that pick lots need to know.
        _lots ??= state.Positions.Keys.Union(_tracked.Keys).Where(key => key.Lot.Length > 0)
            .GroupBy(key => (key.Location, key.Sku, key.Account)).ToDictionary(group => group.Key, group => group.ToList());

        return _lots.GetValueOrDefault((location, sku, account), []);
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

        foreach (var move in tracked.Moves)
        {
            sum -= move.OccurredAt > instant ? move.Quantity.TenThousandths : 0;
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

        DateTimeOffset? settling = null;

        foreach (var count in tracked.Counts)
        {
            if ((isCount ? count > occurredAt : count >= occurredAt) && (settling is null || count < settling))
            {
                settling = count;
            }
        }

        return settling;
    }

    /// <summary>How many counts for a time there are, with all that was reckoned against them.</summary>
    public int SettledAt(PositionKey key, DateTimeOffset instant)
    {
        var earlier = state.Histories.TryGetValue(key, out var history) ? history.SettledAt.GetValueOrDefault(instant) : 0;

        return earlier + Track(key).Moves.Count(move => move.IsSettling && move.OccurredAt == instant);
    }

    /// <param name="isSettling">It is a count, or keeps one right.</param>
    public void Move(PositionKey key, Position after, Quantity quantity, DateTimeOffset occurredAt, bool isSettling)
    {
        var tracked = Remember(key);
        tracked.Moves.Add(new(occurredAt, quantity, isSettling));
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
        tracked.Counts = [.. tracked.Counts, countedAt];
        var latest = tracked.Current.CountedAt;
        tracked.Current = tracked.Current with { CountedAt = latest > countedAt ? latest : countedAt };
    }

    /// <summary>A count was taken back: it settles nothing any more.</summary>
    public void Uncount(PositionKey key, DateTimeOffset countedAt)
    {
        var tracked = Remember(key);
        tracked.Counts = [.. tracked.Counts.Where(count => count != countedAt)];
    }

    public void Keep() => _undo.Clear();

    public void Undo()
    {
        for (var step = _undo.Count - 1; step >= 0; step--)
        {
            var (tracked, before, moves, counts) = _undo[step];
            tracked.Current = before;
            tracked.Moves.RemoveRange(moves, tracked.Moves.Count - moves);
            tracked.Counts = counts;
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
            tracked = new(
                state.Positions.GetValueOrDefault(key, Position.Empty),
                state.Histories.TryGetValue(key, out var history) ? history.Counts : []);
            _tracked.Add(key, tracked);
            AddLot(key);
        }

        return tracked;
    }

    private void AddLot(PositionKey key)
    {
        if (_lots is null || key.Lot.Length == 0 || state.Positions.ContainsKey(key))
        {
            return;
        }

        var account = (key.Location, key.Sku, key.Account);

        if (!_lots.TryGetValue(account, out var keys))
        {
            keys = [];
            _lots.Add(account, keys);
        }

        keys.Add(key);
    }

    private Tracked Remember(PositionKey key)
    {
        var tracked = Track(key);
        _undo.Add(new(tracked, tracked.Current, tracked.Moves.Count, tracked.Counts));

        return tracked;
    }

    private sealed class Tracked(Position before, IReadOnlyList<DateTimeOffset> counts)
    {
        public Position Before { get; } = before;

        public Position Current { get; set; } = before;

        public List<Moved> Moves { get; } = [];

        public IReadOnlyList<DateTimeOffset> Counts { get; set; } = counts;
    }

    private readonly record struct Moved(DateTimeOffset OccurredAt, Quantity Quantity, bool IsSettling);

    /// <summary>What a position was like before a step.</summary>
    private readonly record struct Step(Tracked Position, Position Before, int Moves, IReadOnlyList<DateTimeOffset> Counts);
}
