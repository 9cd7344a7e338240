namespace Composerp.Forecasting.Numerics.Naive;

/// <summary>The forecast that every other has to beat: next Monday sells what last Monday sold.</summary>
/// <remarks>Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition (2021), 5.2 and 5.5.</remarks>
public static class SeasonalNaive
{
    /// <summary>Repeats the last period, or what there is of it.</summary>
    /// <param name="series">Oldest first, at least one value.</param>
    /// <param name="period">Values of one season; with 1 the last value is repeated.</param>
    public static void Forecast(ReadOnlySpan<double> series, int period, in Outlook outlook)
    {
        var repeated = Math.Min(period, series.Length);

        for (var ahead = 0; ahead < outlook.Horizon; ahead++)
        {
            outlook.Mean[ahead] = series[series.Length - repeated + (ahead % repeated)];
            outlook.Response[ahead] = ahead % repeated == 0 ? 1 : 0;
        }

        outlook.Fitted[..repeated].Fill(double.NaN);
        series[..^repeated].CopyTo(outlook.Fitted[repeated..]);
    }

    /// <summary>The mean absolute error of the forecasts made one period before, which scales the MASE.</summary>
    /// <returns>In the unit of the series; 0 in a series of at most one period and where every period is alike.</returns>
    public static double MeanAbsoluteError(ReadOnlySpan<double> series, int period)
    {
        double sum = 0;

        for (var t = period; t < series.Length; t++)
        {
            sum += Math.Abs(series[t] - series[t - period]);
        }

        return series.Length > period ? sum / (series.Length - period) : 0;
    }
}
