namespace Composerp.InventoryLedger.Domain;

public enum MovementKind
{
    Receipt,
    Sale,
    CustomerReturn,
    SupplierReturn,

    /// <summary>From a location's stock into the in-transit stock of its destination.</summary>
    TransferOut,

    /// <summary>From a location's in-transit stock into its stock.</summary>
    TransferIn,

    /// <summary>A signed difference.</summary>
    Adjustment,

    /// <summary>What was found at a time; the ledger posts the difference as of that time.</summary>
    Count,

    /// <summary>Put aside: damaged goods are in the house and for nobody.</summary>
    Damage,

    /// <summary>Thrown away, because it expired or was damaged.</summary>
    Expiry,

    /// <summary>Promised to somebody, until it is sold, released or the promise ends.</summary>
    Reservation,

    ReservationRelease,

    /// <summary>Takes another movement back, whole.</summary>
    Reversal,

    /// <summary>Corrects what received goods cost. No goods move.</summary>
    CostCorrection,

    /// <summary>
    /// No goods moved: a business day without a sale. It has an identity like a movement, and it is published, but it
    /// has no entries.
    /// </summary>
    NoSale,
}

/// <summary>Where goods are, or where they came from and went to.</summary>
public enum Account
{
    /// <summary>In the house and free.</summary>
    OnHand,

    /// <summary>In the house and promised.</summary>
    Reserved,

    /// <summary>In the house and for nobody.</summary>
    Damaged,

    /// <summary>Under way to the location.</summary>
    InTransit,

    Supplier,
    Customer,
    Adjustment,
    Scrap,
}

public static class AccountRules
{
    /// <summary>Accounts outside the company have no balance, or everything would queue on them.</summary>
    public static bool IsInside(this Account account) => account <= Account.InTransit;
}

/// <summary>Goods taken from one account and put into another, for one reason at one time.</summary>
/// <param name="Id">Chosen by the sender, for ever unique.</param>
/// <param name="OccurredAt">
/// When goods physically moved, UTC, whole microseconds; null: when it is recorded, or of a reversal, when what it takes back did.
/// </param>
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
    ContentHash Content)
{
    /// <summary>The id of the reservation that a sale consumes or a release ends.</summary>
    public string? Reservation { get; init; }

    /// <summary>When a reservation ends by itself; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The id of the movement that a reversal takes back, or whose cost is corrected.</summary>
    public string? PastId { get; init; }

    /// <summary>That movement as it stands in the ledger; looked up before posting, since it never changes.</summary>
    public PastMovement? Past { get; init; }

    /// <summary>That movement was posted, and nobody knows any more what it did.</summary>
    public bool IsPastArchived { get; init; }
}

/// <param name="Lot">Empty where the item has no lots, or where the ledger picks them.</param>
/// <param name="Quantity">In the line's unit. Positive; signed in adjustments; what was found, zero or more, in counts.</param>
/// <param name="UnitPrice">Price or cost per unit, in the line's unit.</param>
public readonly record struct MovementLine(Sku Sku, string Lot, Quantity Quantity, decimal? UnitPrice)
{
    /// <summary>The account in the house that the line is about.</summary>
    public Account Status { get; init; }

    /// <summary>Null: the item's unit of measure.</summary>
    public string? Unit { get; init; }

    /// <summary>The last day on which goods of the lot may be sold.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>What the line costs beyond its price (freight, duty), of cost corrections only.</summary>
    public Money? LandedCost { get; init; }
}

/// <summary>A movement in the ledger, as later ones refer to it.</summary>
public sealed record PastMovement(
    string Id, MovementKind Kind, DateTimeOffset OccurredAt, string? Reference, IReadOnlyList<PastEntry> Entries);

/// <summary>An entry in the ledger.</summary>
/// <param name="Line">Within shard and sequence.</param>
/// <param name="Contra">The account on the other side.</param>
/// <param name="Value">What it added to the value of stock; null where it has none.</param>
/// <param name="Variance">What it cost beyond that.</param>
public sealed record PastEntry(
    int Line,
    PositionKey Position,
    Account Contra,
    LocationCode? Counterpart,
    Quantity Quantity,
    Money? Value,
    Money? Variance,
    decimal? UnitPrice,
    DateTimeOffset OccurredAt,
    bool IsCorrection,
    bool IsCount,
    string? Reservation);
