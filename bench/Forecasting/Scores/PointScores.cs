namespace Composerp.Bench.Forecasting.Scores;

/// <summary>The measures of the competitions, of one series.</summary>
/// <remarks>
/// sMAPE: Makridakis, International Journal of Forecasting 9 (1993) 527-529, in percent as in M3 and M4.
/// MASE: Hyndman and Koehler, International Journal of Forecasting 22 (2006) 679-688, seasonal as in M4.
/// </remarks>
internal static class PointScores
{
    public static double Smape(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        double sum = 0;

        for (var i = 0; i < actual.Length; i++)
        {
            var size = Math.Abs(actual[i]) + Math.Abs(forecast[i]);
            sum += size > 0 ? 200 * Math.Abs(actual[i] - forecast[i]) / size : 0;
        }

        return sum / actual.Length;
    }

    /// <returns>Null where every season of the training part is alike.</returns>
    public static double? Mase(ReadOnlySpan<double> training, int period, ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        double scale = 0, sum = 0;

        for (var t = period; t < training.Length; t++)
        {
            scale += Math.Abs(training[t] - training[t - period]) / (training.Length - period);
        }

        for (var i = 0; i < actual.Length; i++)
        {
            sum += Math.Abs(actual[i] - forecast[i]) / actual.Length;
        }

        return scale > 0 ? sum / scale : null;
    }
}
