namespace Composerp.InventoryLedger.Domain;

public enum MovementKind
{
    Receipt,
    Sale,
    CustomerReturn,

    /// <summary>From a location's stock into the in-transit stock of its destination.</summary>
    TransferOut,

    /// <summary>From a location's in-transit stock into its stock.</summary>
    TransferIn,

    /// <summary>A signed difference.</summary>
    Adjustment,

    /// <summary>What was found at a time; the ledger posts the difference as of that time.</summary>
    Count,

    /// <summary>
    /// No goods moved: a business day without a sale. It has an identity like a movement, and it is published, but it
    /// has no entries.
    /// </summary>
    NoSale,
}

/// <summary>Where goods are, or where they came from and went to.</summary>
public enum Account
{
    OnHand,

    /// <summary>Under way to the location.</summary>
    InTransit,

    Supplier,
    Customer,
    Adjustment,
}

/// <summary>Goods taken from one account and put into another, for one reason at one time.</summary>
/// <param name="Id">Chosen by the sender, for ever unique.</param>
/// <param name="OccurredAt">When goods physically moved, UTC, whole microseconds; null: when it is recorded.</param>
/// <param name="ToLocation">The destination, of transfers only.</param>
/// <param name="Content">What a repeat of the same id must agree with.</param>
public sealed record Movement(
    string Id,
    MovementKind Kind,
    DateTimeOffset? OccurredAt,
    LocationCode Location,
    LocationCode? ToLocation,
    string? Reference,
    string? Reason,
    string? Actor,
    IReadOnlyList<MovementLine> Lines,
    ContentHash Content);

/// <param name="Lot">Empty where the item has no lots.</param>
/// <param name="Quantity">Positive; signed in adjustments; what was found, zero or more, in counts.</param>
/// <param name="UnitPrice">Price or cost per unit of measure.</param>
public readonly record struct MovementLine(Sku Sku, string Lot, Quantity Quantity, decimal? UnitPrice);
