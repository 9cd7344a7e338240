using Composerp.Forecasting.Numerics.Accuracy;
using Composerp.Forecasting.Numerics.Combination;
using Composerp.Forecasting.Numerics.Naive;

namespace Composerp.Forecasting.Domain;

/// <summary>How good the forecasts of held-out days were, over all windows of a backtest.</summary>
/// <remarks>Sums, so that the accuracy of many series together follows from theirs.</remarks>
/// <param name="Days">Days forecast and compared, once for each origin from which they were forecast.</param>
/// <param name="Actual">Demand of those days, units.</param>
/// <param name="AbsoluteError">Sum of |mean - demand|, units.</param>
/// <param name="Error">Sum of mean - demand, units: positive where too much was forecast.</param>
/// <param name="SquaredError">Sum of (mean - demand)^2, units squared.</param>
/// <param name="Pinball">Sum over the days of the pinball loss averaged over the levels, units.</param>
/// <param name="NaiveError">Mean absolute error of the seasonal naive forecast before the first origin, units per day.</param>
/// <param name="Covered">For each level the days whose demand was at or below that quantile.</param>
public sealed record ForecastAccuracy(
    int Days,
    double Actual,
    double AbsoluteError,
    double Error,
    double SquaredError,
    double Pinball,
    double NaiveError,
    IReadOnlyList<int> Covered)
{
    /// <summary>Windows whose demand is known on all days, once for each origin: of their sums coverage is told.</summary>
    public int Sums { get; init; }

    /// <summary>For each level the windows whose demand together was at or below the quantile of that sum.</summary>
    public IReadOnlyList<int> SumsCovered { get; init; } = [];

    /// <summary>Weighted absolute percentage error: absolute error per unit of demand; null where nothing was demanded.</summary>
    public double? Wape => PerUnit(AbsoluteError);

    /// <summary>Error per unit of demand: 0.1 is ten percent too much; null where nothing was demanded.</summary>
    public double? Bias => PerUnit(Error);

    /// <summary>Pinball loss per unit of demand; null where nothing was demanded.</summary>
    public double? ScaledPinball => PerUnit(Pinball);

    /// <summary>
    /// Mean absolute scaled error: below 1 is better than the seasonal naive forecast was in the history; null where
    /// every week of that was alike.
    /// </summary>
    /// <remarks>Source: Hyndman and Koehler, International Journal of Forecasting 22 (2006) 679-688.</remarks>
    public double? Mase => Days > 0 && NaiveError > 0 ? AbsoluteError / Days / NaiveError : null;

    /// <param name="demand">As models saw it, without gaps.</param>
    /// <param name="known">The same with NaN on days of which nothing is known: these are not compared.</param>
    /// <returns>Null where the history was too short for a backtest.</returns>
    internal static ForecastAccuracy? FindOf(
        LocalForecast local,
        ReadOnlySpan<double> demand,
        ReadOnlySpan<double> known,
        int period,
        bool wholeUnits,
        IReadOnlyList<double> levels)
    {
        var covered = new int[levels.Count];
        var sumsCovered = new int[levels.Count];
        var sumQuantiles = new double[levels.Count];
        var sums = 0;
        double actual = 0, absolute = 0, signed = 0, squared = 0, pinball = 0;
        var days = 0;

        for (var origin = 0; origin < local.Backtest.Count; origin++)
        {
            var (fitDays, forecast) = local.Backtest[origin];
            var distribution = local.DistributionBefore(origin, demand, wholeUnits);
            var isKnown = true;
            double sum = 0;

            for (var ahead = 0; ahead < forecast.Mean.Length; ahead++)
            {
                var came = known[fitDays + ahead];

                if (double.IsNaN(came))
                {
                    isKnown = false;
                    continue;
                }

                sum += came;
                var error = forecast.Mean[ahead] - came;
                actual += came;
                absolute += Math.Abs(error);
                signed += error;
                squared += error * error;
                days++;

                for (var level = 0; level < levels.Count; level++)
                {
                    var quantile = distribution.Quantile(ahead, levels[level]);
                    pinball += PinballLoss.Of(came, quantile, levels[level]) / levels.Count;
                    covered[level] += came <= quantile ? 1 : 0;
                }
            }

            if (isKnown)
            {
                sums++;
                distribution.WriteSumQuantiles(forecast.Mean.Length, [.. levels], sumQuantiles);

                for (var level = 0; level < levels.Count; level++)
                {
                    sumsCovered[level] += sum <= sumQuantiles[level] ? 1 : 0;
                }
            }
        }

        return days == 0 ? null : new(
            days,
            actual,
            absolute,
            signed,
            squared,
            pinball,
            SeasonalNaive.MeanAbsoluteError(demand[..local.Backtest[0].FitLength], period),
            covered)
        {
            Sums = sums,
            SumsCovered = sumsCovered,
        };
    }

    private double? PerUnit(double sum) => Actual > 0 ? sum / Actual : null;
}
