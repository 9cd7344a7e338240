using System.Diagnostics;
using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger;

/// <summary>What is wrong, in words for the person who sent it.</summary>
internal static class LedgerReasons
{
    public const string BadCode = "A code has 1 to 64 characters, no control characters, no slash and no spaces around.";

    public const string TooManyDecimals = "A quantity has at most four decimals.";

    public const string QuantityOutOfRange = "A quantity is at most 922,337,203,685,477.5807.";

    public const string BadUnitPrice = "A price is zero or more, below 10^12, with at most six decimals.";

    public static string ItemInUse(string sku) =>
        $"{sku} has movements: its unit, tracking and valuation stay, and its quantities keep their decimals.";

    public static string BadText(int lengthMax) => $"A text has 1 to {lengthMax} characters, no control characters and no spaces around.";

    public static string Of(MovementViolation violation) => violation switch
    {
        MovementViolation.BadId => $"An id has 1 to {Codes.MovementIdLengthMax} characters, no control characters and no spaces around.",
        MovementViolation.UnknownKind => "The kind is none of RECEIPT, SALE, CUSTOMER_RETURN, SUPPLIER_RETURN, TRANSFER_OUT, TRANSFER_IN, ADJUSTMENT, COUNT, DAMAGE, EXPIRY, "
            + "RESERVATION, RESERVATION_RELEASE, REVERSAL.",
        MovementViolation.BadText => BadText(Codes.TextLengthMax),
        MovementViolation.BadLocation or MovementViolation.BadSku or MovementViolation.BadLot => BadCode,
        MovementViolation.UnexpectedLocation => "A reversal happens where that happened which it takes back.",
        MovementViolation.MissingToLocation => "A transfer names its destination in toLocation.",
        MovementViolation.UnexpectedToLocation => "Only transfers have a toLocation.",
        MovementViolation.TransferToItself => "A transfer goes to another location.",
        MovementViolation.MissingReservation => "A release names the id of the reservation that it ends.",
        MovementViolation.UnexpectedReservation => "Only sales and releases name a reservation.",
        MovementViolation.MissingReverses => "A reversal names the id of the movement that it takes back.",
        MovementViolation.UnexpectedReverses => "Only reversals take a movement back.",
        MovementViolation.UnexpectedExpiry => "Only reservations end by themselves.",
        MovementViolation.OccursTooEarly => $"Goods do not move before {MovementRules.EarliestOccurrence:yyyy-MM-dd}.",
        MovementViolation.OccursInFuture => "Goods do not move more than a day from now.",
        MovementViolation.NoLines => "A movement has at least one line.",
        MovementViolation.UnexpectedLines => "A reversal takes back the whole movement: it has no lines.",
        MovementViolation.BadUnit => BadText(Codes.UnitLengthMax),
        MovementViolation.BadStatus => "The status is ON_HAND, or DAMAGED in returns, adjustments, counts and disposals.",
        MovementViolation.UnexpectedLotExpiry => "A receipt or a count tells when a lot expires, and names the lot.",
        MovementViolation.TooManyLines => $"A movement has at most {MovementRules.LineCountMax} lines: send the rest as another movement.",
        MovementViolation.MissingQuantity => "A line has a quantity.",
        MovementViolation.TooManyDecimals => TooManyDecimals,
        MovementViolation.QuantityOutOfRange => QuantityOutOfRange,
        MovementViolation.QuantityNotPositive => "The quantity is above zero: the kind says in which direction goods move.",
        MovementViolation.NegativeCount => "A count finds zero or more.",
        MovementViolation.ZeroAdjustment => "An adjustment changes something.",
        MovementViolation.BadUnitPrice => BadUnitPrice,
        MovementViolation.CountedTwice => "A count finds each item and lot once.",
        _ => throw new UnreachableException($"No reason for {violation}."),
    };

    public static string Of(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.ConflictingReplay => "This id was used before, for a movement with other content.",
        RefusalKind.UnknownLocation => $"There is no location {refusal.Subject}.",
        RefusalKind.UnknownItem => $"There is no item {refusal.Subject}.",
        RefusalKind.UnknownMovement => $"There is no movement {refusal.Subject}.",
        RefusalKind.MovementArchived => $"The entries of {refusal.Subject} are archived: it cannot be taken back or corrected any more.",
        RefusalKind.UnknownReservation => $"There is no reservation {refusal.Subject} at the location.",
        RefusalKind.PeriodClosed => $"Business days up to {refusal.Subject} are closed.",
        RefusalKind.AlreadyReversed => $"The movement {refusal.Subject} was taken back already.",
        RefusalKind.NotReversible => $"The movement {refusal.Subject} cannot be taken back or corrected: it moved nothing, is over, "
            + "or is a count that later movements were reckoned against (count again for the same time).",
        RefusalKind.NoEffect => "It would change nothing.",
        RefusalKind.ReservationClosed => $"Nothing of the reservation {refusal.Subject} is held any more: it was sold, released or has expired.",
        RefusalKind.UnknownUnit => $"The item does not come in the unit {refusal.Subject}.",
        RefusalKind.Indivisible => $"This is no whole quantity of {refusal.Subject}: the item does not come in such parts.",
        RefusalKind.MissingLot => $"{refusal.Subject} has lots: say of which lot the goods are.",
        RefusalKind.UnexpectedLot => $"The item has no lots: {refusal.Subject} cannot be one.",
        RefusalKind.ConflictingLotExpiry => $"The lot {refusal.Subject} is known with another expiry.",
        RefusalKind.SerialNotOne => $"The serial number {refusal.Subject} is one piece.",
        RefusalKind.SerialInStock => $"The piece {refusal.Subject} is in stock already.",
        RefusalKind.InsufficientReservation => $"Less of {refusal.Subject} is held: {refusal.Available}.",
        RefusalKind.BalanceOutOfRange => $"The balance of {refusal.Subject} would be out of range.",
        RefusalKind.InsufficientStock => $"There is not enough of {refusal.Subject}: {refusal.Available} available.",
        _ => throw new UnreachableException($"No reason for {refusal.Kind}."),
    };
}
