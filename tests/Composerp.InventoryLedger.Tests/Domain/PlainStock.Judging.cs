using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Domain;

/// <content>Whether a movement may be, and what it does.</content>
internal sealed partial class PlainStock
{
    private void Judge(Movement movement)
    {
        _tried = [];
        _triedHolds = new(_holds);
        _reckonedAgainst = [];
        _refusals = [];
        _number++;
        _now = Replay(_steps, DateTimeOffset.MaxValue);
        var past = movement.PastId is { } pastId ? _told.GetValueOrDefault(pastId) : null;

        if (movement.Kind == MovementKind.Reversal && past is null)
        {
            _refusals.Add(RefusalKind.UnknownMovement);
        }
        else if (IsClosed(movement, past))
        {
            _refusals.Add(RefusalKind.PeriodClosed);
        }
        else if (past is not null)
        {
            TakeBack(past);
        }
        else
        {
            Tell(movement);
        }
    }

    private bool IsClosed(Movement movement, Told? past)
    {
        var at = movement.OccurredAt ?? past?.Steps[0].At ?? default;
        var places = past is null ? Legs.LocationsOf(movement) : past.Steps.Select(step => step.Key.Location);

        return ledger.ClosedThrough is { } closed && places.Any(place => _locations[place].BusinessDayOf(at) <= closed);
    }

    private bool IsOpen(Movement movement)
    {
        var holds = _holds.Where(hold => hold.Key.Reservation == movement.Reservation && hold.Key.Location == movement.Location).ToArray();

        if (holds.Length == 0)
        {
            _refusals.Add(RefusalKind.UnknownReservation);
        }
        else if (holds.All(hold => hold.Value == 0))
        {
            _refusals.Add(RefusalKind.ReservationClosed);
        }

        return _refusals.Count == 0;
    }

    private void Tell(Movement movement)
    {
        // A line that cannot be read is no hindrance to the others' being looked at.
        var lines = movement.Lines.Where(line => IsReadable(movement, line)).ToArray();

        if (movement.Reservation is not null && !IsOpen(movement))
        {
            return;
        }

        if (movement is { Kind: MovementKind.ReservationRelease, Lines.Count: 0 })
        {
            foreach (var (key, open) in Holds(movement.Reservation, movement.Location))
            {
                Release(movement, key, open);
            }
        }

        foreach (var line in lines)
        {
            Tell(movement, line, InItsUnit(line));
        }
    }

    private bool IsReadable(Movement movement, MovementLine line)
    {
        var item = ledger.Items[line.Sku];
        var comesIn = movement.Kind is MovementKind.Receipt or MovementKind.CustomerReturn or MovementKind.Count
            || (movement.Kind == MovementKind.Adjustment && line.Quantity > Quantity.Zero);
        var isHistory = _locations[movement.Location].IsHistory(movement.OccurredAt ?? default);
        RefusalKind? misfit = item.Decimals == 0 && InItsUnit(line) % 1 != 0 ? RefusalKind.Indivisible
            : item.Tracking != Tracking.None && line.Lot.Length == 0 && comesIn && !isHistory ? RefusalKind.MissingLot
            : null;
        RefuseIf(misfit is not null, misfit ?? default);

        return misfit is null;
    }

    private static bool IsWithinCount(MovementKind kind) => kind is MovementKind.Reservation or MovementKind.ReservationRelease;

    private static decimal InItsUnit(MovementLine line) => line.Quantity.ToDecimal() * (line.Unit switch { "case" => 12, "half" => 0.5m, _ => 1 });

    private void Tell(Movement movement, MovementLine line, decimal quantity)
    {
        var (giving, taking) = Legs.Of(movement, line.Status);
        (giving, taking, quantity) = quantity < 0 ? (taking, giving, -quantity) : (giving, taking, quantity);

        switch (movement.Kind)
        {
            case MovementKind.Count:
                Count(movement, taking.Position(line.Sku, line.Lot), quantity);
                break;
            case MovementKind.ReservationRelease:
                foreach (var (key, open) in Holds(movement.Reservation, movement.Location, line))
                {
                    Release(movement, key, Math.Min(open, quantity));
                    quantity -= Math.Min(open, quantity);
                }

                RefuseIf(quantity > 0, RefusalKind.InsufficientReservation);
                break;
            default:
                quantity = SellReserved(movement, line, taking, quantity);

                foreach (var (lot, portion) in Pick(movement, line, giving, quantity))
                {
                    Move(movement, giving, line.Sku, lot, -portion);
                    Move(movement, taking, line.Sku, lot, portion);

                    if (movement.Kind == MovementKind.Reservation)
                    {
                        Hold(new(movement.Id, movement.Location, line.Sku, lot), portion);
                    }
                }

                break;
        }
    }

    private decimal SellReserved(Movement movement, MovementLine line, Leg taking, decimal quantity)
    {
        foreach (var (key, open) in movement.Reservation is null ? [] : Holds(movement.Reservation, movement.Location, line))
        {
            var portion = Math.Min(open, quantity);
            quantity -= portion;

            if (portion > 0)
            {
                Move(movement, new(key.Location, Account.Reserved), key.Sku, key.Lot, -portion);
                Move(movement, taking, key.Sku, key.Lot, portion);
                Hold(key, -portion);
            }
        }

        return quantity;
    }

    private void Release(Movement movement, HoldKey key, decimal quantity)
    {
        if (quantity > 0)
        {
            Move(movement, new(key.Location, Account.Reserved), key.Sku, key.Lot, -quantity);
            Move(movement, new(key.Location, Account.OnHand), key.Sku, key.Lot, quantity);
            Hold(key, -quantity);
        }
    }

    private IEnumerable<(string Lot, decimal Quantity)> Pick(Movement movement, MovementLine line, Leg giving, decimal quantity)
    {
        if (quantity == 0)
        {
            return [];
        }

        if (ledger.Items[line.Sku].Tracking == Tracking.None || line.Lot.Length > 0 || !giving.IsInside)
        {
            return [(line.Lot, quantity)];
        }

        var day = _locations[giving.Location].BusinessDayOf(movement.OccurredAt ?? default);
        var picked = new List<(string, decimal)>();

        foreach (var (key, balance) in _now
            .Where(one => one.Key.Location == giving.Location && one.Key.Sku == line.Sku && one.Key.Account == giving.Account)
            .Where(one => one.Key.Lot.Length > 0 && one.Value > 0)
            .Where(one => movement.Kind is not (MovementKind.Sale or MovementKind.Reservation or MovementKind.TransferOut) || Expiry(one.Key) >= day)
            .Where(one => movement.Kind != MovementKind.Expiry || Expiry(one.Key) < day)
            .OrderBy(one => Expiry(one.Key)).ThenBy(one => one.Key.Lot, StringComparer.Ordinal))
        {
            picked.Add((key.Lot, Math.Min(balance, quantity)));
            quantity -= Math.Min(balance, quantity);
        }

        if (quantity > 0 && !HasNoFloor(giving.Location, movement.OccurredAt ?? default))
        {
            _refusals.Add(RefusalKind.InsufficientStock);

            return [];
        }

        return [.. picked.Append(("", quantity)).Where(one => one.Item2 > 0)];
    }

    private void Count(Movement movement, PositionKey key, decimal found)
    {
        var at = movement.OccurredAt ?? default;
        var before = Replay([.. _steps, .. _tried], at);
        var expected = before.GetValueOrDefault(key) + (key.Account == Account.OnHand ? before.GetValueOrDefault(key with { Account = Account.Reserved }) : 0);

        Try(new(at, _number, key, found - expected, found), isWithinCount: false);
    }

    private void TakeBack(Told past)
    {
        if (past.ReversedBy is not null)
        {
            _refusals.Add(RefusalKind.AlreadyReversed);

            return;
        }

        if (past.Steps.All(step => step.Quantity == 0) || past.IsReckonedAgainst)
        {
            _refusals.Add(RefusalKind.NotReversible);

            return;
        }

        foreach (var step in past.Steps.Where(step => step.Quantity != 0).OrderBy(step => step.Quantity < 0))
        {
            if (step.Found is null)
            {
                Try(new(step.At, _number, step.Key, -step.Quantity, null), past.IsWithinCount);
            }
            else
            {
                TakeCountBack(step);
            }
        }

        foreach (var (key, quantity) in past.Holds)
        {
            RefuseIf(_triedHolds.GetValueOrDefault(key) < quantity, RefusalKind.InsufficientReservation);
            Hold(key, -quantity);
        }
    }

    private void TakeCountBack(Step count)
    {
        var after = Replay(_steps.Where(step => step != count), DateTimeOffset.MaxValue);

        if (Permits(after, count with { Found = null }))
        {
            Reckon(count with { Quantity = -count.Quantity });
            _tried.Add(count with { Told = _number, Quantity = -count.Quantity, Found = null });
        }
    }

    private void Move(Movement movement, Leg leg, Sku sku, string lot, decimal quantity)
    {
        if (leg.IsInside)
        {
            Try(new(movement.OccurredAt ?? default, _number, leg.Position(sku, lot), quantity, null), IsWithinCount(movement.Kind));
        }
    }

    private void Try(Step step, bool isWithinCount)
    {
        var after = Replay([.. _steps, .. _tried, step], DateTimeOffset.MaxValue);

        if (Permits(after, step))
        {
            _tried.Add(step);
            _now = after;

            if (!isWithinCount)
            {
                Reckon(step);
            }
        }
    }

    /// <summary>Nothing falls below zero without leave, and no piece is in two places.</summary>
    private bool Permits(Dictionary<PositionKey, decimal> after, Step step)
    {
        var isShort = after.Any(one => one.Value < _now.GetValueOrDefault(one.Key)
            && Floored(after, one.Key, step) < 0
            && !HasNoFloor(one.Key.Location, step.At));
        var isTwice = step.Key.Lot.Length > 0 && ledger.Items[step.Key.Sku].Tracking == Tracking.Serial
            && after.Where(one => (one.Key.Sku, one.Key.Lot) == (step.Key.Sku, step.Key.Lot) && one.Value > 0).Sum(one => one.Value) > 1;
        RefuseIf(isShort, RefusalKind.InsufficientStock);
        RefuseIf(isTwice && !isShort, RefusalKind.SerialInStock);

        return !isShort && !isTwice;
    }

    // Who counts less than is promised finds fewer free goods than none.
    private static decimal Floored(Dictionary<PositionKey, decimal> after, PositionKey key, Step step) =>
        after[key] + (step.Found is not null && key == step.Key && key.Account == Account.OnHand
            ? after.GetValueOrDefault(key with { Account = Account.Reserved })
            : 0);

    /// <summary>The first count at or after a step's time has it in it.</summary>
    private void Reckon(Step step)
    {
        if (step.Quantity != 0)
        {
            _reckonedAgainst.AddRange(_told.Values
                .Where(told => told.Movement.Kind == MovementKind.Count && told.ReversedBy is null)
                .SelectMany(told => told.Steps, (told, count) => (told, count))
                .Where(one => one.count.Key == step.Key.Counted && (step.Found is null ? one.count.At >= step.At : one.count.At > step.At))
                .OrderBy(one => one.count.At)
                .Select(one => one.told)
                .Take(1));
        }
    }

    private bool HasNoFloor(LocationCode place, DateTimeOffset at) => _locations[place].AllowsNegative || _locations[place].IsHistory(at);

    private DateOnly Expiry(PositionKey key) => _expiries.GetValueOrDefault(new(key.Sku, key.Lot), DateOnly.MaxValue);

    private void Hold(HoldKey key, decimal quantity) => _triedHolds[key] = _triedHolds.GetValueOrDefault(key) + quantity;

    private void RefuseIf(bool isWrong, RefusalKind kind)
    {
        if (isWrong)
        {
            _refusals.Add(kind);
        }
    }

    private (HoldKey Key, decimal Open)[] Holds(string? reservation, LocationCode place, MovementLine? line = null) =>
    [
        .. from hold in _triedHolds
           where hold.Key.Reservation == reservation && hold.Key.Location == place
           where line is not { } told || (hold.Key.Sku == told.Sku && (told.Lot.Length == 0 || told.Lot == hold.Key.Lot))
           orderby hold.Key.Sku.Value, _expiries.GetValueOrDefault(new(hold.Key.Sku, hold.Key.Lot), DateOnly.MaxValue), hold.Key.Lot
           select (hold.Key, hold.Value),
    ];
}
