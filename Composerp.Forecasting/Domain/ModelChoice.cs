using Composerp.Forecasting.Numerics.Accuracy;
using Composerp.Forecasting.Numerics.Backtests;
using Composerp.Forecasting.Numerics.Naive;

namespace Composerp.Forecasting.Domain;

/// <summary>The model that did best on the newest part of a history which it had not seen.</summary>
/// <param name="Accuracy">Of the chosen model; null where the history is too short for a backtest.</param>
public sealed record ModelChoice(ForecastModel Model, ForecastAccuracy? Accuracy)
{
    /// <summary>
    /// A later model replaces an earlier one only where it takes this share off its squared error: a smaller gain over a
    /// few weeks is chance, and forecasts that change their model every night help nobody.
    /// </summary>
    private const double GainMin = 0.05;

    /// <summary>Backtests every model and chooses by the squared error of the means.</summary>
    /// <remarks>
    /// On 300 daily retail series the squared error chose better than the pinball loss (scaled loss afterwards 0.2210
    /// against 0.2246) and much better than the absolute error (0.2421), which in series of many zeros prefers zero.
    /// </remarks>
    /// <param name="demand">Units per day, oldest first, at least one value, finite and >= 0.</param>
    /// <param name="horizonDays">Days that will be forecast.</param>
    /// <param name="levels">Quantile levels, ascending, in (0, 1).</param>
    public static ModelChoice Of(
        ReadOnlySpan<double> demand, bool wholeUnits, int horizonDays, IReadOnlyList<double> levels)
    {
        var origins = RollingOrigins.For(demand.Length, horizonDays);
        var chosen = new ModelChoice(ForecastModels.All[0], null);

        if (origins.Count == 0)
        {
            return chosen;
        }

        foreach (var model in ForecastModels.All)
        {
            var accuracy = Backtest(model, demand, wholeUnits, origins, levels);

            if (chosen.Accuracy is null || accuracy.SquaredError < (1 - GainMin) * chosen.Accuracy.SquaredError)
            {
                chosen = new(model, accuracy);
            }
        }

        return chosen;
    }

    private static ForecastAccuracy Backtest(
        ForecastModel model,
        ReadOnlySpan<double> demand,
        bool wholeUnits,
        RollingOrigins origins,
        IReadOnlyList<double> levels)
    {
        var mean = new double[origins.WindowDays];
        var errors = new double[FittedModel.ErrorsLength(demand.Length)];
        var covered = new int[levels.Count];
        double actual = 0, absolute = 0, signed = 0, squared = 0, pinball = 0;

        for (var origin = 0; origin < origins.Count; origin++)
        {
            var fitDays = origins.FitDays(demand.Length, origin);
            var fitted = FittedModel.Fit(model, demand[..fitDays], wholeUnits, mean, errors);

            for (var ahead = 0; ahead < origins.WindowDays; ahead++)
            {
                var came = demand[fitDays + ahead];
                var error = mean[ahead] - came;
                actual += came;
                absolute += Math.Abs(error);
                signed += error;
                squared += error * error;

                for (var level = 0; level < levels.Count; level++)
                {
                    var quantile = fitted.Quantile(ahead, levels[level]);
                    pinball += PinballLoss.Of(came, quantile, levels[level]) / levels.Count;
                    covered[level] += came <= quantile ? 1 : 0;
                }
            }
        }

        return new(
            origins.Count * origins.WindowDays,
            actual,
            absolute,
            signed,
            squared,
            pinball,
            SeasonalNaive.MeanAbsoluteError(demand[..origins.FitDays(demand.Length, 0)]),
            covered);
    }
}
