namespace Composerp.Contracts;

/// <summary>A movement as one shard sees it: all its lines in that shard.</summary>
/// <param name="Kind">One of <see cref="MovementKinds"/>.</param>
/// <param name="OccurredAt">When goods physically moved, UTC.</param>
/// <param name="RecordedAt">When the ledger heard of it, by the database's clock, UTC; never decreases within a shard.</param>
/// <param name="Part">This event is part n of <paramref name="Parts"/>: a transfer touches two shards.</param>
/// <param name="Reference">The document behind it, such as a purchase order's number; of a reversal, that of what it takes back.</param>
/// <param name="Reverses">The id of the movement that this one takes back.</param>
/// <param name="ReversedKind">The kind of that movement.</param>
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
    string? Reference = null,
    string? Reverses = null,
    string? ReversedKind = null);

/// <summary>What one account gained (positive) or gave (negative) by a movement.</summary>
/// <param name="Location">The location whose shard holds the line, also for accounts outside.</param>
/// <param name="Account">One of <see cref="Accounts"/>.</param>
/// <param name="Quantity">In the item's unit of measure, at most four decimals, signed; zero only where a count found what was expected, and where a cost was corrected.</param>
/// <param name="OccurredAt">Set where it differs from the movement's: the correction that keeps a later count right.</param>
/// <param name="Version">1, 2, 3.. per position; null for accounts outside, which have no position.</param>
/// <param name="Balance">The position's balance after this line; null for accounts outside.</param>
/// <param name="UnitPrice">Price or cost per unit where the movement carried one.</param>
/// <param name="Value">What the line added to the value of stock; null where it has no cost.</param>
/// <param name="Variance">What was paid beyond the value, or less: a cost of sales.</param>
/// <param name="ExpiresOn">The last day on which goods of the lot may be sold, where it is known; of a position's side, not of the outside.</param>
public sealed record MovementLineV1(
    string Location,
    string Sku,
    string Account,
    decimal Quantity,
    string? Lot = null,
    DateTimeOffset? OccurredAt = null,
    long? Version = null,
    decimal? Balance = null,
    decimal? UnitPrice = null,
    decimal? Value = null,
    decimal? Variance = null,
    DateOnly? ExpiresOn = null);

/// <summary>Days on which a location was seen to sell none of an item: demand of zero, no movement.</summary>
public sealed record DemandObservedV1(string Location, IReadOnlyList<ZeroDemandV1> Zeros);

/// <param name="Date">The location's business day.</param>
public sealed record ZeroDemandV1(string Sku, DateOnly Date);

/// <param name="Unit">The unit of measure that quantities are counted in.</param>
/// <param name="Decimals">Decimals that a quantity may have, 0 to 4; null: 4.</param>
/// <param name="Tracking">"lot" or "serial"; null: goods are not told apart.</param>
/// <param name="Valuation">"fifo"; null: moving average.</param>
public sealed record ItemChangedV1(
    string Sku,
    string Name,
    string Unit,
    string? Category = null,
    decimal? UnitCost = null,
    int? Decimals = null,
    string? Tracking = null,
    string? Valuation = null,
    IReadOnlyList<ItemUnitV1>? Units = null);

/// <summary>Another unit of measure that an item comes in.</summary>
/// <param name="Quantity">How many of the item's own unit one is: a case is 12.</param>
public sealed record ItemUnitV1(string Unit, decimal Quantity);

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

/// <summary>What positions are at this place of the log; stated before older movements leave it.</summary>
/// <remarks>
/// Whoever begins to read behind those takes it over. Who has read them knows it: the same version, the same balance.
/// </remarks>
public sealed record OpeningBalancesStatedV1(IReadOnlyList<OpeningBalanceV1> Balances);

/// <param name="Account">One of <see cref="Accounts"/>, inside the company.</param>
/// <param name="Balance">In the item's unit of measure, with everything that stands before in the log.</param>
/// <param name="Version">That of the position's last line before.</param>
/// <param name="Value">What the position's lines added to the value of stock, in sum.</param>
/// <param name="ExpiresOn">The last day on which goods of the lot may be sold, where it is known.</param>
public sealed record OpeningBalanceV1(
    string Location,
    string Sku,
    string Account,
    decimal Balance,
    long Version,
    decimal Value,
    string? Lot = null,
    DateOnly? ExpiresOn = null);

public static class MovementKinds
{
    public const string Receipt = "RECEIPT";
    public const string Sale = "SALE";
    public const string CustomerReturn = "CUSTOMER_RETURN";
    public const string TransferOut = "TRANSFER_OUT";
    public const string TransferIn = "TRANSFER_IN";
    public const string Adjustment = "ADJUSTMENT";
    public const string Count = "COUNT";
    public const string SupplierReturn = "SUPPLIER_RETURN";
    public const string Damage = "DAMAGE";
    public const string Expiry = "EXPIRY";
    public const string Reservation = "RESERVATION";
    public const string ReservationRelease = "RESERVATION_RELEASE";
    public const string Reversal = "REVERSAL";

    /// <summary>No goods move: what a receipt's goods cost was corrected.</summary>
    public const string CostCorrection = "COST_CORRECTION";
}

public static class Accounts
{
    /// <summary>In the house and free.</summary>
    public const string OnHand = "ON_HAND";

    /// <summary>In the house and promised.</summary>
    public const string Reserved = "RESERVED";

    /// <summary>In the house and for nobody.</summary>
    public const string Damaged = "DAMAGED";

    /// <summary>Under way to the location.</summary>
    public const string InTransit = "IN_TRANSIT";

    public const string Supplier = "SUPPLIER";
    public const string Customer = "CUSTOMER";
    public const string Adjustment = "ADJUSTMENT";
    public const string Scrap = "SCRAP";
}
