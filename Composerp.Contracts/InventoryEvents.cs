namespace Composerp.Contracts;

/// <summary>A movement as one shard sees it: all its lines in that shard.</summary>
/// <param name="Kind">One of <see cref="MovementKinds"/>.</param>
/// <param name="OccurredAt">When goods physically moved, UTC.</param>
/// <param name="RecordedAt">When the ledger heard of it, by the database's clock, UTC; never decreases within a shard.</param>
/// <param name="Part">This event is part n of <paramref name="Parts"/>: a transfer touches two shards.</param>
/// <param name="Reference">The document behind it, such as a purchase order's number.</param>
public sealed record MovementPostedV1(
    string MovementId,
    string Kind,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    int Part,
    int Parts,
    IReadOnlyList<MovementLineV1> Lines,
    string? Actor = null,
    string? Reason = null,
    string? Reference = null);

/// <summary>What one account gained (positive) or gave (negative) by a movement.</summary>
/// <param name="Location">The location whose shard holds the line, also for accounts outside.</param>
/// <param name="Account">One of <see cref="Accounts"/>.</param>
/// <param name="Quantity">In the item's unit of measure, at most four decimals, signed; zero only where a count found what was expected.</param>
/// <param name="OccurredAt">Set where it differs from the movement's: the correction that keeps a later count right.</param>
/// <param name="Version">1, 2, 3.. per position; null for accounts outside, which have no position.</param>
/// <param name="Balance">The position's balance after this line; null for accounts outside.</param>
/// <param name="UnitPrice">Price or cost per unit where the movement carried one.</param>
public sealed record MovementLineV1(
    string Location,
    string Sku,
    string Account,
    decimal Quantity,
    string? Lot = null,
    DateTimeOffset? OccurredAt = null,
    long? Version = null,
    decimal? Balance = null,
    decimal? UnitPrice = null);

/// <summary>Days on which a location was seen to sell none of an item: demand of zero, no movement.</summary>
public sealed record DemandObservedV1(string Location, IReadOnlyList<ZeroDemandV1> Zeros);

/// <param name="Date">The location's business day.</param>
public sealed record ZeroDemandV1(string Sku, DateOnly Date);

/// <param name="Unit">The unit of measure that quantities are counted in.</param>
public sealed record ItemChangedV1(
    string Sku,
    string Name,
    string Unit,
    string? Category = null,
    decimal? UnitCost = null);

/// <param name="Kind">"warehouse" or "store".</param>
/// <param name="TimeZone">IANA name; business days are days of this zone.</param>
/// <param name="GoLive">Movements of earlier days are history: demand and audit trail, not stock. Null: live from the first movement.</param>
public sealed record LocationChangedV1(
    string Code,
    string Name,
    string Kind,
    string TimeZone,
    bool AllowsNegative,
    DateOnly? GoLive = null);

public static class MovementKinds
{
    public const string Receipt = "RECEIPT";
    public const string Sale = "SALE";
    public const string CustomerReturn = "CUSTOMER_RETURN";
    public const string TransferOut = "TRANSFER_OUT";
    public const string TransferIn = "TRANSFER_IN";
    public const string Adjustment = "ADJUSTMENT";
    public const string Count = "COUNT";
}

public static class Accounts
{
    public const string OnHand = "ON_HAND";
    public const string InTransit = "IN_TRANSIT";

    public const string Supplier = "SUPPLIER";
    public const string Customer = "CUSTOMER";
    public const string Adjustment = "ADJUSTMENT";
}
