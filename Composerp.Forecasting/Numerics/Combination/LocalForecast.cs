using Composerp.Forecasting.Numerics.Backtests;
using Composerp.Forecasting.Numerics.Distributions;
using Composerp.Forecasting.Numerics.Intermittent;

namespace Composerp.Forecasting.Numerics.Combination;

/// <summary>A model and its share in a combination.</summary>
public readonly record struct WeightedModel(LocalModel Model, double Weight);

/// <summary>A forecast of a backtest and what came then.</summary>
/// <param name="FitLength">Values that it saw.</param>
public sealed record BacktestForecast(int FitLength, MemberForecast Forecast);

/// <summary>The combination of the models that did best on the newest parts of a history which they had not seen.</summary>
public sealed class LocalForecast
{
    /// <summary>After the first origin a model so much worse than the best one, in absolute error, is out of the race.</summary>
    private const double DropRatio = 4;

    /// <summary>Values that the dispersion of counts is taken from: a year of days.</summary>
    private const int CountDaysMax = 364;

    /// <summary>A day's quantile is at most so many times the largest day of the history: twice as many as its mean.</summary>
    private const double GrowthMax = 2 * LocalModels.GrowthMax;

    private LocalForecast(MemberForecast forecast, IReadOnlyList<WeightedModel> models, IReadOnlyList<BacktestForecast> backtest, RollingOrigins origins) =>
        (Forecast, Models, Backtest, Origins) = (forecast, models, backtest, origins);

    public MemberForecast Forecast { get; }

    /// <summary>Those that count, in the order in which they are listed.</summary>
    public IReadOnlyList<WeightedModel> Models { get; }

    /// <summary>What the same combination would have forecast from each origin, the oldest first.</summary>
    public IReadOnlyList<BacktestForecast> Backtest { get; }

    public RollingOrigins Origins { get; }

    /// <summary>How much of the forecast is the global model's, 0 to 1; the rest is what <see cref="Models"/> made.</summary>
    public double GlobalShare { get; private init; }

    /// <summary>The same forecast with the global model as a further member.</summary>
    /// <remarks>
    /// What it adds is in the means and so in the errors of the backtest; errors of single steps, of which the global
    /// model has none, stay the local ones.
    /// </remarks>
    /// <param name="global">Its means of the days ahead.</param>
    /// <param name="backtest">Its means from each origin of the backtest, by a model that saw only what was before the oldest one.</param>
    /// <param name="share">0 to 1; 0 gives the local forecast, bit for bit.</param>
    public LocalForecast With(ReadOnlySpan<double> global, IReadOnlyList<double[]> backtest, double share)
    {
        var tested = new List<BacktestForecast>();

        for (var origin = 0; origin < Backtest.Count; origin++)
        {
            tested.Add(Backtest[origin] with { Forecast = Mixed(Backtest[origin].Forecast, backtest[origin], share) });
        }

        return new(Mixed(Forecast, global, share), Models, tested, Origins) { GlobalShare = share };
    }

    /// <param name="series">Finite, >= 0, at least one value.</param>
    /// <param name="periods">Seasons, ascending, at least one; 1 where there is none.</param>
    public static LocalForecast Of(ReadOnlySpan<double> series, ReadOnlySpan<int> periods, int horizon)
    {
        var models = LocalModels.For(series);
        var origins = RollingOrigins.For(series.Length, horizon, periods[0]);
        var errors = new double[models.Count];
        var windows = new MemberForecast?[origins.Count][];

        for (var origin = 0; origin < origins.Count; origin++)
        {
            var fitLength = origins.FitLength(series.Length, origin);
            windows[origin] = new MemberForecast?[models.Count];

            for (var member = 0; member < models.Count; member++)
            {
                if (double.IsFinite(errors[member]))
                {
                    var forecast = MemberForecast.Of(models[member], series[..fitLength], periods, origins.Window);
                    windows[origin][member] = forecast;
                    errors[member] += AbsoluteError(series.Slice(fitLength, origins.Window), forecast.Mean);
                }
            }

            DropHopeless(errors);
        }

        var weights = new double[models.Count];
        CombinationWeights.Write(errors, weights);
        int[] members = [.. Enumerable.Range(0, models.Count).Where(member => weights[member] > 0)];
        double[] shares = [.. members.Select(member => weights[member])];
        var backtest = new List<BacktestForecast>();

        for (var origin = 0; origin < origins.Count; origin++)
        {
            var at = origin;
            backtest.Add(new(
                origins.FitLength(series.Length, origin), MemberForecast.Combine([.. members.Select(member => windows[at][member]!)], shares)));
        }

        var whole = new List<MemberForecast>();

        foreach (var member in members)
        {
            whole.Add(MemberForecast.Of(models[member], series, periods, horizon));
        }

        return new(
            MemberForecast.Combine(whole, shares), [.. members.Select(member => new WeightedModel(models[member], weights[member]))], backtest, origins);
    }

    /// <summary>The distribution of the forecast, with the errors of its backtest.</summary>
    public DemandDistribution DistributionOf(ReadOnlySpan<double> series, bool wholeUnits) =>
        DistributionOf(Forecast, series.Length, Backtest, series, wholeUnits);

    /// <summary>The distribution that a forecast of the backtest has, with the errors of the origins before it that were over then.</summary>
    public DemandDistribution DistributionBefore(int origin, ReadOnlySpan<double> series, bool wholeUnits) => DistributionOf(
        Backtest[origin].Forecast,
        Backtest[origin].FitLength,
        Backtest.Where(earlier => earlier.FitLength + Origins.Window <= Backtest[origin].FitLength),
        series,
        wholeUnits);

    private static MemberForecast Mixed(MemberForecast local, ReadOnlySpan<double> global, double share)
    {
        var mean = new double[local.Mean.Length];

        for (var ahead = 0; ahead < mean.Length; ahead++)
        {
            mean[ahead] = share > 0 ? ((1 - share) * local.Mean[ahead]) + (share * global[ahead]) : local.Mean[ahead];
        }

        return local with { Mean = mean };
    }

    private static DemandDistribution DistributionOf(
        MemberForecast forecast, int fitted, IEnumerable<BacktestForecast> backtests, ReadOnlySpan<double> series, bool wholeUnits)
    {
        var values = series[(fitted - forecast.Errors.Length)..fitted].ToArray();
        var scale = new ErrorScale(values.Zip(forecast.Errors, (value, error) => value - error));
        var errors = new List<double>(forecast.Errors.Length);

        for (var t = 0; t < values.Length; t++)
        {
            errors.Add(forecast.Errors[t] / scale.Of(values[t] - forecast.Errors[t]));
        }

        foreach (var (fitLength, tested) in backtests)
        {
            var deviations = new double[tested.Mean.Length];
            ErrorReach.WriteOfStep(tested.Response, ScalesOf(tested), deviations);

            for (var ahead = 0; ahead < deviations.Length; ahead++)
            {
                errors.Add((series[fitLength + ahead] - tested.Mean[ahead]) / deviations[ahead]);
            }
        }

        return new(forecast.Mean, forecast.Response, ScalesOf(forecast), errors, wholeUnits, wholeUnits ? FindCountSpread(series[..fitted]) : null)
        {
            StepMax = GrowthMax * LocalModels.MostOf(series[..fitted]),
        };

        double[] ScalesOf(MemberForecast of) => Array.ConvertAll(of.Mean, scale.Of);
    }

    /// <summary>How counts vary that are often zero, by their newest year; none of series that sell often.</summary>
    private static CountSpread? FindCountSpread(ReadOnlySpan<double> series)
    {
        var newest = default(Moments);

        foreach (var value in series[Math.Max(0, series.Length - CountDaysMax)..])
        {
            newest.Add(value);
        }

        return (newest.Mean, DemandPattern.Of(series).Class) switch
        {
            (> 0, DemandClass.Intermittent) => new(newest.Variance / newest.Mean, CountSpread.HalfShare),
            (> 0, DemandClass.Lumpy) => new(newest.Variance / newest.Mean, 0),
            _ => null,
        };
    }

    private static void DropHopeless(Span<double> errors)
    {
        var least = double.PositiveInfinity;

        foreach (var error in errors)
        {
            least = Math.Min(least, error);
        }

        foreach (ref var error in errors)
        {
            error = error > DropRatio * least ? double.PositiveInfinity : error;
        }
    }

    /// <summary>Twice the pinball loss of the median.</summary>
    private static double AbsoluteError(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        double sum = 0;

        for (var i = 0; i < actual.Length; i++)
        {
            sum += Math.Abs(actual[i] - forecast[i]);
        }

        return sum;
    }
}
