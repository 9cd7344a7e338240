namespace Composerp.Replenishment.Domain.Modifiers;

/// <summary>Whether more is cheaper on the whole.</summary>
public static class PriceBreaks
{
    /// <summary>A year of orders of this size: purchase, ordering and holding.</summary>
    public static decimal CostPerYear(decimal quantity, LineTerms terms, CostTerms costs)
    {
        var price = terms.PriceOf(quantity);

        return (price * costs.DemandPerYear)
            + (costs.FixedCost * costs.DemandPerYear / quantity)
            + (costs.HoldingRatePerYear * price * quantity / 2);
    }

    /// <summary>The smallest quantity of a better price whose year costs least, if it costs less than the quantity as it is.</summary>
    /// <remarks>Only upwards: the need stands. Not above the maximum (where it is to be kept) or the shelf life.</remarks>
    public static (decimal From, decimal Quantity)? FindBetter(decimal quantity, decimal position, OrderStep step, LineTerms terms)
    {
        if (terms.Costs is not { DemandPerYear: > 0 } costs)
        {
            return null;
        }

        (decimal From, decimal Quantity)? best = null;
        var least = CostPerYear(quantity, terms, costs);

        foreach (var price in terms.Prices)
        {
            var lifted = step.Up(price.From);

            if (price.From <= quantity || !IsAllowed(lifted, position, terms))
            {
                continue;
            }

            var cost = CostPerYear(lifted, terms, costs);

            if (cost < least)
            {
                (best, least) = ((price.From, lifted), cost);
            }
        }

        return best;
    }

    private static bool IsAllowed(decimal quantity, decimal position, LineTerms terms) =>
        quantity <= (terms.ShelfLifeQuantity ?? decimal.MaxValue)
        && quantity <= (terms.MaximumQuantity ?? decimal.MaxValue)
        && (terms is not { MaximumLevel: { } maximum, MaximumRule: MaximumRule.StayUnder } || position + quantity <= maximum);
}
