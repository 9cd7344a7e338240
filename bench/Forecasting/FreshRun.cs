using Composerp.Bench.Forecasting.DataSets;
using Composerp.Bench.Forecasting.Scores;
using Composerp.Bench.Support;
using Composerp.Forecasting.Numerics;
using Composerp.Forecasting.Numerics.Combination;
using Composerp.Forecasting.Numerics.Global;
using Composerp.Forecasting.Numerics.Intermittent;

namespace Composerp.Bench.Forecasting;

/// <summary>Fresh goods: the last week held out, judged on days that were in stock.</summary>
/// <remarks>
/// A day that ran out of stock is taken for what days of its weekday around it sold, or for its own sales where those were
/// more: demand was at least that. Nothing of the week held out is looked at for it.
/// </remarks>
internal static class FreshRun
{
    private const int Horizon = 7;
    private const int OriginsBefore = 3 * Horizon;
    private const ulong Seed = 20_260_403;

    /// <summary>As runs do it: more change nothing of a model, and wait for each other by spinning.</summary>
    private const int TrainingThreads = 1;

    private static readonly int[] _week = [7];

    public static IEnumerable<Figure> Measure(IReadOnlyList<FreshSeries> all, bool isWhole, int rowsMax)
    {
        FreshSeries[] corrected = [.. all.Select(Corrected)];
        using var newest = Train(corrected, 0, rowsMax);
        using var before = Train(corrected, OriginsBefore, rowsMax);
        var shares = new GlobalShares();
        var forecasts = new List<(FreshSeries Series, double[] Filled, LocalForecast Local, List<double[]> Backtest)>();

        foreach (var series in corrected)
        {
            var end = series.Sales.Length - Horizon;
            var filled = series.Known.Demand[..end];
            var local = LocalForecast.Of(filled, _week, Horizon);
            List<double[]> backtest = [.. local.Backtest.Select(tested => before?.Forecast(series.Known, tested.FitLength, local.Origins.Window) ?? tested.Forecast.Mean)];
            shares.Add(filled, local, backtest, wholeUnits: false);
            forecasts.Add((series, filled, local, backtest));
        }

        var (sum, own, combined, week) = (0.0, default(Errors), default(Errors), default(Errors));
        var against = new AgainstNaive(_week[0], RetailScores.M5Levels);

        foreach (var (series, filled, local, backtest) in forecasts)
        {
            var end = filled.Length;
            var share = newest is null || before is null ? 0 : shares.Of(DemandPattern.Of(filled).Class);
            var whole = newest is null ? local : local.With(newest.Forecast(series.Known, end, Horizon), backtest, share);
            var mean = whole.Forecast.Mean;
            double[] judged = [.. series.Sales.AsSpan(end, Horizon)];
            var average = series.Sales.AsSpan(end - Horizon, Horizon).ToArray().Average();

            for (var ahead = 0; ahead < Horizon; ahead++)
            {
                if (series.HoursOut[end + ahead] > 0)
                {
                    judged[ahead] = double.NaN;
                    continue;
                }

                var actual = series.Sales[end + ahead];
                sum += actual;
                own.Add(local.Forecast.Mean[ahead] - actual);
                combined.Add(mean[ahead] - actual);
                week.Add(average - actual);
            }

            if (judged.AsSpan().ContainsAnyExcept(double.NaN))
            {
                against.Add($"{against.Series}", filled, judged, mean, whole.DistributionOf(filled, wholeUnits: false).Quantile, wholeUnits: false, isNewest: true);
            }
        }

        yield return isWhole
            ? Figure.AtMost("fresh-wape", combined.Absolute / sum, "share", 0.338, week.Absolute / sum, 1)
            : Figure.Against("fresh-wape", combined.Absolute / sum, "share", week.Absolute / sum);
        yield return isWhole
            ? new("fresh-bias", combined.Sum / sum, "share", Bar: 0.05, Met: Math.Abs(combined.Sum / sum) <= 0.05)
            : Figure.Plain("fresh-bias", combined.Sum / sum, "share");
        yield return Figure.Plain("fresh-wape-local", own.Absolute / sum, "share");
        yield return Figure.Plain("fresh-bias-local", own.Sum / sum, "share");

        foreach (var figure in against.Figures("fresh", isWhole))
        {
            yield return figure;
        }
    }

    private static FreshSeries Corrected(FreshSeries series)
    {
        var end = series.Sales.Length - Horizon;
        var likely = new double[end];
        Gaps.Fill(series.Known.Demand.AsSpan(0, end), _week[0], likely);
        double[] demand = [.. series.Sales.Select((units, day) => day < end && series.HoursOut[day] > 0 ? Math.Max(units, likely[day]) : units)];

        return series with { Known = series.Known with { Demand = demand } };
    }

    private static GlobalModel? Train(FreshSeries[] all, int back, int rowsMax)
    {
        if (GlobalModel.WhyAbsent is not null)
        {
            return null;
        }

        var sample = new GlobalSample(rowsMax, all.Length, Horizon, Seed);

        foreach (var (place, series) in all.Index())
        {
            sample.Add(series.Known, place, series.Sales.Length - Horizon - back);
        }

        return GlobalModel.FindTrained(sample, TrainingThreads);
    }

    private struct Errors
    {
        public double Sum { get; private set; }

        public double Absolute { get; private set; }

        public void Add(double error) => (Sum, Absolute) = (Sum + error, Absolute + Math.Abs(error));
    }
}
