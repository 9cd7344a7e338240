namespace Composerp.Replenishment.Numerics.ServiceLevels;

/// <summary>How far the position lies below the reorder point when it is found there, mean and variance in units.</summary>
/// <remarks>
/// The rest of a demand that crossed a far away point (Karlin 1958; Silver, Pyke and Peterson, Inventory Management and
/// Production Planning and Scheduling, 1998): E[B^2] / 2 E[B] for demand B between two looks, less in whole units, of which
/// the one that reaches the point exactly leaves none. The third moment is that of gamma or negative binomial demand.
/// </remarks>
/// <param name="Mean">Units.</param>
public readonly record struct Undershoot(double Mean, double Variance)
{
    public static Undershoot Of(double mean, double variance, bool isWhole)
    {
        if (mean <= 0)
        {
            return default;
        }

        var second = variance + (mean * mean);
        var skewed = isWhole && variance >= mean ? variance * ((2 * variance / mean) - 1) : 2 * variance * variance / mean;
        var third = skewed + (3 * mean * variance) + (mean * mean * mean);

        if (!isWhole)
        {
            return Moments(second / (2 * mean), third / (3 * mean));
        }

        return Moments((second - mean) / (2 * mean), ((2 * third) - (3 * second) + mean) / (6 * mean));
    }

    private static Undershoot Moments(double first, double second) =>
        new(Math.Max(0, first), Math.Max(0, second - (first * first)));
}
