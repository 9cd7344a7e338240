namespace Composerp.InventoryLedger.Domain;

/// <summary>One movement while it is decided: the entries that it would have, and all that stands against it.</summary>
internal sealed class MovementPosting(Movement movement, PostingState state, PostingPositions positions)
{
    private readonly List<Refusal> _refusals = [];
    private readonly DateTimeOffset _occurredAt = movement.OccurredAt ?? state.RecordedAt;

    /// <summary>Without places in the log.</summary>
    public List<Entry> Entries { get; } = [];

    /// <returns>Everything that stands against the movement, most basic first; empty where it can be posted.</returns>
    public IReadOnlyList<Refusal> Run()
    {
        var (giving, taking) = Legs.Of(movement);

        for (var line = 0; line < movement.Lines.Count; line++)
        {
            if (movement.Kind == MovementKind.Count)
            {
                PostCount(line, giving, taking);
            }
            else
            {
                var quantity = movement.Lines[line].Quantity;
                PostLeg(line, giving, -quantity, null);
                PostLeg(line, taking, quantity, null);
            }
        }

        return [.. _refusals.OrderBy(refusal => refusal.Kind).ThenBy(refusal => refusal.Line)];
    }

    /// <summary>Posts the difference to the balance as of the count's time, so that movements since then are kept.</summary>
    private void PostCount(int line, Leg adjustment, Leg onHand)
    {
        var found = movement.Lines[line].Quantity;
        var key = onHand.Position(movement.Lines[line]);

        if (!positions.TryBalanceAt(key, _occurredAt, out var expected)
            || !Quantity.TryAdd(found, -expected, out var difference))
        {
            Refuse(RefusalKind.BalanceOutOfRange, line, null);

            return;
        }

        if (difference != Quantity.Zero)
        {
            PostLeg(line, adjustment, -difference, null);
        }

        PostLeg(line, onHand, difference, found);
        positions.Count(key, _occurredAt);
    }

    private void PostLeg(int line, Leg leg, Quantity quantity, Quantity? found)
    {
        if (!leg.HasPosition)
        {
            Add(new(line, leg, quantity, _occurredAt, found), null);

            return;
        }

        var key = leg.Position(movement.Lines[line]);

        if (positions.FindSettlingCount(key, _occurredAt, found is not null) is { } countedAt && quantity != Quantity.Zero)
        {
            PostSettledLeg(line, leg, quantity, found, countedAt);
        }
        else
        {
            Move(new(line, leg, quantity, _occurredAt, found));
        }
    }

    /// <summary>
    /// What was found at a later count has this movement in it already: a pair of entries as of that count takes its
    /// effect back from there on.
    /// </summary>
    private void PostSettledLeg(int line, Leg leg, Quantity quantity, Quantity? found, DateTimeOffset countedAt)
    {
        var told = new Step(line, leg, quantity, _occurredAt, found) { IsSettled = true };
        var correction = new Step(line, leg, -quantity, countedAt, null) { IsSettled = true, IsCorrection = true };

        // The gain first: then no version is lower than the balance that was there and stays.
        Move(quantity > Quantity.Zero ? told : correction);
        Move(quantity > Quantity.Zero ? correction : told);

        var adjustment = new Leg(leg.Location, Account.Adjustment, leg.Sign);
        Add(new(line, adjustment, quantity, countedAt, null) { IsCorrection = true }, null);
    }

    private void Move(Step step)
    {
        var key = step.Leg.Position(movement.Lines[step.Line]);
        var before = positions.Find(key);

        if (!Quantity.TryAdd(before.Balance, step.Quantity, out var balance))
        {
            Refuse(RefusalKind.BalanceOutOfRange, step.Line, null);

            return;
        }

        var location = state.Locations[step.Leg.Location];
        var hasNoFloor = location.AllowsNegative || location.IsHistory(_occurredAt);

        // A loss only: what is below zero already may come up in steps. A settled movement ends where it began.
        if (step.Quantity < Quantity.Zero && balance < Quantity.Zero && !hasNoFloor && !step.IsSettled)
        {
            Refuse(RefusalKind.InsufficientStock, step.Line, before.Balance);

            return;
        }

        var isFloorLifted = step switch
        {
            { IsSettled: true } => before.IsFloorLifted,
            { Found: not null } => hasNoFloor || balance < Quantity.Zero,
            _ => hasNoFloor || before.IsFloorLifted,
        };

        var after = before with { Balance = balance, Version = before.Version + 1, IsFloorLifted = isFloorLifted };
        positions.Move(key, after, step.Quantity, step.OccurredAt);
        Add(step, after);
    }

    private void Add(Step step, Position? position)
    {
        var told = movement.Lines[step.Line];

        Entries.Add(new()
        {
            Movement = movement,
            OccurredAt = step.OccurredAt,
            Location = step.Leg.Location,
            Counterpart = OtherEnd(step.Leg.Location),
            Sku = told.Sku,
            Lot = told.Lot,
            Account = step.Leg.Account,
            Quantity = step.Quantity,
            Version = position?.Version,
            Balance = position?.Balance,
            UnitPrice = told.UnitPrice,
            Found = step.Found,
            IsCorrection = step.IsCorrection,
            Shard = state.Locations[step.Leg.Location].Shard,
        });
    }

    private LocationCode? OtherEnd(LocationCode location) =>
        movement.ToLocation is not { } destination ? null
        : location == destination ? movement.Location
        : destination;

    private void Refuse(RefusalKind kind, int line, Quantity? available) =>
        _refusals.Add(new(kind, line, movement.Lines[line].Sku.Value, available));

    /// <param name="Line">Index of the line it comes from.</param>
    /// <param name="Found">What a count found.</param>
    private readonly record struct Step(int Line, Leg Leg, Quantity Quantity, DateTimeOffset OccurredAt, Quantity? Found)
    {
        /// <summary>A later count has it in it: in sum the balance stays as it is.</summary>
        public bool IsSettled { get; init; }

        public bool IsCorrection { get; init; }
    }
}
