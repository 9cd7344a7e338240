namespace Composerp.Replenishment.Numerics.LotSizing;

/// <summary>Items that share the fixed cost of an order: every so often, each in every so manieth order.</summary>
/// <remarks>
/// Silver's heuristic, Management Science 22 (1976) 1351-1361, as in Silver, Pyke and Peterson (1998) and in Snyder and Shen,
/// Fundamentals of Supply Chain Theory (2nd edition, 2019).
/// </remarks>
public static class JointReplenishment
{
    /// <param name="sharedCost">Per order, whatever is in it.</param>
    /// <param name="ownCosts">Of each item per order that it is in, above 0.</param>
    /// <param name="holdingCosts">Per unit and time.</param>
    /// <param name="demands">Units per time.</param>
    /// <param name="everyOrder">Takes for each item in how manieth order it is: 1 in each, 2 in every second.</param>
    /// <returns>The time between two orders, and the cost per time.</returns>
    public static (double Interval, double Cost) Write(
        double sharedCost, ReadOnlySpan<double> ownCosts, ReadOnlySpan<double> holdingCosts, ReadOnlySpan<double> demands, Span<int> everyOrder)
    {
        var most = 0;

        for (var item = 1; item < ownCosts.Length; item++)
        {
            if (ownCosts[item] / (holdingCosts[item] * demands[item]) < ownCosts[most] / (holdingCosts[most] * demands[most]))
            {
                most = item;
            }
        }

        double fixedCost = sharedCost, holding = 0;

        for (var item = 0; item < ownCosts.Length; item++)
        {
            var value = holdingCosts[item] * demands[item];
            var ratio = ownCosts[item] * holdingCosts[most] * demands[most] / (value * (sharedCost + ownCosts[most]));
            everyOrder[item] = Math.Max(1, (int)Math.Round(Math.Sqrt(ratio), MidpointRounding.AwayFromZero));
            fixedCost += ownCosts[item] / everyOrder[item];
            holding += everyOrder[item] * value;
        }

        return (Math.Sqrt(2 * fixedCost / holding), Math.Sqrt(2 * fixedCost * holding));
    }
}
