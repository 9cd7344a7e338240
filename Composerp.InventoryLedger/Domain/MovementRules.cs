using System.Collections.Frozen;
using Composerp.Contracts;

namespace Composerp.InventoryLedger.Domain;

/// <summary>What can be wrong with a movement before any position is looked at, most basic first.</summary>
public enum MovementViolation
{
    BadId,
    UnknownKind,
    BadText,
    BadLocation,
    UnexpectedLocation,
    MissingToLocation,
    UnexpectedToLocation,
    TransferToItself,
    MissingReservation,
    UnexpectedReservation,
    MissingReverses,
    UnexpectedReverses,
    UnexpectedExpiry,
    OccursTooEarly,
    OccursInFuture,
    NoLines,
    UnexpectedLines,
    TooManyLines,
    BadSku,
    BadLot,
    BadUnit,
    BadStatus,
    UnexpectedLotExpiry,
    MissingQuantity,
    TooManyDecimals,
    QuantityOutOfRange,
    QuantityNotPositive,
    NegativeCount,
    ZeroAdjustment,
    BadUnitPrice,
    CountedTwice,
}

/// <param name="Field">Path of the field, such as "lines[2].quantity".</param>
public readonly record struct RuleViolation(MovementViolation Violation, string Field);

/// <summary>The rules that a movement satisfies before it may reach the ledger.</summary>
/// <remarks>Rules that need to know stock, items or locations are decided by <see cref="Posting"/>.</remarks>
public static class MovementRules
{
    /// <summary>A stock count of a whole store is one movement.</summary>
    public const int LineCountMax = 20_000;

    /// <summary>Beyond clocks that are wrong by hours, and days that have begun elsewhere.</summary>
    public static readonly TimeSpan FutureMax = TimeSpan.FromDays(1);

    public static readonly DateTimeOffset EarliestOccurrence = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly FrozenDictionary<string, MovementKind> Kinds = new Dictionary<string, MovementKind>
    {
        [MovementKinds.Receipt] = MovementKind.Receipt,
        [MovementKinds.Sale] = MovementKind.Sale,
        [MovementKinds.CustomerReturn] = MovementKind.CustomerReturn,
        [MovementKinds.TransferOut] = MovementKind.TransferOut,
        [MovementKinds.TransferIn] = MovementKind.TransferIn,
        [MovementKinds.Adjustment] = MovementKind.Adjustment,
        [MovementKinds.Count] = MovementKind.Count,
        [MovementKinds.SupplierReturn] = MovementKind.SupplierReturn,
        [MovementKinds.Damage] = MovementKind.Damage,
        [MovementKinds.Expiry] = MovementKind.Expiry,
        [MovementKinds.Reservation] = MovementKind.Reservation,
        [MovementKinds.ReservationRelease] = MovementKind.ReservationRelease,
        [MovementKinds.Reversal] = MovementKind.Reversal,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The movement that a draft means, or all that is wrong with it, most basic first.</summary>
    /// <param name="now">UTC.</param>
    /// <returns>A movement and no violations, or no movement and at least one violation.</returns>
    public static (Movement? Movement, IReadOnlyList<RuleViolation> Violations) Check(MovementDraft draft, DateTimeOffset now)
    {
        var violations = new List<RuleViolation>();

        if (!Codes.IsMovementId(draft.Id))
        {
            violations.Add(new(MovementViolation.BadId, "id"));
        }

        var isKind = Kinds.TryGetValue(draft.Kind ?? "", out var kind);

        if (!isKind)
        {
            violations.Add(new(MovementViolation.UnknownKind, "kind"));
        }

        CheckTexts(draft, violations);
        CheckLocations(draft, isKind ? kind : null, violations);
        CheckReferences(draft, isKind ? kind : null, violations);
        CheckTime(draft.OccurredAt, now, violations);
        var lines = MovementLineRules.Check(draft.Lines ?? [], isKind ? kind : null, violations);

        return violations.Count > 0
            ? (null, [.. violations.OrderBy(violation => violation.Violation)])
            : (Movement(draft, kind, lines), []);
    }

    private static Movement Movement(MovementDraft draft, MovementKind kind, IReadOnlyList<MovementLine> lines)
    {
        var movement = new Movement(
            draft.Id ?? "",
            kind,
            Microseconds(draft.OccurredAt),
            new(draft.Location ?? ""),
            draft.ToLocation is null ? null : new(draft.ToLocation),
            draft.Reference,
            draft.Reason,
            draft.Actor,
            lines,
            default)
        {
            Reservation = draft.Reservation,
            ExpiresAt = Microseconds(draft.ExpiresAt),
            PastId = draft.Reverses,
        };

        return movement with { Content = ContentHash.OfMovement(movement) };
    }

    /// <summary>UTC, in whole microseconds: what the database keeps, with which a repeat is compared.</summary>
    public static DateTimeOffset? Microseconds(DateTimeOffset? told)
    {
        var instant = told?.ToUniversalTime();

        return instant - TimeSpan.FromTicks(instant?.Ticks % TimeSpan.TicksPerMicrosecond ?? 0);
    }

    private static void CheckTexts(MovementDraft draft, List<RuleViolation> violations)
    {
        foreach (var (text, field) in new[] { (draft.Reference, "reference"), (draft.Reason, "reason"), (draft.Actor, "actor") })
        {
            if (text is not null && !Codes.IsText(text, Codes.TextLengthMax))
            {
                violations.Add(new(MovementViolation.BadText, field));
            }
        }
    }

    private static void CheckLocations(MovementDraft draft, MovementKind? kind, List<RuleViolation> violations)
    {
        // What a reversal takes back says where that was.
        if (kind == MovementKind.Reversal && draft.Location is not null)
        {
            violations.Add(new(MovementViolation.UnexpectedLocation, "location"));
        }

        if (kind != MovementKind.Reversal && !Codes.IsCode(draft.Location))
        {
            violations.Add(new(MovementViolation.BadLocation, "location"));
        }

        if (draft.ToLocation is not null && !Codes.IsCode(draft.ToLocation))
        {
            violations.Add(new(MovementViolation.BadLocation, "toLocation"));
        }

        var isTransfer = kind is MovementKind.TransferOut or MovementKind.TransferIn;

        if (isTransfer && draft.ToLocation is null)
        {
            violations.Add(new(MovementViolation.MissingToLocation, "toLocation"));
        }

        if (kind is not null && !isTransfer && draft.ToLocation is not null)
        {
            violations.Add(new(MovementViolation.UnexpectedToLocation, "toLocation"));
        }

        if (isTransfer && draft.ToLocation is not null && draft.ToLocation == draft.Location)
        {
            violations.Add(new(MovementViolation.TransferToItself, "toLocation"));
        }
    }

    private static void CheckReferences(MovementDraft draft, MovementKind? kind, List<RuleViolation> violations)
    {
        if (draft.Reservation is null ? kind == MovementKind.ReservationRelease : !Codes.IsMovementId(draft.Reservation))
        {
            violations.Add(new(MovementViolation.MissingReservation, "reservation"));
        }
        else if (draft.Reservation is not null && kind is not (null or MovementKind.Sale or MovementKind.ReservationRelease))
        {
            violations.Add(new(MovementViolation.UnexpectedReservation, "reservation"));
        }

        if (draft.Reverses is null ? kind == MovementKind.Reversal : !Codes.IsMovementId(draft.Reverses))
        {
            violations.Add(new(MovementViolation.MissingReverses, "reverses"));
        }
        else if (draft.Reverses is not null && kind is not (null or MovementKind.Reversal))
        {
            violations.Add(new(MovementViolation.UnexpectedReverses, "reverses"));
        }

        if (draft.ExpiresAt is not null && kind is not (null or MovementKind.Reservation))
        {
            violations.Add(new(MovementViolation.UnexpectedExpiry, "expiresAt"));
        }
    }

    private static void CheckTime(DateTimeOffset? occurredAt, DateTimeOffset now, List<RuleViolation> violations)
    {
        if (occurredAt < EarliestOccurrence)
        {
            violations.Add(new(MovementViolation.OccursTooEarly, "occurredAt"));
        }

        if (occurredAt > now + FutureMax)
        {
            violations.Add(new(MovementViolation.OccursInFuture, "occurredAt"));
        }
    }
}
