using Composerp.Forecasting.Numerics.Distributions;

namespace Composerp.Forecasting.Domain;

/// <summary>The forecast of a young item: what its own days say, and what similar ones did at its age.</summary>
/// <remarks>
/// Quantiles of both are averaged by the same shares as the means, so that the distribution moves from one to the other
/// without a jump. What similar items leave open is twofold: how well the item sells among them, and how its days vary.
/// </remarks>
public static class PeerForecast
{
    /// <summary>Large or broken amounts are counted in parts of so many to the mean or the deviation.</summary>
    private const double Fineness = 100;

    /// <param name="wholeUnits">Whether the item is sold in whole units.</param>
    public static Forecast Mix(Forecast own, PeerExpectation peers, IReadOnlyList<double> levels, bool wholeUnits)
    {
        var (share, days) = (peers.Share, own.Mean.Count);
        var sums = ForecastNumbers.RunningSums(peers.Expected);
        double[] deviations = [.. peers.Expected.Select(mean => Deviation(mean, peers))];
        double[] sumDeviations = [.. sums.Select(sum => Deviation(sum, peers))];

        return own with
        {
            Mean = Mixed(own.Mean, peers.Expected),
            Sigma = Mixed(own.Sigma, deviations),
            SumSigma = Mixed(own.SumSigma, sumDeviations),
            Quantiles = [.. levels.Select((level, at) => Mixed(own.Quantiles[at], QuantilesOf(peers.Expected, deviations, level)))],
            SumQuantiles = [.. levels.Select((level, at) => Mixed(own.SumQuantiles[at], Rising(QuantilesOf(sums, sumDeviations, level))))],
            PeerShare = share,
        };

        double[] Mixed(IReadOnlyList<double> ownDays, IReadOnlyList<double> peerDays) =>
            [.. Enumerable.Range(0, days).Select(day => ((1 - share) * ownDays[day]) + (share * peerDays[day]))];

        double[] QuantilesOf(IReadOnlyList<double> means, IReadOnlyList<double> sigmas, double level) =>
            [.. means.Zip(sigmas, (mean, sigma) => Quantile(mean, sigma, level, wholeUnits))];
    }

    // Sums that are counted in other parts than those before may be rounded below them.
    private static double[] Rising(double[] sums)
    {
        for (var day = 1; day < sums.Length; day++)
        {
            sums[day] = Math.Max(sums[day - 1], sums[day]);
        }

        return sums;
    }

    // Days vary by themselves, and how well the item sells moves all of them together.
    private static double Deviation(double mean, PeerExpectation peers) =>
        Math.Sqrt((peers.Dispersion * mean) + (peers.RelativeSpread * mean * mean));

    private static double Quantile(double mean, double sigma, double level, bool wholeUnits)
    {
        var grain = Math.Max(mean, sigma) / Fineness;
        grain = wholeUnits ? Math.Max(1, grain) : grain;

        return grain > 0 ? grain * CountDistribution.Quantile(mean / grain, sigma * sigma / (grain * grain), level) : 0;
    }
}
