namespace Composerp.Replenishment.Numerics.LotSizing;

/// <summary>A quantity and what it costs per unit of time.</summary>
/// <param name="Quantity">Units per order.</param>
/// <param name="Region">Index of the price that holds for the quantity; 0 where there is one price.</param>
public readonly record struct CostedQuantity(double Quantity, double Cost, int Region);

/// <summary>The quantity at which ordering and holding cost least together.</summary>
/// <remarks>
/// Harris, Factory, the Magazine of Management 10 (1913); price breaks after Hadley and Whitin (1963), as in Snyder and Shen,
/// Fundamentals of Supply Chain Theory (2nd edition, 2019), chapter 3. Demand and holding cost share one unit of time.
/// </remarks>
public static class EconomicOrderQuantity
{
    /// <param name="fixedCost">Per order, 0 or more.</param>
    /// <param name="holdingCost">Per unit and time, above 0.</param>
    /// <param name="demand">Units per time, above 0.</param>
    /// <returns>The cost without the purchase itself.</returns>
    public static CostedQuantity Of(double fixedCost, double holdingCost, double demand) =>
        new(Math.Sqrt(2 * fixedCost * demand / holdingCost), Math.Sqrt(2 * fixedCost * demand * holdingCost), 0);

    /// <summary>Where demand may wait, at a cost.</summary>
    /// <param name="backorderCost">Per unit and time, above 0.</param>
    public static CostedQuantity WithBackorders(double fixedCost, double holdingCost, double backorderCost, double demand)
    {
        var served = backorderCost / (holdingCost + backorderCost);

        return new(Math.Sqrt(2 * fixedCost * demand / (holdingCost * served)), Math.Sqrt(2 * fixedCost * demand * holdingCost * served), 0);
    }

    /// <summary>Ordering, holding and purchase per time, where a quantity's price holds for all its units.</summary>
    public static double AllUnitsCost(double quantity, double fixedCost, double holdingRate, double demand, double price) =>
        (price * demand) + (fixedCost * demand / quantity) + (holdingRate * price * quantity / 2);

    /// <summary>The cheapest quantity on total cost, where from each break on all units have its price.</summary>
    /// <param name="holdingRate">Holding cost per time as a share of the price, above 0.</param>
    /// <param name="breaks">The quantities from which each price holds, ascending, the first 0.</param>
    /// <param name="prices">As many.</param>
    public static CostedQuantity AllUnits(double fixedCost, double holdingRate, double demand, ReadOnlySpan<double> breaks, ReadOnlySpan<double> prices)
    {
        var best = new CostedQuantity(0, double.PositiveInfinity, 0);

        for (var region = 0; region < breaks.Length; region++)
        {
            var quantity = Math.Max(breaks[region], Math.Sqrt(2 * fixedCost * demand / (holdingRate * prices[region])));

            // Beyond its region a quantity has the next price, which is looked at there.
            if (region + 1 < breaks.Length && quantity >= breaks[region + 1])
            {
                continue;
            }

            var cost = AllUnitsCost(quantity, fixedCost, holdingRate, demand, prices[region]);

            if (cost < best.Cost)
            {
                best = new(quantity, cost, region);
            }
        }

        return best;
    }

    /// <summary>The cheapest quantity, where each price holds only for the units above its break.</summary>
    /// <inheritdoc cref="AllUnits"/>
    public static CostedQuantity Incremental(double fixedCost, double holdingRate, double demand, ReadOnlySpan<double> breaks, ReadOnlySpan<double> prices)
    {
        var best = new CostedQuantity(0, double.PositiveInfinity, 0);
        var premium = 0.0;

        for (var region = 0; region < breaks.Length; region++)
        {
            // What the units below the break cost above this region's price is a fixed cost of the order.
            premium += region == 0 ? 0 : (prices[region - 1] - prices[region]) * breaks[region];
            var quantity = Math.Sqrt(2 * (fixedCost + premium) * demand / (holdingRate * prices[region]));
            var isInside = quantity >= breaks[region] && (region + 1 == breaks.Length || quantity < breaks[region + 1]);
            var cost = (prices[region] * demand) + (holdingRate * premium / 2)
                + ((fixedCost + premium) * demand / quantity) + (holdingRate * prices[region] * quantity / 2);

            if (isInside && cost < best.Cost)
            {
                best = new(quantity, cost, region);
            }
        }

        return best;
    }
}
