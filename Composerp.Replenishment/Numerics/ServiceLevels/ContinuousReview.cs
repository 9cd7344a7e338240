using Composerp.Replenishment.Numerics.Distributions;

namespace Composerp.Replenishment.Numerics.ServiceLevels;

/// <summary>The textbooks' reorder point with a fixed quantity, looked at all the time: (s, Q).</summary>
/// <remarks>Sources: Hadley and Whitin (1963); Silver, Pyke and Peterson (1998); Chopra and Meindl, Supply Chain Management.</remarks>
public static class ContinuousReview
{
    /// <summary>Units short per replenishment cycle, the delivery before's share left out.</summary>
    public static double ShortagePerCycle(IDemandDistribution leadTime, double reorderPoint) => leadTime.Loss(reorderPoint);

    /// <summary>The share of demand served from the shelf.</summary>
    /// <remarks>
    /// 1 - (G(s) - G(s + Q)) / Q where demand waits; the second term matters where Q is not much larger than the deviation. Where
    /// demand is lost, a cycle's demand is Q and what was lost: 1 - G(s) / (Q + G(s)).
    /// </remarks>
    public static double FillRate(IDemandDistribution leadTime, double reorderPoint, double quantity, Shortage shortage)
    {
        var before = leadTime.Loss(reorderPoint);

        return shortage == Shortage.Lost
            ? quantity / (quantity + before)
            : 1 - ((before - leadTime.Loss(reorderPoint + quantity)) / quantity);
    }

    /// <summary>The reorder point that serves a share of demand.</summary>
    /// <param name="fillRate">In (0, 1).</param>
    public static double ReorderPointFor(IDemandDistribution leadTime, double fillRate, double quantity, Shortage shortage)
    {
        var deviation = Math.Max(Math.Sqrt(leadTime.Variance), 1e-9);
        var low = leadTime.Mean - quantity - (10 * deviation);
        var high = leadTime.Mean + (10 * deviation);

        for (var step = 0; step < 200 && high - low > 1e-12 * Math.Max(1, Math.Abs(high)); step++)
        {
            var middle = (low + high) / 2;
            (low, high) = FillRate(leadTime, middle, quantity, shortage) < fillRate ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
