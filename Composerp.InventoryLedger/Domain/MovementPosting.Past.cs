namespace Composerp.InventoryLedger.Domain;

/// <content>What concerns a movement that stands in the ledger: taking it back, and correcting what it cost.</content>
internal sealed partial class MovementPosting
{
    private void PostPast(PastMovement past)
    {
        if (_movement.Kind == MovementKind.CostCorrection)
        {
            CorrectCosts(past);

            return;
        }

        if (_books.Reversed.TryFind(past.Id, out _))
        {
            Refuse(RefusalKind.AlreadyReversed, null, past.Id);

            return;
        }

        if (past.Kind == MovementKind.CostCorrection || past.Entries.All(entry => entry.Quantity == Quantity.Zero)
            || past.Entries.Any(IsReckonedAgainst))
        {
            Refuse(RefusalKind.NotReversible, null, past.Id);

            return;
        }

        foreach (var entry in past.Entries.Where(entry => !entry.IsCorrection && entry.Quantity != Quantity.Zero).OrderBy(IsGainTakenBack))
        {
            TakeBack(entry);
        }

        foreach (var entry in past.Entries.Where(entry => entry.IsCount))
        {
            _books.Positions.Uncount(entry.Position, entry.OccurredAt);
        }

        _books.Reversed.Set(past.Id, _movement.Id);
    }

    /// <summary>What was told late was reckoned against this count: it can be counted again for the same time, but not taken back.</summary>
    private bool IsReckonedAgainst(PastEntry entry) =>
        entry.IsCount && _books.Positions.SettledAt(entry.Position, entry.OccurredAt) > 1;

    // A transfer's serial numbers leave the one end before they come back to the other.
    private static int IsGainTakenBack(PastEntry entry) => entry.Quantity > Quantity.Zero ? 0 : 1;

    /// <summary>
    /// The entry with the other sign. What a count has settled since the entry's time stays as it was found: then the pair
    /// of entries tells of it, and the stock of today does not change.
    /// </summary>
    private void TakeBack(PastEntry entry)
    {
        var key = entry.Position;
        var contra = new Leg(entry.Counterpart ?? key.Location, entry.Contra);
        var change = new Change(entry.Line - 1, _books.State.Items[key.Sku], entry.UnitPrice) { Reservation = entry.Reservation };
        var step = new Step(change, key, -entry.Quantity, _occurredAt, contra);

        if (IsWithinCount(key, contra))
        {
            Move(step);
        }
        else if (_books.Positions.FindSettlingCount(key.Counted, entry.OccurredAt, entry.IsCount) is { } countedAt)
        {
            PostSettled(step, countedAt > _occurredAt ? countedAt : _occurredAt, null);
        }
        else if (entry.Value is { } value)
        {
            Move(step with { Flow = Restore(change, key, entry, value) });
        }
        else
        {
            Move(step with { IsUncosted = !StaysAt(key.Location, contra) });
        }

        // What was held is held again, or not any more.
        if (entry is { Reservation: { } reservation, Position.Account: Account.Reserved })
        {
            var held = new HoldKey(reservation, key.Location, key.Sku, key.Lot);
            var open = _books.Holds.TryFind(held, out var hold) ? hold.Open : Quantity.Zero;

            if (open < entry.Quantity)
            {
                Refuse(RefusalKind.InsufficientReservation, null, key.Sku.Value, open);

                return;
            }

            Hold(held, -entry.Quantity, hold?.ExpiresAt);
        }
    }

    private CostFlow Restore(Change change, PositionKey key, PastEntry entry, Money value)
    {
        var worth = value + (entry.Variance ?? Money.Zero);

        // An opening count gives a worth to what history left, also where it found less than that.
        if (worth > Money.Zero ? entry.Quantity < Quantity.Zero : worth < Money.Zero && entry.Quantity > Quantity.Zero)
        {
            return Flow(change, key, -entry.Quantity);
        }

        return entry.Quantity > Quantity.Zero
            ? Pool(key).TakeBack(entry.Quantity, worth, change.Item, OriginOf(entry))
            : Receive(change, key, -entry.Quantity, -worth);
    }

    private void CorrectCosts(PastMovement past)
    {
        if (past.Kind != MovementKind.Receipt || _books.Reversed.TryFind(past.Id, out _))
        {
            Refuse(RefusalKind.NotReversible, null, past.Id);

            return;
        }

        for (var index = 0; index < _movement.Lines.Count; index++)
        {
            var line = _movement.Lines[index];
            var received = past.Entries.Where(entry =>
                entry is { Value: not null, IsCorrection: false } && entry.Position.Sku == line.Sku
                && (line.Lot.Length == 0 || entry.Position.Lot == line.Lot)).ToArray();

            if (received.Length == 0)
            {
                Refuse(RefusalKind.UnknownItem, index, line.Sku.Value);

                continue;
            }

            foreach (var entry in received)
            {
                Correct(index, line, entry, received);
            }
        }
    }

    /// <summary>A new price replaces what was paid so far; landed cost comes on top, by quantity.</summary>
    private void Correct(int index, MovementLine line, PastEntry entry, PastEntry[] received)
    {
        var origin = OriginOf(entry);
        var corrected = _books.Corrected.TryFind(origin, out var earlier) ? earlier : Money.Zero;
        var paid = (entry.Value ?? Money.Zero) + (entry.Variance ?? Money.Zero) + corrected;
        var difference = line.UnitPrice is { } price ? Money.Of(entry.Quantity, price) - paid : Portion(line.LandedCost ?? Money.Zero, entry, received);

        if (difference == Money.Zero)
        {
            return;
        }

        var item = _books.State.Items[line.Sku];
        var flow = Pool(entry.Position).Correct(entry.Quantity, difference, item, origin);
        _books.Corrected.Set(origin, corrected + difference);
        Move(new(new(index, item, line.UnitPrice) { PastLine = entry.Line }, entry.Position, Quantity.Zero, _occurredAt, new(entry.Position.Location, Account.Supplier))
        {
            Flow = flow,
        });
    }

    // The last entry takes what rounding left.
    private static Money Portion(Money amount, PastEntry entry, PastEntry[] received)
    {
        var total = received.Aggregate(Quantity.Zero, (sum, one) => sum + one.Quantity);
        var before = received.TakeWhile(one => one != entry).Aggregate(Quantity.Zero, (sum, one) => sum + one.Quantity);

        return Money.Share(amount, before + entry.Quantity, total) - Money.Share(amount, before, total);
    }

    private CostOrigin OriginOf(PastEntry entry) => new(_movement.PastId ?? "", entry.Line);
}
