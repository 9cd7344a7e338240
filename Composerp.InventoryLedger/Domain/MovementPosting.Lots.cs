namespace Composerp.InventoryLedger.Domain;

/// <content>First expired, first out.</content>
internal sealed partial class MovementPosting
{
    /// <summary>The lots that a quantity is taken from.</summary>
    /// <remarks>
    /// Goods that are sold, promised or sent on are good on the day; what is thrown away for its age is not. Where lots do
    /// not suffice, the rest is of no known lot: the floor decides whether that may be.
    /// </remarks>
    private List<(string Lot, Quantity Quantity)> Pick(PostingLine line, Leg giving, Quantity quantity)
    {
        if (quantity == Quantity.Zero)
        {
            return [];
        }

        if (!line.Item.HasLots || line.Lot.Length > 0 || !giving.IsInside)
        {
            return [(line.Lot, quantity)];
        }

        var portions = new List<(string, Quantity)>();
        var left = quantity;

        foreach (var key in Pickable(line, giving))
        {
            var balance = _books.Positions.Find(key).Balance;
            var portion = balance < left ? balance : left;

            if (portion > Quantity.Zero)
            {
                portions.Add((key.Lot, portion));
                left -= portion;
            }
        }

        if (left == Quantity.Zero)
        {
            return portions;
        }

        var location = _books.State.Locations[giving.Location];

        if (!location.AllowsNegative && !location.IsHistory(_occurredAt))
        {
            Refuse(RefusalKind.InsufficientStock, line.Index, line.Sku.Value, quantity - left);

            return [];
        }

        return [.. portions, ("", left)];
    }

    private IEnumerable<PositionKey> Pickable(PostingLine line, Leg giving)
    {
        var day = _books.State.Locations[giving.Location].BusinessDayOf(_occurredAt);

        return from key in _books.Positions.LotsOf(giving.Location, line.Sku, giving.Account)
               let expiresOn = _books.Lots.TryFind(new(key.Sku, key.Lot), out var lot) ? lot.ExpiresOn : null
               where MayBePicked(expiresOn < day)
               orderby expiresOn ?? DateOnly.MaxValue, key.Lot
               select key;
    }

    private bool MayBePicked(bool isExpired) => _movement.Kind switch
    {
        MovementKind.Sale or MovementKind.Reservation or MovementKind.TransferOut => !isExpired,
        MovementKind.Expiry => isExpired,
        _ => true,
    };
}
