namespace Composerp.InventoryLedger.Domain;

/// <summary>The rules of a movement's lines.</summary>
internal static class MovementLineRules
{
    /// <param name="kind">Null where it is unknown: then signs are not looked at.</param>
    public static IReadOnlyList<MovementLine> Check(
        IReadOnlyList<MovementLineDraft?> drafts, MovementKind? kind, List<RuleViolation> violations)
    {
        if (drafts.Count is 0 or > MovementRules.LineCountMax)
        {
            violations.Add(new(drafts.Count == 0 ? MovementViolation.NoLines : MovementViolation.TooManyLines, "lines"));

            return [];
        }

        var lines = new MovementLine[drafts.Count];
        var counted = new HashSet<(string, string)>();

        for (var n = 0; n < drafts.Count; n++)
        {
            var draft = drafts[n] ?? new();
            lines[n] = Check(draft, kind, $"lines[{n}]", violations);

            if (kind == MovementKind.Count && !counted.Add((draft.Sku ?? "", draft.Lot ?? "")))
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

        var quantity = Quantity.Zero;

        if (FindViolation(draft.Quantity, kind, ref quantity) is { } violation)
        {
            violations.Add(new(violation, $"{path}.quantity"));
        }

        return new(new(draft.Sku ?? ""), draft.Lot ?? "", quantity, draft.UnitPrice);
    }

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
