namespace Composerp.Replenishment.Numerics.Distributions;

/// <summary>Searches the quantile of demand that comes in whole units.</summary>
internal static class WholeQuantile
{
    // Rounding errors of a probability must not cost one more unit.
    private const double Slack = 1e-12;
    private const double AbsoluteSlack = 1e-15;

    /// <summary>The smallest whole number that is not exceeded with at least this probability.</summary>
    /// <remarks>Begins where the normal quantile lies, corrected for skewness (Cornish and Fisher 1938): mostly two or three looks.</remarks>
    public static double Of(IDemandDistribution demand, double skewness, double probability)
    {
        var z = NormalDistribution.Quantile(probability);
        var guess = demand.Mean + (Math.Sqrt(demand.Variance) * (z + (skewness * ((z * z) - 1) / 6)));
        var at = Math.Max(0, Math.Round(guess));
        var stride = 1.0;

        if (Suffices(demand, at, probability))
        {
            while (at > 0 && Suffices(demand, Math.Max(0, at - stride), probability))
            {
                at = Math.Max(0, at - stride);
                stride *= 2;
            }

            return at == 0 ? 0 : Between(demand, Math.Max(0, at - stride), at, probability);
        }

        while (!Suffices(demand, at + stride, probability))
        {
            at += stride;
            stride *= 2;
        }

        return Between(demand, at, at + stride, probability);
    }

    // The low end does not suffice, the high one does.
    private static double Between(IDemandDistribution demand, double low, double high, double probability)
    {
        while (high - low > 1)
        {
            var middle = Math.Floor((low + high) / 2);
            (low, high) = Suffices(demand, middle, probability) ? (low, middle) : (middle, high);
        }

        return high;
    }

    /// <summary>Whether the stock serves demand with this probability, asked of the smaller tail.</summary>
    public static bool Suffices(IDemandDistribution demand, double stock, double probability) => probability <= 0.5
        ? demand.Cumulative(stock) >= (probability * (1 - Slack)) - AbsoluteSlack
        : demand.Upper(stock) <= UpperLimit(probability);

    /// <summary>The largest chance of a stock-out that still counts as this probability of none.</summary>
    public static double UpperLimit(double probability) => ((1 - probability) * (1 + Slack)) + AbsoluteSlack;
}
