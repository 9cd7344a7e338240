using Composerp.Forecasting.Numerics.Decomposition;

namespace Composerp.Forecasting.Numerics.Arima;

/// <summary>How often a series is differenced until it stays around one level.</summary>
/// <remarks>
/// Once over the season where that is strong (Wang, Smith and Hyndman 2006; the bound is that of Hyndman and
/// Athanasopoulos, Forecasting: Principles and Practice, 3rd edition (2021), 9.1); then as often as the test of
/// Kwiatkowski, Phillips, Schmidt and Shin, Journal of Econometrics 54 (1992) 159-178, rejects a constant level at 5 %.
/// </remarks>
internal static class Differencing
{
    public const int OrdinaryMax = 2;
    private const double StrengthMin = 0.64;
    private const double LevelStatisticMax = 0.463;

    /// <summary>0 or 1.</summary>
    public static int SeasonalTimes(ReadOnlySpan<double> series, int period)
    {
        if (period < 2 || series.Length < (2 * period) + 3)
        {
            return 0;
        }

        using var room = new Scratch(3 * series.Length);
        var season = room.Values[..series.Length];
        var adjusted = room.Values.Slice(series.Length, series.Length);
        var trend = room.Values[(2 * series.Length)..];
        Mstl.Decompose(series, [period], season, adjusted, trend);

        return Mstl.Strength(season, adjusted, trend) > StrengthMin ? 1 : 0;
    }

    /// <summary>Whether the level of a series changes more than chance would.</summary>
    public static bool IsLevelMoving(ReadOnlySpan<double> series)
    {
        var moments = default(Moments);

        foreach (var value in series)
        {
            moments.Add(value);
        }

        if (moments.Variance <= 1e-20 * moments.Mean * moments.Mean)
        {
            return false;
        }

        var lags = (int)(4 * Math.Pow(series.Length / 100.0, 0.25));
        double sum = 0, squares = 0;

        foreach (var value in series)
        {
            sum += value - moments.Mean;
            squares += sum * sum;
        }

        var variance = moments.Variance;

        for (var lag = 1; lag <= lags; lag++)
        {
            double covariance = 0;

            for (var t = lag; t < series.Length; t++)
            {
                covariance += (series[t] - moments.Mean) * (series[t - lag] - moments.Mean);
            }

            variance += 2 * (1 - (lag / (lags + 1.0))) * covariance / series.Length;
        }

        return squares / series.Length / series.Length > LevelStatisticMax * variance;
    }

    /// <summary>Differences in place.</summary>
    /// <returns>What is left: shorter by the lag.</returns>
    public static Span<double> Difference(Span<double> series, int lag)
    {
        for (var t = 0; t < series.Length - lag; t++)
        {
            series[t] = series[t + lag] - series[t];
        }

        return series[..^lag];
    }
}
