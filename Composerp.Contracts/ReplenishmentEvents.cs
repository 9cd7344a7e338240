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
