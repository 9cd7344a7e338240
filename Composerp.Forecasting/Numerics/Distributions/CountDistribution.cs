namespace Composerp.Forecasting.Numerics.Distributions;

/// <summary>Whole numbers with a mean and a larger variance: the negative binomial distribution, Poisson's where it is not larger.</summary>
/// <remarks>Source: Snyder, Ord and Beaumont, International Journal of Forecasting 28 (2012) 485-496.</remarks>
public static class CountDistribution
{
    private const double MeanMax = 300;
    private const double VarianceMax = 1e5;
    private const int ValueMax = 20_000;

    /// <summary>Whether counting up to a quantile is worth it: what is larger is hardly a count any more.</summary>
    public static bool Allows(double mean, double variance) => mean <= MeanMax && variance <= VarianceMax;

    /// <summary>The least number that is not exceeded with the probability of the level.</summary>
    /// <param name="mean">>= 0, with the variance in the bounds that <see cref="Allows"/> names.</param>
    /// <param name="level">In (0, 1).</param>
    public static double Quantile(double mean, double variance, double level)
    {
        if (mean <= 0)
        {
            return 0;
        }

        var isPoisson = !(variance > mean * (1 + 1e-9));
        var size = isPoisson ? 0 : mean * mean / (variance - mean);
        var share = isPoisson ? 0 : mean / (mean + size);
        var probability = isPoisson ? Math.Exp(-mean) : Math.Exp(-size * double.LogP1(mean / size));
        var (sum, value) = (probability, 0);

        // Far in the tail probabilities are rounded to nothing, and the sum need not reach the level.
        while (sum < level && value < ValueMax && (value < mean || probability > 1e-18))
        {
            probability *= isPoisson ? mean / (value + 1) : share * (value + size) / (value + 1);
            sum += probability;
            value++;
        }

        return value;
    }
}
