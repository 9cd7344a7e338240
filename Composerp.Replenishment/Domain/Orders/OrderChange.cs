namespace Composerp.Replenishment.Domain.Orders;

/// <summary>What a change did: the parts of an order that differ, before and after.</summary>
public sealed record OrderPart(string Status, decimal Amount, IReadOnlyList<PurchaseOrderLine>? Lines = null);

public static class OrderChange
{
    /// <summary>The lines that differ, as they were and as they are.</summary>
    public static (OrderPart Before, OrderPart After) Between(PurchaseOrder before, PurchaseOrder after) =>
        (Part(before, after), Part(after, before));

    private static OrderPart Part(PurchaseOrder order, PurchaseOrder other)
    {
        var others = other.Lines.ToDictionary(line => line.Sku);
        var lines = order.Lines.Where(line => !others.TryGetValue(line.Sku, out var same) || !AreSame(line, same)).ToList();

        return new(order.Status, order.Amount, lines.Count == 0 ? null : lines);
    }

    // Records compare lists by reference.
    private static bool AreSame(PurchaseOrderLine one, PurchaseOrderLine other) =>
        one with { Deliveries = null } == other with { Deliveries = null }
        && (one.Deliveries ?? []).SequenceEqual(other.Deliveries ?? []);
}
