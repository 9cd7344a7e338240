namespace Composerp.InventoryLedger.Domain;

/// <content>From steps to entries: balances, floors, serial numbers and value.</content>
internal sealed partial class MovementPosting
{
    private static readonly Quantity _one = Quantity.Of(1);

    private void Move(Step step)
    {
        var before = _books.Positions.Find(step.Key);

        if (!Quantity.TryAdd(before.Balance, step.Quantity, out var balance))
        {
            Refuse(RefusalKind.BalanceOutOfRange, step.Change.Line, step.Key.Sku.Value);

            return;
        }

        var location = _books.State.Locations[step.Key.Location];
        var hasNoFloor = location.AllowsNegative || location.IsHistory(_occurredAt);

        // A loss only: what is below zero already may come up in steps. A settled movement ends where it began.
        if (step.Quantity < Quantity.Zero && Floored(step, balance) < Quantity.Zero && !hasNoFloor && !step.IsSettled)
        {
            Refuse(RefusalKind.InsufficientStock, step.Change.Line, step.Key.Sku.Value, before.Balance);

            return;
        }

        if (!MoveSerial(step, before.Balance, balance))
        {
            return;
        }

        var isFloorLifted = step switch
        {
            { IsSettled: true } => before.IsFloorLifted || balance < Quantity.Zero,
            { Found: not null } => hasNoFloor || balance < Quantity.Zero,
            _ => hasNoFloor || before.IsFloorLifted,
        };

        var value = step.Flow?.Value ?? step.Worth;
        var after = before with
        {
            Balance = balance,
            Version = before.Version + 1,
            IsFloorLifted = isFloorLifted,
            Value = before.Value + (value ?? Money.Zero),
            Uncosted = before.Uncosted + (step.IsUncosted ? step.Quantity : Quantity.Zero),
            MovedAt = before.MovedAt > step.OccurredAt ? before.MovedAt : step.OccurredAt,
        };
        _books.Positions.Move(step.Key, after, step.Quantity, step.OccurredAt, step.Found is not null || step.IsCorrection);

        if (step.Flow is { } flow)
        {
            _books.Positions.Revalue(step.Key.Lead, flow.After);
        }

        Add(step, before, after, value);
    }

    // Who counts less than is promised finds fewer free goods than none; goods of which there is nothing at all are not found.
    private Quantity Floored(Step step, Quantity balance) => step is { Found: not null, Key.Account: Account.OnHand }
        ? balance + _books.Positions.Find(step.Key with { Account = Account.Reserved }).Balance
        : balance;

    private void Add(Step step, Position before, Position after, Money? value)
    {
        var shard = ShardOf(step.Key);
        _lines[shard] = NextLine(shard);
        Entries.Add(new()
        {
            Movement = _movement,
            OccurredAt = step.OccurredAt,
            Position = step.Key,
            Contra = step.Contra.Account,
            Counterpart = step.Contra.Location == step.Key.Location ? null : step.Contra.Location,
            Quantity = step.Quantity,
            Version = after.Version,
            Balance = after.Balance,
            Value = value,
            ValueBalance = after.Value,
            Variance = step.Flow is { Variance: var variance } && variance != Money.Zero ? variance : null,
            UnitPrice = step.IsCorrection ? null : step.Change.UnitPrice,
            Reservation = step.Change.Reservation,
            Found = step.Found,
            PastLine = step.Change.PastLine,
            IsCorrection = step.IsCorrection,
            IsBackdated = before.MovedAt >= step.OccurredAt,
            Shard = shard,
        });
    }

    /// <summary>
    /// What was found at a later count has this movement in it already: a second entry as of that count takes its effect
    /// back from there on.
    /// </summary>
    /// <param name="worth">What goods that come in cost; null where that is not known.</param>
    /// <returns>What the goods are worth; null where they have no cost.</returns>
    private Money? PostSettled(Step told, DateTimeOffset countedAt, Money? worth)
    {
        var counted = told.Key.Counted;
        var stays = StaysAt(told.Key.Location, told.Contra);
        var isHistory = IsHistory(told.Key.Location);
        Money? value = isHistory || stays ? null
            : told.Quantity < Quantity.Zero ? -Pool(told.Key).CostOf(-told.Quantity, told.Change.Item)
            : worth ?? Pool(told.Key).CostOf(told.Quantity, told.Change.Item);

        // The sale of promised goods leaves the one position, and the correction is at the other.
        var isOnePosition = counted == told.Key;
        told = told with { IsSettled = isOnePosition, Worth = value };
        var correction = new Step(
            told.Change with { Reservation = null }, counted, -told.Quantity, countedAt, new(counted.Location, Account.Adjustment))
        {
            IsSettled = isOnePosition,
            IsCorrection = true,
            IsUncosted = stays && isHistory,
            Worth = -value,
        };

        if (stays && !isHistory)
        {
            // What was told kept the goods in the house, so it is the correction that brings or takes them.
            correction = correction with { Flow = Flow(told.Change, counted, correction.Quantity) };
        }

        // The gain first: then no version is lower than the balance that was there and stays. Of two positions the loss: a
        // piece leaves the one before it comes to the other.
        var isToldFirst = told.Quantity > Quantity.Zero == isOnePosition;
        Move(isToldFirst ? told : correction);
        Move(isToldFirst ? correction : told);

        return value is { } known ? Money.Absolute(known) : null;
    }

    private CostFlow Flow(Change change, PositionKey key, Quantity quantity) => quantity < Quantity.Zero
        ? Pool(key).Issue(-quantity, change.Item)
        : Receive(change, key, quantity, null);

    /// <summary>Keeps where each serial number is: inside once, or outside.</summary>
    private bool MoveSerial(Step step, Quantity before, Quantity after)
    {
        // A settled movement ends where it began, so that in sum nothing moves.
        if (step.Change.Item.Tracking != Tracking.Serial || step.Key.Lot.Length == 0 || step.IsSettled)
        {
            return true;
        }

        var key = new LotKey(step.Key.Sku, step.Key.Lot);
        var (wasHere, isHere) = (before > Quantity.Zero, after > Quantity.Zero);
        var isInside = _books.Serials.TryFind(key, out var location) && location is not null;

        // A transfer has taken it out of the other end before. A count of the past may find what came later, too.
        if (isHere && step.Quantity > Quantity.Zero && (isInside || after > _one))
        {
            Refuse(RefusalKind.SerialInStock, step.Change.Line, step.Key.Lot);

            return false;
        }

        // What was sold below zero was never here: where it is does not change by that.
        if (isHere != wasHere)
        {
            _books.Serials.Set(key, isHere ? step.Key.Location : null);
        }

        return true;
    }
}
