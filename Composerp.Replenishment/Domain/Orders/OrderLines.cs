namespace Composerp.Replenishment.Domain.Orders;

/// <summary>A line as somebody wants it.</summary>
public sealed record WantedLine(string Sku, decimal UnitCost, IReadOnlyList<OrderDelivery> Deliveries)
{
    public decimal Quantity => Deliveries.Sum(delivery => delivery.Quantity);
}

/// <summary>The lines of an order: what they may be, and what becomes of them when somebody edits them.</summary>
public static class OrderLines
{
    public const int CountMax = 1_000;

    public const int DeliveriesMax = 52;

    /// <returns>What is wrong, with the row from 1; null where nothing is.</returns>
    public static (int Row, Violation Violation)? FirstViolation(IReadOnlyList<WantedLine> lines)
    {
        if (lines.Count is 0 or > CountMax)
        {
            return (0, new("lines", "line-count-out-of-range", "An order has 1 to 1,000 lines."));
        }

        var seen = new HashSet<string>();

        foreach (var (index, line) in lines.Index())
        {
            var violation = Codes.CodeViolation("sku", line.Sku)
                ?? (seen.Add(line.Sku) ? null : new Violation("sku", "repeated-row", "An earlier line is of the same item."))
                ?? Quantity.Violation("unitCost", line.UnitCost)
                ?? DeliveryViolation(line.Deliveries);

            if (violation is not null)
            {
                return (index + 1, violation);
            }
        }

        return null;
    }

    /// <summary>The order's lines as wanted; what has come is kept.</summary>
    /// <returns>The first line that would be below what has come, instead.</returns>
    public static (IReadOnlyList<PurchaseOrderLine> Lines, (int Row, Violation Violation)? Refusal) Edit(
        IReadOnlyList<PurchaseOrderLine> lines, IReadOnlyList<WantedLine> wanted)
    {
        var before = lines.ToDictionary(line => line.Sku);
        var edited = new List<PurchaseOrderLine>(wanted.Count);

        foreach (var (index, line) in wanted.Index())
        {
            var known = before.GetValueOrDefault(line.Sku);

            if (known is not null && line.Quantity < Math.Max(known.Received, known.Shipped ?? 0))
            {
                return ([], (index + 1, new("quantity", "below-received", $"Of {line.Sku} more than that has come or is on its way.")));
            }

            edited.Add(Line(line) with { Received = known?.Received ?? 0, Shipped = known?.Shipped });
        }

        var gone = lines.FirstOrDefault(line => (line.Received > 0 || line.Shipped > 0) && edited.All(kept => kept.Sku != line.Sku));

        return gone is null
            ? (edited, null)
            : ([], (0, new("lines", "below-received", $"The line of {gone.Sku} cannot go: goods of it have come or are on their way.")));
    }

    public static PurchaseOrderLine Line(WantedLine line) => new(
        line.Sku,
        line.Quantity,
        0,
        line.UnitCost,
        line.Deliveries[0].ExpectedOn,
        line.Deliveries.Count > 1 ? line.Deliveries : null);

    private static Violation? DeliveryViolation(IReadOnlyList<OrderDelivery> deliveries)
    {
        if (deliveries.Count is 0 or > DeliveriesMax)
        {
            return new("deliveries", "delivery-count-out-of-range", "A line has 1 to 52 deliveries.");
        }

        DateOnly? last = null;

        foreach (var delivery in deliveries)
        {
            var violation = (delivery.Quantity == 0
                    ? new Violation("quantity", "quantity-zero", "A quantity is above 0.")
                    : Quantity.Violation("quantity", delivery.Quantity))
                ?? (delivery.ExpectedOn.Year is < 1900 or > 2200
                    ? new Violation("expectedOn", "date-out-of-range", "The date is of the years 1900 to 2200.")
                    : null)
                ?? (delivery.ExpectedOn <= last
                    ? new Violation("deliveries", "deliveries-out-of-order", "Deliveries are in the order of their days, one a day.")
                    : null);

            if (violation is not null)
            {
                return violation;
            }

            last = delivery.ExpectedOn;
        }

        return Quantity.Violation("quantity", deliveries.Sum(delivery => delivery.Quantity));
    }
}
