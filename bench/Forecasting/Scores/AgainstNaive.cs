using Composerp.Bench.Forecasting.DataSets;
using Composerp.Bench.Support;
using Composerp.Forecasting.Numerics.Accuracy;
using Composerp.Forecasting.Numerics.Combination;
using Composerp.Forecasting.Numerics.Distributions;

namespace Composerp.Bench.Forecasting.Scores;

/// <summary>The share of series on which forecasts were worse than repeating the last season, or the last value where there is none.</summary>
/// <remarks>
/// Judged by what is forecast, a distribution: its pinball loss beside that of the naive forecast's own one, which is the
/// repeated value plus every change over the same distance that the history saw. A series is judged by all its origins
/// together. Squared and absolute errors of the means are told beside it, and the newest origin alone. By that one nothing
/// can be judged that is mostly zero: where a window has no demand at all, zero after a zero wins against every mean above
/// zero, the true one included.
/// </remarks>
/// <param name="period">Values of one season; 1 repeats the last value.</param>
internal sealed class AgainstNaive(int period, double[] levels)
{
    public const int Origins = 3;

    private const int SeasonsMin = 2;
    private const double ShareMax = 0.35;

    private readonly Dictionary<string, Duel> _all = [];
    private readonly Dictionary<string, Duel> _newest = [];

    /// <summary>Series that were judged.</summary>
    public int Series => _all.Count;

    /// <summary>Forecasts three windows of each series one after the other, each seeing only what is before it.</summary>
    public void AddAll(TestSet set)
    {
        for (var origin = 0; origin < Origins; origin++)
        {
            foreach (var series in set.Before(origin * set.Horizon, SeasonsMin * set.Period).Series)
            {
                var local = LocalForecast.Of(series.Training, set.Periods, set.Horizon);
                var distribution = local.DistributionOf(series.Training, wholeUnits: false);
                Add(series.Id, series.Training, series.Test, local.Forecast.Mean, distribution.Quantile, wholeUnits: false, origin == 0);
            }
        }
    }

    /// <summary>Takes what came after an origin of a series into account.</summary>
    /// <param name="seen">What was known at the origin.</param>
    /// <param name="actual">NaN where it is not judged.</param>
    /// <param name="quantileOf">By the step ahead and the level.</param>
    /// <param name="isNewest">Whether it is the newest origin.</param>
    public void Add(
        string series,
        ReadOnlySpan<double> seen,
        ReadOnlySpan<double> actual,
        IReadOnlyList<double> mean,
        Func<int, double, double> quantileOf,
        bool wholeUnits,
        bool isNewest)
    {
        var duel = default(Duel);
        double[] changes = [];

        for (var ahead = 0; ahead < actual.Length; ahead++)
        {
            if (ahead % period == 0)
            {
                changes = ChangesOver(seen, period * ((ahead / period) + 1));
            }

            if (double.IsNaN(actual[ahead]))
            {
                continue;
            }

            var repeated = seen[Math.Max(0, seen.Length - period + (ahead % period))];
            double own = 0, naive = 0;

            foreach (var level in levels)
            {
                var quantile = Math.Max(0, repeated + ErrorDistribution.Quantile(changes, level));
                own += PinballLoss.Of(actual[ahead], quantileOf(ahead, level), level);
                naive += PinballLoss.Of(actual[ahead], wholeUnits ? Math.Floor(quantile + 0.5) : quantile, level);
            }

            duel += new Duel(Losses.Of(actual[ahead] - mean[ahead], own), Losses.Of(actual[ahead] - repeated, naive));
        }

        _all[series] = _all.GetValueOrDefault(series) + duel;

        if (isNewest)
        {
            _newest[series] = duel;
        }
    }

    /// <param name="isWhole">Whether the bar is held against the share.</param>
    public IEnumerable<Figure> Figures(string set, bool isWhole)
    {
        var share = Lost(_all, losses => losses.Pinball);
        yield return isWhole ? Figure.AtMost($"{set}-lost-to-naive", share, "share", ShareMax) : Plain("", share);
        yield return Plain("-squared", Lost(_all, losses => losses.Squared));
        yield return Plain("-absolute", Lost(_all, losses => losses.Absolute));
        yield return Plain("-newest", Lost(_newest, losses => losses.Pinball));
        yield return Plain("-newest-squared", Lost(_newest, losses => losses.Squared));

        Figure Plain(string measure, double value) => Figure.Plain($"{set}-lost-to-naive{measure}", value, "share");
    }

    private static double Lost(Dictionary<string, Duel> duels, Func<Losses, double> measure) =>
        duels.Values.Average(duel => measure(duel.Own) > measure(duel.Naive) ? 1.0 : 0);

    /// <summary>Sorted; of the longest distance that there is where the history is shorter than asked for.</summary>
    private double[] ChangesOver(ReadOnlySpan<double> seen, int distance)
    {
        while (distance > period && distance > seen.Length - ErrorDistribution.ErrorsMin)
        {
            distance -= period;
        }

        if (distance >= seen.Length)
        {
            return [0];
        }

        var changes = new double[seen.Length - distance];

        for (var t = 0; t < changes.Length; t++)
        {
            changes[t] = seen[t + distance] - seen[t];
        }

        Array.Sort(changes);

        return changes;
    }

    private readonly record struct Losses(double Pinball, double Squared, double Absolute)
    {
        public static Losses Of(double error, double pinball) => new(pinball, error * error, Math.Abs(error));

        public static Losses operator +(Losses left, Losses right) =>
            new(left.Pinball + right.Pinball, left.Squared + right.Squared, left.Absolute + right.Absolute);
    }

    private readonly record struct Duel(Losses Own, Losses Naive)
    {
        public static Duel operator +(Duel left, Duel right) => new(left.Own + right.Own, left.Naive + right.Naive);
    }
}
