using Composerp.Forecasting.Numerics.Backtests;

namespace Composerp.Forecasting.Domain;

/// <summary>The newest days of history, on which it is judged how levels add up best: those of three origins, one after the other.</summary>
/// <param name="Window">Days of one origin.</param>
public sealed record LevelBacktest(int Window)
{
    private const int Origins = 3;
    private const int Week = 7;

    public int Count => Origins * Window;

    /// <returns>Null where less than a week is forecast, on which nothing can be judged.</returns>
    public static LevelBacktest? FindFor(int horizonDays) =>
        RollingOrigins.For(int.MaxValue / 2, horizonDays, Week).Window is >= Week and var window ? new(window) : null;

    /// <summary>What a forecast's models made of these days; null where its history is too short for all of them.</summary>
    public double[]? FindMeans(Forecast forecast)
    {
        var isWhole = forecast.Backtest.Count == Origins
            && forecast.Backtest.All(origin => origin.Forecast.Mean.Length == Window)
            && forecast.Backtest.Zip(forecast.Backtest.Skip(1)).All(pair => pair.Second.FitLength - pair.First.FitLength == Window);

        return isWhole ? [.. forecast.Backtest.SelectMany(origin => origin.Forecast.Mean)] : null;
    }

    /// <summary>The values of these days; 0 before a history began.</summary>
    /// <param name="history">By days, up to the origin.</param>
    public double[] NewestOf(ReadOnlySpan<double> history)
    {
        var newest = new double[Count];
        var known = Math.Min(Count, history.Length);
        history[^known..].CopyTo(newest.AsSpan(Count - known));

        return newest;
    }
}
