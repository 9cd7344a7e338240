using Composerp.Forecasting.Numerics;
using Composerp.Forecasting.Numerics.Combination;
using Composerp.Forecasting.Numerics.Distributions;

namespace Composerp.Forecasting.Domain;

/// <summary>The demand of one item at one location on the days after the history, as distributions.</summary>
/// <param name="Models">The models behind it and their weights, whose sum is 1.</param>
/// <param name="Mean">Units per day, one value per day of the horizon, nearest first, >= 0.</param>
/// <param name="Sigma">Standard deviation of the error of that one day's mean, units.</param>
/// <param name="SumSigma">Standard deviation of the error of the sum of the means up to and including that day, units.</param>
/// <param name="Quantiles">For each level the units per day of the horizon: >= 0, never falling with the level.</param>
/// <param name="Accuracy">Of the combination in the backtest; null where the history is too short for one.</param>
public sealed record Forecast(
    IReadOnlyList<WeightedModel> Models,
    IReadOnlyList<double> Mean,
    IReadOnlyList<double> Sigma,
    IReadOnlyList<double> SumSigma,
    IReadOnlyList<IReadOnlyList<double>> Quantiles,
    ForecastAccuracy? Accuracy)
{
    /// <summary>The largest demand of a day that is forecast: squares of it, summed, stay far from overflow.</summary>
    public const double DemandMax = 1e15;

    /// <summary>For each level the units of all days up to and including each one together: >= 0, never falling with the level.</summary>
    public IReadOnlyList<IReadOnlyList<double>> SumQuantiles { get; init; } = [];

    /// <summary>How much of what comes from the item's own history is the global model's, 0 to 1; the rest is what <see cref="Models"/> made.</summary>
    public double GlobalShare { get; init; }

    /// <summary>How much of the forecast comes from similar items, 0 to 1: the item is young.</summary>
    public double PeerShare { get; init; }

    /// <summary>What the same combination would have forecast from earlier origins, the oldest first.</summary>
    public IReadOnlyList<BacktestForecast> Backtest { get; init; } = [];

    // Weeks in years, for histories that show two of the latter. Where a model knows one season only, it is the week.
    internal static readonly int[] Seasons = [7, 365];

    /// <summary>The name of its model, or that it is a combination.</summary>
    public string ModelName => (PeerShare, GlobalShare, Models.Count) switch
    {
        (1, _, _) => ForecastModels.SimilarItems,
        (0, 1, _) => ForecastModels.Global,
        (0, 0, 1) => ForecastModels.NameOf(Models[0].Model),
        _ => ForecastModels.Combination,
    };

    public ForecastNumbers Numbers => new(Mean, Sigma, SumSigma, Quantiles, SumQuantiles.Count == Quantiles.Count ? SumQuantiles : null);

    /// <summary>Chooses and combines models for a daily history and forecasts with them, fitted to all of it.</summary>
    /// <remarks>The same history and member give the same forecast, bit for bit; without a member nothing in it depends on other series.</remarks>
    /// <param name="demand">
    /// Units per day, oldest first, each 0 to <see cref="DemandMax"/>, or NaN where it is not known. Without any day the
    /// forecast is 0.
    /// </param>
    /// <param name="horizonDays">Days to forecast, at least 1.</param>
    /// <param name="levels">Quantile levels, ascending, in (0, 1).</param>
    /// <param name="member">The global model, where there is one. All that depends on other series comes from it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range, or the horizon below 1.</exception>
    public static Forecast Of(ReadOnlySpan<double> demand, int horizonDays, IReadOnlyList<double> levels, GlobalMember? member = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizonDays);

        var wholeUnits = IsWhole(demand);
        var known = new double[Math.Max(1, demand.Length)];
        Gaps.Fill(demand, Seasons[0], known);
        var own = LocalForecast.Of(known, Seasons, horizonDays);
        var local = member?.AddTo(own, demand, known, horizonDays) ?? own;
        var distribution = local.DistributionOf(known, wholeUnits);
        var days = Enumerable.Range(0, horizonDays);

        return new(
            local.Models,
            local.Forecast.Mean,
            [.. days.Select(distribution.Sigma)],
            [.. days.Select(distribution.SumSigma)],
            [.. levels.Select(level => days.Select(ahead => distribution.Quantile(ahead, level)).ToArray())],
            ForecastAccuracy.FindOf(local, known, demand.IsEmpty ? known : demand, Seasons[0], wholeUnits, levels))
        {
            SumQuantiles = SumQuantilesOf(distribution, horizonDays, levels),
            GlobalShare = local.GlobalShare,
            Backtest = local.Backtest,
        };
    }

    private static double[][] SumQuantilesOf(DemandDistribution distribution, int horizonDays, IReadOnlyList<double> levels)
    {
        var quantiles = new double[levels.Count * horizonDays];
        distribution.WriteAllSumQuantiles([.. levels], quantiles);

        return [.. quantiles.Chunk(horizonDays)];
    }

    /// <summary>The forecast of days on which demand is a known multiple of what it was forecast from.</summary>
    /// <remarks>What is uncertain about a day grows with its demand; its part in the uncertainty of sums does too.</remarks>
    /// <param name="factors">For each day of the horizon, >= 0; 0 where nothing can be sold.</param>
    public Forecast Times(IReadOnlyList<double> factors)
    {
        if (factors.All(factor => factor == 1))
        {
            return this;
        }

        var numbers = Numbers.Times(factors);

        return this with
        {
            Mean = numbers.Mean,
            Sigma = numbers.Sigma,
            SumSigma = numbers.SumSigma,
            Quantiles = numbers.Quantiles,
            SumQuantiles = numbers.SumQuantiles ?? [],
        };
    }

    internal static bool IsWhole(ReadOnlySpan<double> demand)
    {
        var isWhole = true;

        for (var day = 0; day < demand.Length; day++)
        {
            if (demand[day] is not ((>= 0 and <= DemandMax) or double.NaN))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(demand), demand[day], $"Must be in 0 to {DemandMax:0} (day {day}).");
            }

            isWhole &= double.IsNaN(demand[day]) || double.IsInteger(demand[day]);
        }

        return isWhole;
    }
}
