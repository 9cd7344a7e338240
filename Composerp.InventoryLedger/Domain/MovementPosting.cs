namespace Composerp.InventoryLedger.Domain;

/// <summary>One movement while it is decided: the entries that it would have, and all that stands against it.</summary>
internal sealed partial class MovementPosting
{
    private readonly Movement _movement;
    private readonly PostingBooks _books;
    private readonly List<Refusal> _refusals = [];
    private readonly Dictionary<int, int> _lines = [];
    private readonly DateTimeOffset _occurredAt;

    public MovementPosting(Movement movement, PostingBooks books)
    {
        _movement = movement;
        _books = books;
        _occurredAt = TimeOf(movement, books.State);
    }

    /// <summary>Without places in the log.</summary>
    public List<Entry> Entries { get; } = [];

    /// <summary>What is taken back is taken back as of its own time, so that no position ever shows it.</summary>
    public static DateTimeOffset TimeOf(Movement movement, PostingState state) => movement.OccurredAt
        ?? (movement is { Kind: MovementKind.Reversal, Past: { } past } ? past.OccurredAt : state.RecordedAt);

    /// <returns>Everything that stands against the movement, most basic first; empty where it can be posted.</returns>
    public IReadOnlyList<Refusal> Run()
    {
        if (_movement.Past is { } past)
        {
            PostPast(past);
        }
        else
        {
            var lines = new PostingLines(_movement, _books, _refusals).Read();

            if (_movement.Kind == MovementKind.ReservationRelease)
            {
                PostRelease(lines);
            }
            else
            {
                PostLines(lines);
            }
        }

        if (_refusals.Count == 0 && Entries.Count == 0)
        {
            Refuse(RefusalKind.NoEffect, null, _movement.Id);
        }

        return _refusals.Count == 0 ? [] : [.. _refusals.OrderBy(refusal => refusal.Kind).ThenBy(refusal => refusal.Line)];
    }

    private void PostLines(IReadOnlyList<PostingLine> lines)
    {
        if (_movement.Reservation is { } reservation && !IsOpen(reservation))
        {
            return;
        }

        foreach (var line in lines)
        {
            var (giving, taking) = Legs.Of(_movement, line.Status);

            if (_movement.Kind == MovementKind.Count)
            {
                PostCount(line, taking.Position(line.Sku, line.Lot));
            }
            else if (line.Quantity < Quantity.Zero)
            {
                Transfer(line, taking, giving, -line.Quantity);
            }
            else
            {
                Transfer(line, giving, taking, PostFromReservation(line, taking));
            }
        }
    }

    private void Transfer(PostingLine line, Leg giving, Leg taking, Quantity quantity)
    {
        foreach (var (lot, portion) in Pick(line, giving, quantity))
        {
            Transfer(line, giving, taking, lot, portion);
        }
    }

    private void Transfer(PostingLine line, Leg giving, Leg taking, string lot, Quantity quantity)
    {
        var isReserved = _movement.Kind == MovementKind.Reservation;
        var change = new Change(line.Index, line.Item, line.UnitPrice) { Reservation = isReserved ? _movement.Id : null };
        Money? worth = null;

        if (giving.IsInside)
        {
            worth = Give(change, giving.Position(line.Sku, lot), taking, quantity);
        }
        else if (line.Worth is { } told && _movement.Kind is MovementKind.Receipt or MovementKind.Adjustment)
        {
            // What a customer paid is no cost.
            worth = told;
        }

        if (taking.IsInside)
        {
            Take(change, taking.Position(line.Sku, lot), giving, quantity, worth);
        }

        if (isReserved)
        {
            Hold(new(_movement.Id, giving.Location, line.Sku, lot), quantity, _movement.ExpiresAt);
        }
    }

    /// <returns>What the goods were worth; null where they have no cost, or stay at the location.</returns>
    private Money? Give(Change change, PositionKey key, Leg taking, Quantity quantity)
    {
        var step = new Step(change, key, -quantity, _occurredAt, taking);

        if (IsWithinCount(key, taking))
        {
            Move(step);

            return null;
        }

        if (FindSettlingCount(key, isCount: false) is { } countedAt)
        {
            return PostSettled(step, countedAt, null);
        }

        if (StaysAt(key.Location, taking) || IsHistory(key.Location))
        {
            Move(step with { IsUncosted = !StaysAt(key.Location, taking) });

            return null;
        }

        var flow = Pool(key).Issue(quantity, change.Item);
        Move(step with { Flow = flow });

        return -flow.Value;
    }

    /// <param name="worth">What the goods cost; null where that is not known.</param>
    private void Take(Change change, PositionKey key, Leg giving, Quantity quantity, Money? worth)
    {
        var step = new Step(change, key, quantity, _occurredAt, giving);

        if (IsWithinCount(key, giving))
        {
            Move(step);
        }
        else if (FindSettlingCount(key, isCount: false) is { } countedAt)
        {
            PostSettled(step, countedAt, worth);
        }
        else if (StaysAt(key.Location, giving) || IsHistory(key.Location))
        {
            Move(step with { IsUncosted = !StaysAt(key.Location, giving) });
        }
        else
        {
            Move(step with { Flow = Receive(change, key, quantity, worth) });
        }
    }

    private CostFlow Receive(Change change, PositionKey key, Quantity quantity, Money? worth)
    {
        var pool = Pool(key);

        return pool.Receive(quantity, worth ?? pool.CostOf(quantity, change.Item), change.Item, new(_movement.Id, NextLine(ShardOf(key))));
    }

    private int ShardOf(PositionKey key) => _books.State.Locations[key.Location].Shard;

    /// <summary>The line that the next entry of a shard will have.</summary>
    private int NextLine(int shard) => _lines.GetValueOrDefault(shard) + 1;

    private CostPool Pool(PositionKey key) => _books.Positions.Find(key.Lead).Pool;

    private bool IsHistory(LocationCode location) => _books.State.Locations[location].IsHistory(_occurredAt);

    /// <summary>The goods only change their status: what they are worth stays with the location.</summary>
    private static bool StaysAt(LocationCode location, Leg other) => other.IsInside && other.Location == location;

    /// <summary>From the shelf to the promised goods on it: a count sees no difference.</summary>
    private static bool IsWithinCount(PositionKey key, Leg other) =>
        StaysAt(key.Location, other) && key.Counted == (key with { Account = other.Account }).Counted;

    private DateTimeOffset? FindSettlingCount(PositionKey key, bool isCount) =>
        _books.Positions.FindSettlingCount(key.Counted, _occurredAt, isCount);

    private void Refuse(RefusalKind kind, int? line, string subject, Quantity? available = null) =>
        _refusals.Add(new(kind, line, subject, available) { IsOfCost = _movement.Kind == MovementKind.CostCorrection });

    /// <summary>The line of a movement as far as its entries tell of it.</summary>
    private sealed record Change(int Line, ItemRules Item, decimal? UnitPrice)
    {
        public string? Reservation { get; init; }

        public int? PastLine { get; init; }
    }

    /// <param name="Contra">The other side.</param>
    private readonly record struct Step(Change Change, PositionKey Key, Quantity Quantity, DateTimeOffset OccurredAt, Leg Contra)
    {
        /// <summary>What it does to the item's cost pool.</summary>
        public CostFlow? Flow { get; init; }

        /// <summary>What it is worth where the pool stays as it is, since another entry takes it back.</summary>
        public Money? Worth { get; init; }

        /// <summary>History: goods without cost.</summary>
        public bool IsUncosted { get; init; }

        /// <summary>What a count found.</summary>
        public Quantity? Found { get; init; }

        /// <summary>A later count has it in it: in sum the balance stays as it is.</summary>
        public bool IsSettled { get; init; }

        /// <summary>Appended to keep a later count right.</summary>
        public bool IsCorrection { get; init; }
    }
}
