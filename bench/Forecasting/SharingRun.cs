using Composerp.Bench.Forecasting.Scores;
using Composerp.Bench.Support;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.Numerics.Accuracy;
using Composerp.Forecasting.Numerics.Combination;
using Composerp.Forecasting.Numerics.Hierarchy;

namespace Composerp.Bench.Forecasting;

/// <summary>What items of M5 gain or lose by taking their share of what the levels above them say, as runs do it.</summary>
/// <remarks>The items of a department in a store are multiplied alike, by each way of making levels add up.</remarks>
internal sealed class SharingRun
{
    private const int Horizon = RetailRun.Horizon;
    private const int Origins = 3;
    private static readonly int[] _week = [7];
    private readonly List<Level> _levels = [];
    private readonly List<RetailForecast[]> _departments = [];

    /// <param name="items">Of the newest origin.</param>
    public SharingRun(IReadOnlyList<RetailForecast> items)
    {
        // Items whose backtest is not whole count in no sum; there are few of them.
        RetailForecast[] whole = [.. items.Where(item => item.Combined.Backtest.Count == Origins && item.Combined.Origins.Stride == Horizon)];
        Add(-1, whole, false);

        foreach (var state in whole.GroupBy(item => item.Series.Store[..2]))
        {
            var stateAt = Add(0, [.. state], false);

            foreach (var store in state.GroupBy(item => item.Series.Store))
            {
                var storeAt = Add(stateAt, [.. store], false);

                foreach (var department in store.GroupBy(item => item.Series.Department))
                {
                    Add(storeAt, [.. department], true);
                    _departments.Add([.. department]);
                }
            }
        }
    }

    public IEnumerable<Figure> Measure()
    {
        var reconciliation = new LevelReconciliation(_levels);
        var chosen = reconciliation.Compare(Horizon).MinBy(way => way.Error).Method;
        Console.WriteLine($"  Items below departments: the backtest chose {chosen}.");

        foreach (var method in Enum.GetValues<ReconciliationMethod>())
        {
            var (rmsse, spl) = ScoresOf(reconciliation.FactorsOf(method, (_, _) => false));
            yield return Figure.Plain($"m5-items-rmsse-{method.ToString().ToLowerInvariant()}", rmsse, "ratio");
            yield return Figure.Plain($"m5-items-spl-{method.ToString().ToLowerInvariant()}", spl, "ratio");
        }
    }

    private (double Rmsse, double Spl) ScoresOf(double[][] factors)
    {
        double rmsse = 0, spl = 0;
        var count = 0;

        foreach (var (place, department) in _departments.Index())
        {
            foreach (var (series, end, _, _, combined) in department)
            {
                var distribution = combined.DistributionOf(series.Sales.AsSpan(0, end), wholeUnits: true);
                var (squares, absolutes) = RetailScores.Scales(series, Horizon);
                double squared = 0;
                count++;

                for (var ahead = 0; ahead < Horizon; ahead++)
                {
                    var (actual, factor) = (series.Sales[end + ahead], factors[place][ahead]);
                    squared += Math.Pow(actual - (factor * combined.Forecast.Mean[ahead]), 2) / Horizon;
                    spl += RetailScores.M5Levels.Average(level => PinballLoss.Of(actual, factor * distribution.Quantile(ahead, level), level)) / Horizon / absolutes;
                }

                rmsse += Math.Sqrt(squared / squares);
            }
        }

        return (rmsse / count, spl / count);
    }

    private int Add(int parent, RetailForecast[] items, bool isDepartment)
    {
        var first = items.Min(item => item.Series.Known.FirstDay);
        var sold = new double[items[0].Series.Known.FirstDay + items[0].End - first];

        foreach (var item in items)
        {
            for (var day = 0; day < item.End; day++)
            {
                sold[item.Series.Known.FirstDay + day - first] += item.Series.Sales[day];
            }
        }

        var own = LocalForecast.Of(sold, _week, Horizon);
        _levels.Add(new(
            parent,
            own.Forecast.Mean,
            own.Backtest.Count == Origins ? [.. own.Backtest.SelectMany(origin => origin.Forecast.Mean)] : null,
            sold[^(Origins * Horizon)..],
            isDepartment ? SumOf(items, item => item.Combined.Forecast.Mean) : null,
            isDepartment ? SumOf(items, item => [.. item.Combined.Backtest.SelectMany(origin => origin.Forecast.Mean)]) : null));

        return _levels.Count - 1;
    }

    private static double[] SumOf(RetailForecast[] items, Func<RetailForecast, double[]> of) =>
        items.Select(of).Aggregate((left, right) => [.. left.Zip(right, (one, other) => one + other)]);
}
