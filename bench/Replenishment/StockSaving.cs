using Composerp.Bench.Forecasting.DataSets;
using Composerp.Bench.Support;
using Composerp.Forecasting.Numerics.Combination;
using Composerp.Replenishment.Numerics.Distributions;
using Composerp.Replenishment.Numerics.ServiceLevels;
using Composerp.Replenishment.Numerics.Simulation;

namespace Composerp.Bench.Replenishment;

/// <summary>Stock and fill rate on real store sales, against min-max set by rule of thumb.</summary>
/// <remarks>
/// The last year of the M5 series is lived through day by day, with a lead time of five days; what finds no stock is lost.
/// Every 28 days both rules are set anew from what had been sold until then: the rule of thumb to 14 and 28 days of the
/// mean of the last 90, the calculated one to the forecast's own distribution, for one fill rate that holds for all
/// items, or for one chance of a stock-out that does, with the same distance of minimum and maximum. Stock is counted in
/// units, at the end of the days.
/// </remarks>
internal sealed class StockSaving(TestSet set, int every)
{
    private const int TestDays = 364;
    private const int DaysPerRule = 28;
    private const int LeadTime = 5;
    private const int MeanDays = 90;
    private const int FitMin = 120;

    private static readonly double[] _targets = [0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.99, 0.995];

    private static readonly double[] _chances = [0.3, 0.2, 0.15, 0.1, 0.08, 0.06, 0.04, 0.03, 0.02, 0.01, 0.005, 0.002];

    private static readonly double[] _levels = [.. Enumerable.Range(1, 39).Select(n => n / 40.0), 0.985, 0.995];

    public IEnumerable<Figure> Measure()
    {
        var series = set.Series.Where((one, place) => place % every == 0 && one.Training.Length >= FitMin).ToList();
        var outcomes = series.AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(OutcomesOf).ToList();
        var thumb = Total(outcomes.Select(outcome => outcome.Thumb));
        Console.WriteLine(FormattableString.Invariant($"  rule of thumb: fill rate {thumb.FillRate:0.0000}, stock {thumb.Stock:#,0} units, orders {thumb.Orders:#,0}"));
        yield return Figure.Plain("stock-saving-items", series.Count, "items");
        yield return Figure.Plain("thumb-fill-rate", thumb.FillRate, "share");

        foreach (var figure in Compare("one-fill-rate", [.. _targets.Select((_, place) => Total(outcomes.Select(outcome => outcome.ByFillRate[place])))], thumb))
        {
            yield return figure;
        }

        foreach (var figure in Compare("one-chance", [.. _chances.Select((_, place) => Total(outcomes.Select(outcome => outcome.ByChance[place])))], thumb))
        {
            yield return figure;
        }
    }

    private IEnumerable<Figure> Compare(string name, List<(double FillRate, double Stock, double Orders)> curve, (double FillRate, double Stock, double Orders) thumb)
    {
        foreach (var own in curve)
        {
            Console.WriteLine(FormattableString.Invariant($"  {name}: fill rate {own.FillRate:0.0000}, stock {own.Stock:#,0} units, orders {own.Orders:#,0}"));
        }

        var saving = 1 - (Between(curve, point => point.FillRate, point => point.Stock, thumb.FillRate) / thumb.Stock);
        var fillRate = Between(curve, point => point.Stock, point => point.FillRate, thumb.Stock);
        yield return new($"stock-saving-{name}", saving, "share", Bar: 0.2, Met: every > 1 ? null : saving >= 0.2 || fillRate > thumb.FillRate);
        yield return Figure.Against($"fill-at-equal-stock-{name}", fillRate, "share", thumb.FillRate);
        yield return Figure.Against($"orders-{name}", Between(curve, point => point.FillRate, point => point.Orders, thumb.FillRate), "orders", thumb.Orders);
    }

    private static (SimulatedStock Thumb, SimulatedStock[] ByFillRate, SimulatedStock[] ByChance) OutcomesOf(TestSeries one)
    {
        double[] sales = [.. one.Training, .. one.Test];
        var first = one.Training.Length;
        var thumb = new List<StockRule>();
        var byFillRate = _targets.Select(_ => new List<StockRule>()).ToArray();
        var byChance = _chances.Select(_ => new List<StockRule>()).ToArray();

        for (var origin = first; origin < sales.Length; origin += DaysPerRule)
        {
            var known = sales.AsSpan(0, origin);
            var mean = Average(known[^MeanDays..]);
            thumb.Add(new(14 * mean, 28 * mean, 0, 1, Multiple: 1));
            var distribution = LocalForecast.Of(known, [7], DaysPerRule).DistributionOf(known, wholeUnits: true);
            var day = Of(1);
            var gap = Math.Max(1, Math.Round(14 * mean));
            var model = new ServiceModel(Of(LeadTime + 1), Of(LeadTime), day.Mean, PositionSpread.MinMax(day, gap));

            for (var target = 0; target < _targets.Length; target++)
            {
                var top = day.Mean > 0 ? model.TopFor(_targets[target], LevelRounding.Nearest, 1) : 0;
                byFillRate[target].Add(new(top - gap, top, 0, 1, Multiple: 1));
            }

            for (var chance = 0; chance < _chances.Length; chance++)
            {
                var top = 0.0;

                while (model.StockOutChance(top) > _chances[chance])
                {
                    top++;
                }

                byChance[chance].Add(new(top - gap, top, 0, 1, Multiple: 1));
            }

            QuantileTable Of(int days)
            {
                var quantiles = new double[_levels.Length];
                distribution.WriteSumQuantiles(days, _levels, quantiles);

                return new(_levels, quantiles);
            }
        }

        return (Run(thumb), [.. byFillRate.Select(Run)], [.. byChance.Select(Run)]);

        SimulatedStock Run(List<StockRule> rules) => StockSimulation.Run(
            sales.AsSpan(first), [LeadTime], [.. rules], DaysPerRule, Shortage.Lost, Math.Max(0, thumb[0].Level), DaysPerRule);
    }

    private static double Average(ReadOnlySpan<double> values)
    {
        var sum = 0.0;

        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static (double FillRate, double Stock, double Orders) Total(IEnumerable<SimulatedStock> outcomes)
    {
        var all = outcomes.ToList();

        return (all.Sum(one => one.Served) / all.Sum(one => one.Demand), all.Sum(one => one.MeanStock), all.Sum(one => (double)one.Orders));
    }

    // Along the curve of targets, which rises in both; beyond its end nothing is claimed but the end.
    private static double Between(
        List<(double FillRate, double Stock, double Orders)> curve,
        Func<(double FillRate, double Stock, double Orders), double> x,
        Func<(double FillRate, double Stock, double Orders), double> y,
        double at)
    {
        var above = Math.Max(1, curve.FindIndex(point => x(point) >= at));

        if (x(curve[^1]) < at)
        {
            return y(curve[^1]);
        }

        var (one, other) = (curve[above - 1], curve[above]);

        return y(one) + ((at - x(one)) / (x(other) - x(one)) * (y(other) - y(one)));
    }

    public static TestSet? Find() => Competitions.FindM5(TestDays);
}
