using System.Diagnostics;
using Composerp.Bench.Forecasting.DataSets;
using Composerp.Bench.Support;
using Composerp.Forecasting.Numerics.Combination;
using Composerp.Forecasting.Numerics.Distributions;
using Composerp.Forecasting.Numerics.Smoothing;

namespace Composerp.Bench.Forecasting;

/// <summary>Series per second of one core, by the processor time of this process: others may use the machine meanwhile.</summary>
internal static class Speeds
{
    private const double EtsMin = 100;
    private const double FullMin = 20;
    private const double UpdateMillisecondsMax = 1;
    private static readonly double[] _even = [.. Enumerable.Repeat(1.0, 18)];
    private static readonly double[] _levels = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99];

    /// <summary>The family of exponential smoothing with its choice and intervals.</summary>
    public static double EtsPerSecond(TestSet set, double seconds) => PerSecond(set, seconds, series =>
    {
        var fit = Ets.Choose(series.Training, set.Period)!;
        var (mean, fitted, response) = (new double[set.Horizon], new double[series.Training.Length], new double[set.Horizon]);
        fit.Write(series.Training, new(mean, fitted, response));
        var distribution = new DemandDistribution(mean, response, _even, series.Training.Zip(fitted, (value, forecast) => value - forecast), false);

        for (var ahead = 0; ahead < set.Horizon; ahead++)
        {
            Consume(distribution.Quantile(ahead, 0.975) - distribution.Quantile(ahead, 0.025));
        }
    });

    /// <summary>Everything that a series goes through: all candidates, three origins, combination, quantiles.</summary>
    public static Figure Full(TestSet set, double seconds) => AtLeast("full-series-per-second", PerSecond(set, seconds, series =>
    {
        var local = LocalForecast.Of(series.Training, set.Periods, set.Horizon);
        var distribution = local.DistributionOf(series.Training, true);

        for (var ahead = 0; ahead < set.Horizon; ahead++)
        {
            foreach (var level in _levels)
            {
                Consume(distribution.Quantile(ahead, level));
            }
        }
    }), FullMin);

    /// <summary>Choice, combination and intervals of monthly series, beside which R fits ETS, ARIMA and Theta.</summary>
    public static double CombinationPerSecond(TestSet set, double seconds) => PerSecond(set, seconds, series =>
    {
        var local = LocalForecast.Of(series.Training, set.Periods, set.Horizon);
        var distribution = local.DistributionOf(series.Training, false);

        for (var ahead = 0; ahead < set.Horizon; ahead++)
        {
            Consume(distribution.Quantile(ahead, 0.975) - distribution.Quantile(ahead, 0.025));
        }
    });

    public static Figure EtsAlone(double perSecond) => AtLeast("ets-series-per-second", perSecond, EtsMin);

    /// <summary>A new value to new forecasts, the parameters as they were.</summary>
    public static Figure Update(TestSet set)
    {
        const int Rounds = 20_000;
        var series = set.Series[0];
        var fit = Ets.Choose(series.Training, set.Period)!;
        var mean = new double[set.Horizon];
        var started = Cpu();

        for (var round = 0; round < Rounds; round++)
        {
            fit.Update(series.Training[round % series.Training.Length]);
            fit.Forecast(mean);
            Consume(mean[0]);
        }

        return Figure.AtMost("update-ms", (Cpu() - started) / Rounds * 1_000, "ms", UpdateMillisecondsMax);
    }

    private static Figure AtLeast(string name, double value, double min) => new(name, value, "series/s", Bar: min, Met: value >= min);

    private static double PerSecond(TestSet set, double seconds, Action<TestSeries> work)
    {
        // Once without the clock: code is compiled.
        var warm = Stopwatch.GetTimestamp();

        for (var i = 0; Stopwatch.GetElapsedTime(warm).TotalSeconds < seconds / 4; i++)
        {
            work(set.Series[i % set.Series.Count]);
        }

        var (started, done) = (Cpu(), 0);

        while (Cpu() - started < seconds && done < set.Series.Count)
        {
            // Spread over the set, whose neighbours are alike.
            work(set.Series[(int)((long)done * 7_919 % set.Series.Count)]);
            done++;
        }

        return done / (Cpu() - started);
    }

    private static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static void Consume(double value) => GC.KeepAlive(value);
}
