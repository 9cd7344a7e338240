using Composerp.Forecasting.Numerics.Accuracy;

namespace Composerp.Forecasting.Domain;

/// <summary>The forecasts of one run for one series against the demand that came: sums for each reach.</summary>
/// <param name="Days">Days compared.</param>
/// <param name="Actual">Demand, units.</param>
/// <param name="AbsoluteError">Of the statistical mean, units.</param>
/// <param name="Error">Statistical mean less demand, units.</param>
/// <param name="SquaredError">Units squared.</param>
/// <param name="Pinball">Pinball loss averaged over the levels, units.</param>
/// <param name="FinalAbsoluteError">Of the mean with adjustments, units.</param>
/// <param name="FinalError">Mean with adjustments less demand, units.</param>
/// <param name="Covered">Days at or below the quantile: all levels of the first reach, then of the next.</param>
public sealed record IssuedErrors(
    int[] Days,
    double[] Actual,
    double[] AbsoluteError,
    double[] Error,
    double[] SquaredError,
    double[] Pinball,
    double[] FinalAbsoluteError,
    double[] FinalError,
    int[] Covered)
{
    public static IssuedErrors None(int levelCount) => new(
        new int[HorizonReach.Count],
        new double[HorizonReach.Count],
        new double[HorizonReach.Count],
        new double[HorizonReach.Count],
        new double[HorizonReach.Count],
        new double[HorizonReach.Count],
        new double[HorizonReach.Count],
        new double[HorizonReach.Count],
        new int[HorizonReach.Count * levelCount]);

    /// <summary>Adds a day that was forecast so many days ahead.</summary>
    /// <param name="quantiles">For each level, units.</param>
    public void Add(int daysAhead, double actual, double mean, double finalMean, IReadOnlyList<double> levels, ReadOnlySpan<double> quantiles)
    {
        var reach = HorizonReach.IndexOf(daysAhead);
        Days[reach]++;
        Actual[reach] += actual;
        AbsoluteError[reach] += Math.Abs(mean - actual);
        Error[reach] += mean - actual;
        SquaredError[reach] += (mean - actual) * (mean - actual);
        FinalAbsoluteError[reach] += Math.Abs(finalMean - actual);
        FinalError[reach] += finalMean - actual;

        for (var level = 0; level < levels.Count; level++)
        {
            Pinball[reach] += PinballLoss.Of(actual, quantiles[level], levels[level]) / levels.Count;
            Covered[(reach * levels.Count) + level] += actual <= quantiles[level] ? 1 : 0;
        }
    }
}
