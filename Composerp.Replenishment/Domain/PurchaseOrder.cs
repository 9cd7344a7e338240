using System.Text.Json.Serialization;
using Composerp.Replenishment.Domain.Orders;

namespace Composerp.Replenishment.Domain;

/// <summary>Goods ordered for one location: a purchase from a supplier, or a transfer from a warehouse.</summary>
/// <param name="Kind">purchase or transfer.</param>
/// <param name="Supplier">Of a purchase.</param>
/// <param name="Source">Of a transfer: the location that ships.</param>
/// <param name="MadeBy">Whose hand is in it since the last approval: they may not approve it. Empty: as it was calculated.</param>
/// <param name="ReceivedAt">When the last of the goods came; null until then.</param>
/// <param name="ClosedAt">When it was cancelled or closed short.</param>
/// <param name="Revision">Counts the changes, from 1.</param>
/// <param name="OverTolerance">So much more than ordered is no surprise: 0.05 are five percent.</param>
/// <param name="UnderTolerance">So much less than ordered still completes a line.</param>
public sealed record PurchaseOrder(
    string Number,
    string Kind,
    string? Supplier,
    string? Source,
    string Location,
    string Status,
    string? CreatedBy,
    DateTimeOffset? CreatedAt,
    IReadOnlyList<string> MadeBy,
    string? ApprovedBy,
    DateTimeOffset? ApprovedAt,
    DateTimeOffset? SentAt,
    DateTimeOffset? ReceivedAt,
    DateTimeOffset? ClosedAt,
    int Revision,
    decimal OverTolerance,
    decimal UnderTolerance,
    IReadOnlyList<PurchaseOrderLine> Lines)
{
    /// <summary>What the goods cost, in the company's currency.</summary>
    public decimal Amount => Lines.Sum(line => line.Quantity * line.UnitCost);

    [JsonIgnore]
    public bool IsOpen => PurchaseOrderStatus.Open.Contains(Status);

    /// <summary>How much of it has come.</summary>
    [JsonIgnore]
    public GoodsCame GoodsCame => Lines.All(line => line.Received >= line.Quantity * (1 - UnderTolerance)) ? GoodsCame.All
        : Lines.Any(line => line.Received > 0 || line.Shipped > 0) ? GoodsCame.Some
        : GoodsCame.None;

    /// <summary>The order after a step; null where its state does not allow it.</summary>
    public PurchaseOrder? After(OrderStep step, string actor, DateTimeOffset at)
    {
        if (OrderLife.Next(Status, step, GoodsCame, SentAt is not null) is not { } next)
        {
            return null;
        }

        var after = this with { Status = next, Revision = Revision + 1 };

        return step switch
        {
            OrderStep.Approve => after with { ApprovedBy = actor, ApprovedAt = at, MadeBy = [], ReceivedAt = next == PurchaseOrderStatus.Received ? at : null },
            OrderStep.Edit => after with { MadeBy = [.. MadeBy.Append(actor).Distinct()], ApprovedBy = null, ApprovedAt = null, SentAt = null },
            OrderStep.Send => after with { SentAt = at },
            OrderStep.Receive => after with { ReceivedAt = next == PurchaseOrderStatus.Received ? ReceivedAt ?? at : null },
            OrderStep.CloseShort or OrderStep.Cancel => after with { ClosedAt = at },
            _ => after,
        };
    }
}

/// <param name="Received">What came in; above the quantity where more was delivered than ordered.</param>
/// <param name="ExpectedOn">The location's business day; of several deliveries the first.</param>
/// <param name="Deliveries">Where the goods are to come on several days: in their order, together the quantity.</param>
/// <param name="Shipped">Of a transfer: what has left the warehouse.</param>
public sealed record PurchaseOrderLine(
    string Sku,
    decimal Quantity,
    decimal Received,
    decimal UnitCost,
    DateOnly ExpectedOn,
    IReadOnlyList<OrderDelivery>? Deliveries = null,
    decimal? Shipped = null)
{
    /// <summary>What is still to come, never negative: too much of one delivery is not too little of the next.</summary>
    public decimal OnOrder => Math.Max(0, Quantity - Received);
}

/// <param name="ExpectedOn">The location's business day.</param>
public sealed record OrderDelivery(DateOnly ExpectedOn, decimal Quantity);

public static class OrderKinds
{
    public const string Purchase = "purchase";
    public const string Transfer = "transfer";
}

public static class PurchaseOrderStatus
{
    public const string Draft = "draft";
    public const string Proposed = "proposed";
    public const string Approved = "approved";
    public const string Sent = "sent";
    public const string PartiallyReceived = "partially-received";
    public const string Received = "received";
    public const string ShortClosed = "short-closed";
    public const string Cancelled = "cancelled";

    /// <summary>Of these something may still come.</summary>
    public static IReadOnlyList<string> Open { get; } = [Draft, Proposed, Approved, Sent, PartiallyReceived];

    public static IReadOnlyList<string> All { get; } = [.. Open, Received, ShortClosed, Cancelled];
}
