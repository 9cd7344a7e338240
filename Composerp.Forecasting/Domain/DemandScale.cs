namespace Composerp.Forecasting.Domain;

/// <summary>What the errors of a series are measured against, so that those of different series can be compared.</summary>
/// <remarks>
/// Sources: of MASE, Hyndman and Koehler, International Journal of Forecasting 22 (2006) 679-688; of RMSSE, Makridakis,
/// Spiliotis and Assimakopoulos, International Journal of Forecasting 38 (2022) 1346-1364.
/// </remarks>
/// <param name="Absolute">Mean absolute error of the seasonal naive forecast in the history, units; null where there is none above 0.</param>
/// <param name="Squared">Mean square of the differences between days in the history, units squared; null where there is none above 0.</param>
public readonly record struct DemandScale(double? Absolute, double? Squared)
{
    /// <param name="history">Units per day from the first sale on, oldest first; NaN where a day is not known.</param>
    /// <param name="period">Days of a season.</param>
    public static DemandScale Of(ReadOnlySpan<double> history, int period) =>
        new(MeanDifference(history, period, Math.Abs), MeanDifference(history, 1, difference => difference * difference));

    private static double? MeanDifference(ReadOnlySpan<double> history, int lag, Func<double, double> weigh)
    {
        double sum = 0;
        var count = 0;

        for (var day = lag; day < history.Length; day++)
        {
            var difference = history[day] - history[day - lag];

            if (!double.IsNaN(difference))
            {
                sum += weigh(difference);
                count++;
            }
        }

        return count > 0 && sum > 0 ? sum / count : null;
    }
}
