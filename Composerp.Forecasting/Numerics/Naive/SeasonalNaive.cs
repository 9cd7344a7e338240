using Composerp.Forecasting.Numerics.Smoothing;

namespace Composerp.Forecasting.Numerics.Naive;

/// <summary>The forecast that every other has to beat: next Monday sells what last Monday sold.</summary>
/// <remarks>Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition (2021), 5.2 and 5.5.</remarks>
public static class SeasonalNaive
{
    private const int Period = WeekdayProfile.Period;

    /// <summary>Repeats the last week, or what there is of it.</summary>
    /// <param name="demand">Units per day, oldest first, at least one value.</param>
    /// <param name="mean">Takes units per day, nearest day first.</param>
    public static void Forecast(ReadOnlySpan<double> demand, Span<double> mean)
    {
        var period = Math.Min(Period, demand.Length);

        for (var ahead = 0; ahead < mean.Length; ahead++)
        {
            mean[ahead] = demand[demand.Length - period + (ahead % period)];
        }
    }

    /// <summary>Writes the errors of the forecasts made a week before.</summary>
    /// <param name="errors">Takes demand - demand a week before, units, for each day from the eighth on.</param>
    /// <returns>How many there are: 0 in a history of at most a week.</returns>
    public static int Errors(ReadOnlySpan<double> demand, Span<double> errors)
    {
        var count = Math.Max(0, demand.Length - Period);

        for (var day = 0; day < count; day++)
        {
            errors[day] = demand[day + Period] - demand[day];
        }

        return count;
    }

    /// <summary>How many week-ahead errors' worth of variance the error of one day ahead has: the weeks begun.</summary>
    /// <param name="ahead">0 is the nearest day.</param>
    public static double DayVariance(int ahead) => 1 + (ahead / Period);

    /// <summary>What one more day adds to the variance of the error of a sum of days: the square of the weeks begun.</summary>
    /// <remarks>All forecasts of a weekday repeat one observation, so that they are wrong together.</remarks>
    /// <param name="ahead">The day added; 0 is the nearest.</param>
    public static double SumVarianceStep(int ahead)
    {
        var weeks = 1.0 + (ahead / Period);

        return weeks * weeks;
    }

    /// <summary>The mean absolute error of the forecasts made a week before, which scales the MASE.</summary>
    /// <returns>Units per day; 0 in a history of at most a week and where every week is alike.</returns>
    public static double MeanAbsoluteError(ReadOnlySpan<double> demand)
    {
        double sum = 0;

        for (var day = Period; day < demand.Length; day++)
        {
            sum += Math.Abs(demand[day] - demand[day - Period]);
        }

        return demand.Length > Period ? sum / (demand.Length - Period) : 0;
    }
}
