using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Replenishment.Numerics.Distributions;

/// <summary>The demand of the days that an order has to cover, where its lead time is one of several.</summary>
/// <remarks>
/// P(demand &lt;= x) is the mean over the lead times of P(demand of those days &lt;= x). Taken together by their moments into
/// one normal distribution, as the textbooks do it, a less reliable supplier can seem to need less stock: Chopra,
/// Reinhardt and Dada, Decision Sciences 35 (2004) 1-24.
/// </remarks>
public static class ProtectionDemand
{
    /// <param name="leadTimes">The probabilities of lead times of 0, 1, 2.. days.</param>
    /// <param name="reviewDays">Days that are covered beside the lead time; 0 for the lead time alone.</param>
    /// <param name="sumMean">Expected demand of the first 1, 2, 3.. days; at least as many as the longest lead time and the review.</param>
    /// <param name="sumVariance">The variance of the same sums.</param>
    /// <param name="undershoot">What lacks already when the order is placed.</param>
    public static IDemandDistribution Of(
        ReadOnlySpan<double> leadTimes,
        int reviewDays,
        ReadOnlySpan<double> sumMean,
        ReadOnlySpan<double> sumVariance,
        Undershoot undershoot,
        DemandForm form,
        bool isWhole)
    {
        var weights = new List<double>();
        var parts = new List<IDemandDistribution>();

        for (var leadTime = 0; leadTime < leadTimes.Length; leadTime++)
        {
            if (leadTimes[leadTime] > 0)
            {
                var days = leadTime + reviewDays;
                weights.Add(leadTimes[leadTime]);
                var (mean, variance) = days == 0 ? (0, 0) : (sumMean[days - 1], sumVariance[days - 1]);
                parts.Add(DemandForms.Of(form, mean + undershoot.Mean, variance + undershoot.Variance, isWhole));
            }
        }

        return parts.Count == 1 ? parts[0] : new MixedDemand([.. weights], parts);
    }

    /// <summary>The variance of demand over a varying lead time and a fixed review, by moments.</summary>
    /// <remarks>(L + R) var(d) + d^2 var(L): the review stretches the demand, not the lead time. For comparison with textbooks.</remarks>
    public static double Variance(double dailyMean, double dailyDeviation, double leadTime, double leadTimeDeviation, double review) =>
        ((leadTime + review) * dailyDeviation * dailyDeviation) + (dailyMean * dailyMean * leadTimeDeviation * leadTimeDeviation);
}
