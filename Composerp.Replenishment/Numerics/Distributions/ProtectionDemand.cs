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
    /// <param name="ofLeadTime">The demand to be covered, if the lead time has so many days.</param>
    public static IDemandDistribution Of(ReadOnlySpan<double> leadTimes, Func<int, IDemandDistribution> ofLeadTime)
    {
        var weights = new List<double>();
        var parts = new List<IDemandDistribution>();

        for (var days = 0; days < leadTimes.Length; days++)
        {
            if (leadTimes[days] > 0)
            {
                weights.Add(leadTimes[days]);
                parts.Add(ofLeadTime(days));
            }
        }

        return parts.Count == 1 ? parts[0] : new MixedDemand([.. weights], parts);
    }

    /// <summary>The variance of demand over a varying lead time and a fixed review, by moments.</summary>
    /// <remarks>(L + R) var(d) + d^2 var(L): the review stretches the demand, not the lead time. For comparison with textbooks.</remarks>
    public static double Variance(double dailyMean, double dailyDeviation, double leadTime, double leadTimeDeviation, double review) =>
        ((leadTime + review) * dailyDeviation * dailyDeviation) + (dailyMean * dailyMean * leadTimeDeviation * leadTimeDeviation);
}
