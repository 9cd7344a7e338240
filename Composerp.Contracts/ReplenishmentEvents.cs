namespace Composerp.Contracts;

/// <summary>Goods are on order from now on: the ledger shows them, receipts name the number as their reference.</summary>
public sealed record PurchaseOrderApprovedV1(
    string Number,
    string Supplier,
    string Location,
    DateTimeOffset ApprovedAt,
    string Actor,
    IReadOnlyList<PurchaseOrderLineV1> Lines);

/// <param name="ExpectedOn">The location's business day on which delivery is expected.</param>
public sealed record PurchaseOrderLineV1(string Sku, decimal Quantity, DateOnly ExpectedOn, decimal? UnitCost = null);

/// <summary>Every line has come in: nothing of this order is on order any more.</summary>
public sealed record PurchaseOrderReceivedV1(string Number, string Location, DateTimeOffset ReceivedAt);

/// <summary>The supplier has the order.</summary>
public sealed record PurchaseOrderSentV1(string Number, string Supplier, string Location, DateTimeOffset SentAt, string Actor);

/// <summary>An approved order was changed: nothing of it is on order until it is approved again.</summary>
public sealed record PurchaseOrderReopenedV1(string Number, string Location, DateTimeOffset ReopenedAt, string Actor, string? Reason = null);

/// <summary>What has not come is not waited for: nothing of this order is on order any more.</summary>
public sealed record PurchaseOrderShortClosedV1(string Number, string Location, DateTimeOffset ClosedAt, string Actor, string? Reason = null);

/// <summary>Nothing of this order has come or will come.</summary>
public sealed record PurchaseOrderCancelledV1(string Number, string Location, DateTimeOffset CancelledAt, string Actor, string? Reason = null);

/// <summary>A transfer has another state: what it is now, in full.</summary>
/// <param name="Source">The location that ships; its movements name the number as their reference.</param>
/// <param name="Location">The location that receives.</param>
/// <param name="Status">draft, proposed, approved, sent, partially-received, received, short-closed or cancelled.</param>
public sealed record TransferOrderChangedV1(
    string Number,
    string Source,
    string Location,
    string Status,
    DateTimeOffset ChangedAt,
    string Actor,
    IReadOnlyList<PurchaseOrderLineV1> Lines);
