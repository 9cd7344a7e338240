namespace Composerp.InventoryLedger.Domain;

/// <content>Promised goods: held, then sold or released.</content>
internal sealed partial class MovementPosting
{
    private ILookup<Sku, HoldKey>? _held;

    private bool IsOpen(string reservation)
    {
        var holds = HoldsOf(reservation).ToArray();

        if (holds.Length == 0)
        {
            Refuse(RefusalKind.UnknownReservation, null, reservation);
        }
        else if (holds.All(hold => hold.Hold.Open == Quantity.Zero))
        {
            Refuse(RefusalKind.ReservationClosed, null, reservation);
        }

        return _refusals.Count == 0;
    }

    /// <summary>Sells what is held first.</summary>
    /// <returns>What is to be sold beyond that.</returns>
    private Quantity PostFromReservation(PostingLine line, Leg taking)
    {
        var left = line.Quantity;

        if (_movement.Reservation is not { } reservation)
        {
            return left;
        }

        foreach (var (key, hold) in HoldsOf(reservation, line))
        {
            var portion = hold.Open < left ? hold.Open : left;

            if (portion > Quantity.Zero)
            {
                left -= portion;
                Give(
                    new(line.Index, line.Item, line.UnitPrice) { Reservation = reservation },
                    new(key.Location, key.Sku, key.Lot, Account.Reserved),
                    taking,
                    portion);
                Hold(key, -portion, hold.ExpiresAt);
            }
        }

        return left;
    }

    private void PostRelease(IReadOnlyList<PostingLine> lines)
    {
        if (_movement.Reservation is not { } reservation || !IsOpen(reservation))
        {
            return;
        }

        if (_movement.Lines.Count == 0)
        {
            foreach (var (key, hold) in HoldsOf(reservation).ToArray())
            {
                Release(new(0, _books.State.Items[key.Sku], null), key, hold, hold.Open);
            }
        }

        foreach (var line in lines)
        {
            var left = line.Quantity;

            foreach (var (key, hold) in HoldsOf(reservation, line))
            {
                var portion = hold.Open < left ? hold.Open : left;
                left -= portion;
                Release(new(line.Index, line.Item, null), key, hold, portion);
            }

            if (left > Quantity.Zero)
            {
                Refuse(RefusalKind.InsufficientReservation, line.Index, line.Sku.Value, line.Quantity - left);
            }
        }
    }

    private void Release(Change change, HoldKey key, Hold hold, Quantity quantity)
    {
        if (quantity == Quantity.Zero)
        {
            return;
        }

        change = change with { Reservation = key.Reservation };
        var reserved = new PositionKey(key.Location, key.Sku, key.Lot, Account.Reserved);
        Give(change, reserved, new(key.Location, Account.OnHand), quantity);
        Take(change, reserved.Counted, new(key.Location, Account.Reserved), quantity, null);
        Hold(key, -quantity, hold.ExpiresAt);
    }

    private void Hold(HoldKey key, Quantity quantity, DateTimeOffset? expiresAt)
    {
        var hold = _books.Holds.TryFind(key, out var known) ? known : new(Quantity.Zero, Quantity.Zero, expiresAt);
        _books.Holds.Set(key, hold with
        {
            Open = hold.Open + quantity,
            Reserved = known is null || _movement.Kind == MovementKind.Reservation ? hold.Reserved + quantity : hold.Reserved,
        });
    }

    private IEnumerable<(HoldKey Key, Hold Hold)> HoldsOf(string reservation) =>
        from held in _books.Holds.All
        where held.Key.Reservation == reservation && held.Key.Location == _movement.Location
        orderby held.Key.Sku.Value, ExpiryOf(held.Key) ?? DateOnly.MaxValue, held.Key.Lot
        select (held.Key, held.Value);

    /// <remarks>Which goods are held does not change while a movement is decided, only how much of them.</remarks>
    private IEnumerable<(HoldKey Key, Hold Hold)> HoldsOf(string reservation, PostingLine line)
    {
        _held ??= HoldsOf(reservation).ToLookup(held => held.Key.Sku, held => held.Key);

        foreach (var key in _held[line.Sku])
        {
            if ((line.Lot.Length == 0 || line.Lot == key.Lot) && _books.Holds.TryFind(key, out var hold))
            {
                yield return (key, hold);
            }
        }
    }

    private DateOnly? ExpiryOf(HoldKey key) => _books.Lots.TryFind(new(key.Sku, key.Lot), out var lot) ? lot.ExpiresOn : null;
}
