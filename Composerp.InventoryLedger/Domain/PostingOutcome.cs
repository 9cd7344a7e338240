namespace Composerp.InventoryLedger.Domain;

/// <summary>Why a movement cannot be posted as things stand, most basic first.</summary>
public enum RefusalKind
{
    /// <summary>Its id was used before, for something else.</summary>
    ConflictingReplay,

    UnknownLocation,
    UnknownItem,

    /// <summary>What it takes back or corrects is not in the ledger.</summary>
    UnknownMovement,

    /// <summary>Its entries are archived.</summary>
    MovementArchived,

    UnknownReservation,

    /// <summary>It occurred in a period that is closed.</summary>
    PeriodClosed,

    /// <summary>It takes back what cannot be: a movement that was taken back already, or that moved nothing.</summary>
    AlreadyReversed,
    NotReversible,

    /// <summary>It would change nothing.</summary>
    NoEffect,

    /// <summary>Nothing of the reservation is held any more.</summary>
    ReservationClosed,

    UnknownUnit,

    /// <summary>In the item's unit it is a part that the item does not come in.</summary>
    Indivisible,

    MissingLot,
    UnexpectedLot,

    /// <summary>The lot is known with another expiry.</summary>
    ConflictingLotExpiry,

    /// <summary>A serial number is one piece.</summary>
    SerialNotOne,
    SerialInStock,

    /// <summary>The balance, or its value, would leave the range of numbers.</summary>
    BalanceOutOfRange,

    /// <summary>Less is held than is to be released.</summary>
    InsufficientReservation,

    InsufficientStock,
}

/// <param name="Line">Index of the movement's line; null where the movement as a whole is meant.</param>
/// <param name="Subject">The code that is unknown, or the position's item.</param>
/// <param name="Available">The balance that there is, where it does not suffice.</param>
public readonly record struct Refusal(RefusalKind Kind, int? Line, string Subject, Quantity? Available)
{
    /// <summary>The unknown location is the transfer's destination.</summary>
    public bool IsDestination { get; init; }

    /// <summary>The movement meant is the one whose cost was to be corrected.</summary>
    public bool IsOfCost { get; init; }
}

/// <summary>What became of a movement.</summary>
public abstract record PostingOutcome;

/// <summary>Posted, now or earlier: a repeat is answered as the first time.</summary>
/// <param name="IsRepeat">Nothing was posted now.</param>
public sealed record Posted(DateTimeOffset RecordedAt, IReadOnlyList<MovementPart> Parts, bool IsRepeat) : PostingOutcome;

/// <summary>Nothing of it was posted.</summary>
/// <param name="Refusals">Never empty; all that is wrong, in the order of <see cref="RefusalKind"/>.</param>
public sealed record Refused(IReadOnlyList<Refusal> Refusals) : PostingOutcome;
