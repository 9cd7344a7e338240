using Composerp.Contracts;

namespace Composerp.InventoryLedger.Domain;

/// <summary>The rules of a movement's lines.</summary>
internal static class MovementLineRules
{
    /// <param name="kind">Null where it is unknown: then signs are not looked at.</param>
    public static IReadOnlyList<MovementLine> Check(
        IReadOnlyList<MovementLineDraft?> drafts, MovementKind? kind, List<RuleViolation> violations)
    {
        if (FindViolation(drafts.Count, kind) is { } misfit)
        {
            violations.Add(new(misfit, "lines"));

            return [];
        }

        var lines = new MovementLine[drafts.Count];
        var counted = new HashSet<(Sku, string, Account)>();

        for (var n = 0; n < drafts.Count; n++)
        {
            var draft = drafts[n] ?? new();
            lines[n] = Check(draft, kind, $"lines[{n}]", violations);

            if (kind == MovementKind.Count && !counted.Add((lines[n].Sku, lines[n].Lot, lines[n].Status)))
            {
                violations.Add(new(MovementViolation.CountedTwice, $"lines[{n}].sku"));
            }
        }

        return lines;
    }

    private static MovementLine Check(MovementLineDraft draft, MovementKind? kind, string path, List<RuleViolation> violations)
    {
        if (!Codes.IsCode(draft.Sku))
        {
            violations.Add(new(MovementViolation.BadSku, $"{path}.sku"));
        }

        if (draft.Lot is not null && !Codes.IsCode(draft.Lot))
        {
            violations.Add(new(MovementViolation.BadLot, $"{path}.lot"));
        }

        if (draft.UnitPrice is { } price && !UnitPrices.IsUnitPrice(price))
        {
            violations.Add(new(MovementViolation.BadUnitPrice, $"{path}.unitPrice"));
        }

        if (draft.Unit is not null && !Codes.IsText(draft.Unit, Codes.UnitLengthMax))
        {
            violations.Add(new(MovementViolation.BadUnit, $"{path}.unit"));
        }

        if (FindStatus(draft.Status, kind) is not { } status)
        {
            status = Account.OnHand;
            violations.Add(new(MovementViolation.BadStatus, $"{path}.status"));
        }

        if (draft.ExpiresOn is not null && (draft.Lot is null || kind is not (null or MovementKind.Receipt or MovementKind.Count)))
        {
            violations.Add(new(MovementViolation.UnexpectedLotExpiry, $"{path}.expiresOn"));
        }

        var quantity = Quantity.Zero;

        if (FindViolation(draft.Quantity, kind, ref quantity) is { } violation)
        {
            violations.Add(new(violation, $"{path}.quantity"));
        }

        return new(new(draft.Sku ?? ""), draft.Lot ?? "", quantity, draft.UnitPrice)
        {
            Unit = draft.Unit,
            Status = status,
            ExpiresOn = draft.ExpiresOn,
        };
    }

    private static MovementViolation? FindViolation(int count, MovementKind? kind) => kind switch
    {
        MovementKind.Reversal => count > 0 ? MovementViolation.UnexpectedLines : null,
        // A release without lines ends the whole reservation.
        MovementKind.ReservationRelease when count == 0 => null,
        _ => count == 0 ? MovementViolation.NoLines : count > MovementRules.LineCountMax ? MovementViolation.TooManyLines : null,
    };

    private static Account? FindStatus(string? told, MovementKind? kind) => told switch
    {
        null or Accounts.OnHand => Account.OnHand,
        Accounts.Damaged when kind is null or MovementKind.CustomerReturn or MovementKind.SupplierReturn or MovementKind.Adjustment
            or MovementKind.Count or MovementKind.Expiry => Account.Damaged,
        _ => null,
    };

    private static MovementViolation? FindViolation(decimal? told, MovementKind? kind, ref Quantity quantity)
    {
        if (told is not { } value)
        {
            return MovementViolation.MissingQuantity;
        }

        if (!Quantity.TryFrom(value, out quantity, out var problem))
        {
            return problem == QuantityProblem.TooManyDecimals
                ? MovementViolation.TooManyDecimals
                : MovementViolation.QuantityOutOfRange;
        }

        return kind switch
        {
            null => null,
            MovementKind.Count => quantity < Quantity.Zero ? MovementViolation.NegativeCount : null,
            MovementKind.Adjustment => quantity == Quantity.Zero ? MovementViolation.ZeroAdjustment : null,
            _ => quantity <= Quantity.Zero ? MovementViolation.QuantityNotPositive : null,
        };
    }
}
