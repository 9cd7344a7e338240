namespace Composerp.InventoryLedger.Domain;

/// <content>Stock counts.</content>
internal sealed partial class MovementPosting
{
    /// <summary>Posts the difference to the balance as of the count's time, so that movements since then are kept.</summary>
    /// <remarks>Who counts a shelf finds what is promised on it, too; the difference is one of the free goods.</remarks>
    private void PostCount(PostingLine line, PositionKey key)
    {
        if (!TryExpect(key, out var expected) || !Quantity.TryAdd(line.Quantity, -expected, out var difference))
        {
            Refuse(RefusalKind.BalanceOutOfRange, line.Index, line.Sku.Value);

            return;
        }

        var change = new Change(line.Index, line.Item, line.UnitPrice);
        var step = new Step(change, key, difference, _occurredAt, new(key.Location, Account.Adjustment)) { Found = line.Quantity };

        if (difference != Quantity.Zero && FindSettlingCount(key, isCount: true) is { } countedAt)
        {
            PostSettled(step, countedAt, line.UnitPrice is { } price && difference > Quantity.Zero ? Money.Of(difference, price) : null);
        }
        else if (IsHistory(key.Location))
        {
            Move(step with { IsUncosted = true });
        }
        else
        {
            Move(step with { Flow = Opened(line, key, difference) });
        }

        _books.Positions.Count(key, _occurredAt);
    }

    /// <summary>What was counted has a cost from now on, all of it: what history left without one is over.</summary>
    private CostFlow? Opened(PostingLine line, PositionKey key, Quantity difference)
    {
        var before = _books.Positions.Find(key);
        var gained = difference + before.Uncosted;

        if (before.Uncosted != Quantity.Zero)
        {
            _books.Positions.Cost(key);
        }

        return gained > Quantity.Zero && line.UnitPrice is { } price
            ? Receive(new(line.Index, line.Item, price), key, gained, Money.Of(gained, price))
            : gained == Quantity.Zero ? null
            : Flow(new(line.Index, line.Item, null), key, gained);
    }

    private bool TryExpect(PositionKey key, out Quantity expected)
    {
        if (!_books.Positions.TryBalanceAt(key, _occurredAt, out expected))
        {
            return false;
        }

        return key.Account != Account.OnHand
            || (_books.Positions.TryBalanceAt(key with { Account = Account.Reserved }, _occurredAt, out var reserved)
                && Quantity.TryAdd(expected, reserved, out expected));
    }
}
