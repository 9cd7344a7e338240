namespace Composerp.Forecasting.Numerics.Decomposition;

/// <summary>Whether a series repeats itself after one period more than chance would.</summary>
/// <remarks>
/// The autocorrelation at the period against Bartlett's standard error at 90 %, as in the benchmarks of the M4
/// competition; source: Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler, International Journal of Forecasting 32
/// (2016) 1151-1161.
/// </remarks>
public static class SeasonalityTest
{
    private const double NormalQuantile = 1.6448536269514722;
    private const int PeriodsMin = 3;

    /// <param name="series">Finite.</param>
    public static bool IsSeasonal(ReadOnlySpan<double> series, int period)
    {
        if (period < 2 || series.Length < PeriodsMin * period)
        {
            return false;
        }

        double mean = 0, variance = 0, squares = 0, last = 0;

        foreach (var value in series)
        {
            mean += value / series.Length;
        }

        foreach (var value in series)
        {
            variance += (value - mean) * (value - mean);
        }

        for (var lag = 1; lag <= period && variance > 0; lag++)
        {
            squares += last * last;
            last = Covariance(series, lag, mean) / variance;
        }

        return Math.Abs(last) > NormalQuantile * Math.Sqrt((1 + (2 * squares)) / series.Length);
    }

    private static double Covariance(ReadOnlySpan<double> series, int lag, double mean)
    {
        var early = series[..^lag];
        var late = series[lag..];
        double sum = 0;

        for (var t = 0; t < early.Length; t++)
        {
            sum += (early[t] - mean) * (late[t] - mean);
        }

        return sum;
    }
}
