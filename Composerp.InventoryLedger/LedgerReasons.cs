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

    public static string BadText(int lengthMax) => $"A text has 1 to {lengthMax} characters, no control characters and no spaces around.";

    public static string Of(MovementViolation violation) => violation switch
    {
        MovementViolation.BadId => $"An id has 1 to {Codes.MovementIdLengthMax} characters, no control characters and no spaces around.",
        MovementViolation.UnknownKind => "The kind is none of RECEIPT, SALE, CUSTOMER_RETURN, TRANSFER_OUT, TRANSFER_IN, ADJUSTMENT, COUNT.",
        MovementViolation.BadText => BadText(Codes.TextLengthMax),
        MovementViolation.BadLocation or MovementViolation.BadSku or MovementViolation.BadLot => BadCode,
        MovementViolation.MissingToLocation => "A transfer names its destination in toLocation.",
        MovementViolation.UnexpectedToLocation => "Only transfers have a toLocation.",
        MovementViolation.TransferToItself => "A transfer goes to another location.",
        MovementViolation.OccursTooEarly => $"Goods do not move before {MovementRules.EarliestOccurrence:yyyy-MM-dd}.",
        MovementViolation.OccursInFuture => "Goods do not move more than a day from now.",
        MovementViolation.NoLines => "A movement has at least one line.",
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
        RefusalKind.BalanceOutOfRange => $"The balance of {refusal.Subject} would be out of range.",
        RefusalKind.InsufficientStock => $"There is not enough of {refusal.Subject}: {refusal.Available} available.",
        _ => throw new UnreachableException($"No reason for {refusal.Kind}."),
    };
}
