using System.Text.Json.Serialization;

namespace Composerp.InventoryLedger.Domain;

/// <summary>A movement as it was told, before any rule looked at it.</summary>
/// <param name="Id">Chosen by the sender, for ever unique: the same again is answered as the first time.</param>
/// <param name="Kind">
/// RECEIPT, SALE, CUSTOMER_RETURN, SUPPLIER_RETURN, TRANSFER_OUT, TRANSFER_IN, ADJUSTMENT, COUNT, DAMAGE, EXPIRY, RESERVATION,
/// RESERVATION_RELEASE or REVERSAL.
/// </param>
/// <param name="OccurredAt">When goods physically moved; now, where it is left out.</param>
/// <param name="Location">Where; left out in reversals.</param>
/// <param name="ToLocation">The destination, of transfers only.</param>
/// <param name="Reference">The document behind it, such as a purchase order's number.</param>
/// <param name="Reason">Why, such as a reason code of an adjustment.</param>
/// <param name="Actor">Who acts.</param>
/// <param name="Lines">1 to 20,000; none in reversals, and in releases of all that is held.</param>
/// <param name="Reservation">Of a sale or a release: the id of the reservation that it consumes or ends.</param>
/// <param name="ExpiresAt">Of a reservation: when it ends by itself.</param>
/// <param name="Reverses">Of a reversal: the id of the movement that it takes back.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MovementDraft(
    string? Id = null,
    string? Kind = null,
    DateTimeOffset? OccurredAt = null,
    string? Location = null,
    string? ToLocation = null,
    string? Reference = null,
    string? Reason = null,
    string? Actor = null,
    IReadOnlyList<MovementLineDraft?>? Lines = null,
    string? Reservation = null,
    DateTimeOffset? ExpiresAt = null,
    string? Reverses = null);

/// <param name="Quantity">Above zero; signed in adjustments; what was found in counts.</param>
/// <param name="Lot">Lot or serial number; where goods leave and none is named, the first to expire.</param>
/// <param name="UnitPrice">Price or cost of one unit: what a receipt's goods cost, what a sale brought.</param>
/// <param name="Unit">Unit of quantity and price; the item's own where it is left out.</param>
/// <param name="Status">ON_HAND, or DAMAGED for returns, adjustments, counts and disposals of damaged goods.</param>
/// <param name="ExpiresOn">Of a receipt or a count: the last day on which goods of the lot may be sold.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MovementLineDraft(
    string? Sku = null,
    decimal? Quantity = null,
    string? Lot = null,
    decimal? UnitPrice = null,
    string? Unit = null,
    string? Status = null,
    DateOnly? ExpiresOn = null);
