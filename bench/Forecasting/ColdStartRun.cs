using Composerp.Bench.Forecasting.DataSets;
using Composerp.Bench.Support;
using Composerp.Forecasting.Numerics.ColdStart;
using Composerp.Forecasting.Numerics.Combination;

namespace Composerp.Bench.Forecasting;

/// <summary>Items of M5 as they were when they were new: what similar ones did before them, and their own first days.</summary>
internal static class ColdStartRun
{
    private const int Horizon = 28;
    private const int LaunchDays = 91;

    /// <summary>What sold in the first days of the set was not new then.</summary>
    private const int OldDays = 60;

    private static readonly int[] _week = [7];

    public static IEnumerable<Figure> Measure(IReadOnlyList<RetailSeries> all)
    {
        var first = all.Min(series => series.Known.FirstDay);
        RetailSeries[] launches = [.. all.Where(series => series.Known.FirstDay > first + OldDays && series.Sales.Length > LaunchDays + Horizon)];

        foreach (var days in new[] { 0, 7, 14, 28 })
        {
            double actual = 0, own = 0, mixed = 0;

            foreach (var launch in launches)
            {
                var expectation = ExpectationOf(launch, launches, launch.Known.FirstDay + days);

                if (expectation.Items == 0)
                {
                    continue;
                }

                var seen = launch.Sales.AsSpan(0, days);
                var mean = days == 0 ? new double[Horizon] : LocalForecast.Of(seen, _week, Horizon).Forecast.Mean;
                double[] both = [.. mean];
                NewItem.Mix(both, seen, launch.Known.FirstDay + days, expectation);

                for (var ahead = 0; ahead < Horizon; ahead++)
                {
                    actual += launch.Sales[days + ahead];
                    own += Math.Abs(launch.Sales[days + ahead] - mean[ahead]);
                    mixed += Math.Abs(launch.Sales[days + ahead] - both[ahead]);
                }
            }

            yield return Figure.Against($"m5-new-after-{days}-days-wape", mixed / actual, "share", own / actual);
        }
    }

    /// <summary>From what had been sold elsewhere for long enough by then.</summary>
    private static Expectation ExpectationOf(RetailSeries launch, RetailSeries[] others, int today)
    {
        var similar = new SimilarItems();

        foreach (var other in others)
        {
            if (other != launch && other.Known.FirstDay + LaunchDays <= today)
            {
                similar.Add(other.Known.Category, PriceOf(other), other.Sales, other.Known.FirstDay);
            }
        }

        return similar.Of(launch.Known.Category, PriceOf(launch));
    }

    private static double PriceOf(RetailSeries series) => series.Known.Prices.Take(LaunchDays).Where(double.IsFinite).DefaultIfEmpty(double.NaN).First();
}
