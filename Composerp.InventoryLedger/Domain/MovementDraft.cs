namespace Composerp.InventoryLedger.Domain;

/// <summary>A movement as it was told, before any rule looked at it.</summary>
/// <param name="Id">Chosen by the sender, for ever unique: the same movement twice counts once. Required.</param>
/// <param name="Kind">RECEIPT, SALE, CUSTOMER_RETURN, TRANSFER_OUT, TRANSFER_IN, ADJUSTMENT or COUNT. Required.</param>
/// <param name="OccurredAt">When goods physically moved, with its offset; absent: now.</param>
/// <param name="Location">Where goods were, or where they came to. Required.</param>
/// <param name="ToLocation">Where a transfer goes to; of transfers only.</param>
/// <param name="Reference">The document behind it, such as a purchase order's number.</param>
/// <param name="Actor">Who acts.</param>
/// <param name="Lines">1 to 1,000.</param>
public sealed record MovementDraft(
    string? Id = null,
    string? Kind = null,
    DateTimeOffset? OccurredAt = null,
    string? Location = null,
    string? ToLocation = null,
    string? Reference = null,
    string? Reason = null,
    string? Actor = null,
    IReadOnlyList<MovementLineDraft?>? Lines = null);

/// <param name="Quantity">Positive, at most four decimals; signed in adjustments; what was found, zero or more, in counts. Required.</param>
/// <param name="UnitPrice">Price or cost per unit of measure.</param>
public sealed record MovementLineDraft(string? Sku = null, decimal? Quantity = null, string? Lot = null, decimal? UnitPrice = null);
