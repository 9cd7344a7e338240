using Composerp.Replenishment.Numerics.Distributions;

namespace Composerp.Replenishment.Numerics.LotSizing;

/// <summary>A reorder point, the level or quantity that belongs to it, and the cost per unit of time.</summary>
public readonly record struct CostedLevels(double ReorderPoint, double LevelOrQuantity, double Cost);

/// <summary>Levels at least cost, where a unit that is missing has a price.</summary>
/// <remarks>
/// As in Snyder and Shen, Fundamentals of Supply Chain Theory (2nd edition, 2019), chapters 4 and 5; the sources of the
/// exact searches stand at each.
/// </remarks>
public static class OptimalLevels
{
    /// <summary>Order-up-to without fixed cost: the critical ratio's quantile.</summary>
    /// <param name="protection">Demand of lead time and review.</param>
    public static (double Level, double Cost) BaseStock(IDemandDistribution protection, double holdingCost, double shortageCost)
    {
        var level = protection.Quantile(shortageCost / (holdingCost + shortageCost));

        return (level, CostOf(protection, level, holdingCost, shortageCost));
    }

    /// <summary>Min-max (s, S), exactly.</summary>
    /// <remarks>Zheng and Federgruen, Operations Research 39 (1991) 654-665.</remarks>
    /// <param name="perPeriod">Whole demand of the period between two looks.</param>
    /// <param name="protection">Whole demand of lead time and period.</param>
    public static CostedLevels MinMax(IDemandDistribution perPeriod, IDemandDistribution protection, double fixedCost, double holdingCost, double shortageCost)
    {
        double G(double position) => CostOf(protection, position, holdingCost, shortageCost);
        var renewals = new Renewals(perPeriod);
        double CostPer(double s, double top) => renewals.Cost(fixedCost, top, (int)(top - s), G);

        var level = protection.Quantile(shortageCost / (holdingCost + shortageCost));
        var point = level - 1;

        while (CostPer(point, level) > G(point))
        {
            point--;
        }

        var cost = CostPer(point, level);

        for (var top = level + 1; G(top) <= cost; top++)
        {
            if (CostPer(point, top) < cost)
            {
                level = top;

                while (CostPer(point, level) <= G(point + 1))
                {
                    point++;
                }

                cost = CostPer(point, level);
            }
        }

        return new(point, level, cost);
    }

    /// <summary>A reorder point with a fixed quantity under single units of demand, exactly.</summary>
    /// <remarks>Federgruen and Zheng, Operations Research 40 (1992) 808-813. The position is any of r + 1 .. r + Q, each as likely.</remarks>
    /// <param name="leadTime">Whole demand of the lead time.</param>
    /// <param name="demand">Units per time.</param>
    public static CostedLevels ReorderPoint(IDemandDistribution leadTime, double demand, double fixedCost, double holdingCost, double shortageCost)
    {
        double G(double position) => CostOf(leadTime, position, holdingCost, shortageCost);

        // The positions held are a growing interval around the best one: as long as one more costs less than the mean.
        var point = leadTime.Quantile(shortageCost / (holdingCost + shortageCost)) - 1;
        var quantity = 1.0;
        var sum = (fixedCost * demand) + G(point + 1);

        for (; ; )
        {
            var (below, above) = (G(point), G(point + quantity + 1));

            if (Math.Min(below, above) >= sum / quantity)
            {
                return new(point, quantity, sum / quantity);
            }

            sum += Math.Min(below, above);
            quantity++;
            point -= below <= above ? 1 : 0;
        }
    }

    /// <summary>Min-max (s, S) approximately, from mean and deviation alone.</summary>
    /// <remarks>The power approximation of Ehrhardt and Mosier, Management Science 30 (1984) 618-622.</remarks>
    /// <param name="leadTime">In periods; 0 where an order placed at a look is there for the period's demand.</param>
    public static (double ReorderPoint, double Level) PowerApproximation(
        double mean, double deviation, double leadTime, double fixedCost, double holdingCost, double shortageCost)
    {
        var ofInterval = (leadTime + 1) * mean;
        var spread = Math.Sqrt(leadTime + 1) * deviation;
        var quantity = 1.30 * Math.Pow(mean, 0.494) * Math.Pow(fixedCost / holdingCost, 0.506)
            * Math.Pow(1 + (spread * spread / (mean * mean)), 0.116);
        var z = Math.Sqrt(quantity * holdingCost / (spread * shortageCost));
        var point = (0.973 * ofInterval) + (spread * ((0.183 / z) + 1.063 - (2.192 * z)));

        return (point, point + quantity);
    }

    private static double CostOf(IDemandDistribution demand, double position, double holdingCost, double shortageCost)
    {
        var shortage = demand.Loss(position);

        return (holdingCost * (position - demand.Mean + shortage)) + (shortageCost * shortage);
    }

    /// <summary>So many looks of a cycle find the position 0, 1, 2.. below its highest place; grown as needed.</summary>
    private sealed class Renewals(IDemandDistribution demand)
    {
        private readonly List<double> _expected = [1 / (1 - demand.Cumulative(0))];

        public double Cost(double fixedCost, double top, int places, Func<double, double> costOf)
        {
            double cost = fixedCost, looks = 0;

            for (var place = 0; place < places; place++)
            {
                var expected = At(place);
                cost += expected * costOf(top - place);
                looks += expected;
            }

            return cost / looks;
        }

        private double At(int place)
        {
            while (_expected.Count <= place)
            {
                var sum = 0.0;

                for (var jump = 1; jump <= _expected.Count; jump++)
                {
                    sum += (demand.Cumulative(jump) - demand.Cumulative(jump - 1)) * _expected[_expected.Count - jump];
                }

                _expected.Add(sum / (1 - demand.Cumulative(0)));
            }

            return _expected[place];
        }
    }
}
