namespace Composerp.Replenishment.Domain;

/// <summary>Goods ordered from one supplier for one location.</summary>
/// <param name="Status">approved, partially-received or received.</param>
/// <param name="ReceivedAt">When the last of the goods came; null until then.</param>
public sealed record PurchaseOrder(
    string Number,
    string Supplier,
    string Location,
    string Status,
    string ApprovedBy,
    DateTimeOffset ApprovedAt,
    DateTimeOffset? ReceivedAt,
    IReadOnlyList<PurchaseOrderLine> Lines);

/// <param name="Received">What came in; above the quantity where more was delivered than ordered.</param>
/// <param name="ExpectedOn">The location's business day.</param>
public sealed record PurchaseOrderLine(
    string Sku,
    decimal Quantity,
    decimal Received,
    decimal UnitCost,
    DateOnly ExpectedOn)
{
    /// <summary>What is still to come, never negative: too much of one delivery is not too little of the next.</summary>
    public decimal OnOrder => Math.Max(0, Quantity - Received);
}

public static class PurchaseOrderStatus
{
    public const string Approved = "approved";
    public const string PartiallyReceived = "partially-received";
    public const string Received = "received";

    public static IReadOnlyList<string> All { get; } = [Approved, PartiallyReceived, Received];
}
