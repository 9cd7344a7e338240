namespace Composerp.InventoryLedger.Domain;

/// <summary>A line of a movement in the item's own terms.</summary>
/// <param name="Index">Of the line within the movement.</param>
/// <param name="Quantity">In the item's unit; signed in adjustments.</param>
/// <param name="UnitPrice">Per unit of the item's unit, to six decimals.</param>
/// <param name="Worth">Quantity times price as it was told, exact to a millionth; null without a price.</param>
internal sealed record PostingLine(
    int Index, ItemRules Item, string Lot, Quantity Quantity, decimal? UnitPrice, Money? Worth, Account Status)
{
    public Sku Sku => Item.Sku;
}

/// <summary>Reads lines in the item's own terms: units, lots and serial numbers.</summary>
internal sealed class PostingLines(Movement movement, PostingBooks books, List<Refusal> refusals)
{
    /// <summary>Lines that can be posted; what stands against the others is in the refusals.</summary>
    public IReadOnlyList<PostingLine> Read() =>
        [.. movement.Lines.Select(Read).OfType<PostingLine>()];

    private PostingLine? Read(MovementLine line, int index)
    {
        var item = books.State.Items[line.Sku];

        if (item.FindFactor(line.Unit) is not { } factor)
        {
            return Refuse(RefusalKind.UnknownUnit, index, line.Unit ?? "");
        }

        if (!TryConvert(line.Quantity, factor, out var quantity) || !item.IsWhole(quantity))
        {
            return Refuse(RefusalKind.Indivisible, index, line.Sku.Value);
        }

        if (FindMisfit(line, item, quantity) is { } misfit)
        {
            return Refuse(misfit, index, line.Lot.Length > 0 ? line.Lot : line.Sku.Value);
        }

        Money? worth = line.UnitPrice is { } price ? Money.Of(line.Quantity, price) : null;
        var unitPrice = factor == Quantity.Of(1) ? line.UnitPrice : Round(line.UnitPrice / factor.ToDecimal());

        return new(index, item, line.Lot, quantity, unitPrice, worth, line.Status);
    }

    private RefusalKind? FindMisfit(MovementLine line, ItemRules item, Quantity quantity)
    {
        if (!item.HasLots)
        {
            return line.Lot.Length > 0 ? RefusalKind.UnexpectedLot : null;
        }

        if (line.Lot.Length == 0)
        {
            return NamesItsLot(quantity) ? RefusalKind.MissingLot : null;
        }

        if (item.Tracking == Tracking.Serial && Quantity.Absolute(quantity) > Quantity.Of(1))
        {
            return RefusalKind.SerialNotOne;
        }

        return KnowsOtherwise(line) ? RefusalKind.ConflictingLotExpiry : null;
    }

    // Where goods come in, nobody but the sender knows of which lot they are. History may not know.
    private bool NamesItsLot(Quantity quantity) => movement.Kind switch
    {
        MovementKind.Receipt or MovementKind.CustomerReturn or MovementKind.Count => !IsHistory(),
        MovementKind.Adjustment => quantity > Quantity.Zero && !IsHistory(),
        _ => false,
    };

    private bool IsHistory() =>
        books.State.Locations[movement.Location].IsHistory(movement.OccurredAt ?? books.State.RecordedAt);

    private bool KnowsOtherwise(MovementLine line)
    {
        var key = new LotKey(line.Sku, line.Lot);

        if (line.ExpiresOn is null)
        {
            return false;
        }

        if (books.Lots.TryFind(key, out var lot) && lot.ExpiresOn is { } known)
        {
            return known != line.ExpiresOn;
        }

        books.Lots.Set(key, new(line.ExpiresOn));

        return false;
    }

    private PostingLine? Refuse(RefusalKind kind, int line, string subject)
    {
        refusals.Add(new(kind, line, subject, null));

        return null;
    }

    private static bool TryConvert(Quantity told, Quantity factor, out Quantity quantity)
    {
        var product = (Int128)told.TenThousandths * factor.TenThousandths;
        var (quotient, remainder) = Int128.DivRem(product, 10_000);
        var isExact = remainder == 0 && Int128.Abs(quotient) <= long.MaxValue;
        quantity = isExact ? Quantity.OfTenThousandths((long)quotient) : default;

        return isExact;
    }

    private static decimal? Round(decimal? price) =>
        price is { } known ? decimal.Round(known, Money.Decimals, MidpointRounding.ToEven) : null;
}
