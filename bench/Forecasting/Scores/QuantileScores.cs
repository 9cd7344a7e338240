using Composerp.Bench.Forecasting.DataSets;
using Composerp.Forecasting.Numerics.Accuracy;
using Composerp.Forecasting.Numerics.Combination;

namespace Composerp.Bench.Forecasting.Scores;

/// <summary>The scores of combinations and their quantiles over series of daily retail demand.</summary>
/// <remarks>
/// The scaled pinball loss and the RMSSE are those of the M5 competition. A series has one scale for all origins, that of
/// the newest one: at the oldest there is an item of two sales in 500 days, by whose steps alone no error can be measured.
/// </remarks>
/// <param name="newest">The same series before the newest origin.</param>
internal sealed class QuantileScores(TestSet newest)
{
    public static readonly double[] M5Levels = [0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995];

    private const int CoverageLevel = 7;
    private const int FitMin = 60;
    private readonly Dictionary<string, double[]> _newest = newest.Series.ToDictionary(series => series.Id, series => series.Training);
    private double _rmsse;
    private double _pinball;
    private double _covered;
    private double _days;
    private double _sumsCovered;
    private int _count;

    public double Rmsse => _rmsse / _count;

    public double ScaledPinball => _pinball / _count;

    /// <summary>At the level 0.975.</summary>
    public double Coverage => _covered / _days;

    /// <summary>The same of the sum over the whole horizon.</summary>
    public double SumCoverage => _sumsCovered / _count;

    public int Count => _count;

    public bool Knows(string id) => _newest.ContainsKey(id);

    public void Add(TestSet set)
    {
        foreach (var series in set.Series)
        {
            if (series.Training.Length >= FitMin)
            {
                Add(series, set);
            }
        }
    }

    private void Add(TestSeries series, TestSet set)
    {
        var known = _newest[series.Id];
        var (squares, absolutes) = (0.0, 0.0);

        for (var t = 1; t < known.Length; t++)
        {
            var step = known[t] - known[t - 1];
            squares += step * step / (known.Length - 1);
            absolutes += Math.Abs(step) / (known.Length - 1);
        }

        if (squares <= 0)
        {
            return;
        }

        var local = LocalForecast.Of(series.Training, set.Periods, set.Horizon);
        var distribution = local.DistributionOf(series.Training, wholeUnits: true);
        double squared = 0;

        for (var ahead = 0; ahead < set.Horizon; ahead++)
        {
            var actual = series.Test[ahead];
            squared += (actual - local.Forecast.Mean[ahead]) * (actual - local.Forecast.Mean[ahead]) / set.Horizon;
            _days++;
            _covered += actual <= distribution.Quantile(ahead, M5Levels[CoverageLevel]) ? 1 : 0;

            foreach (var level in M5Levels)
            {
                _pinball += PinballLoss.Of(actual, distribution.Quantile(ahead, level), level) / M5Levels.Length / set.Horizon / absolutes;
            }
        }

        var sum = new double[1];
        distribution.WriteSumQuantiles(set.Horizon, [M5Levels[CoverageLevel]], sum);
        _sumsCovered += series.Test.Sum() <= sum[0] ? 1 : 0;
        _rmsse += Math.Sqrt(squared / squares);
        _count++;
    }
}
