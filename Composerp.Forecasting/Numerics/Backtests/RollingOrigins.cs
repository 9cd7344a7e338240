namespace Composerp.Forecasting.Numerics.Backtests;

/// <summary>Where a backtest cuts the history: each origin sees what is before it and forecasts the days after it.</summary>
/// <remarks>
/// Up to three origins, whose windows follow each other without overlap to the end of the history. The first keeps at
/// least two weeks to fit on; a history too short for windows of the wanted length takes windows of a week.
/// Source: Tashman, International Journal of Forecasting 16 (2000) 437-450.
/// </remarks>
/// <param name="Count">Origins, 0 to 3; 0 where the history is too short to test anything.</param>
/// <param name="WindowDays">Days forecast from each origin.</param>
public readonly record struct RollingOrigins(int Count, int WindowDays)
{
    private const int CountMax = 3;
    private const int WindowDaysMax = 28;
    private const int ShortWindowDays = 7;
    private const int FitDaysMin = 14;

    /// <param name="historyDays">Days of history, >= 0.</param>
    /// <param name="horizonDays">Days that will be forecast, >= 1.</param>
    public static RollingOrigins For(int historyDays, int horizonDays)
    {
        var window = Math.Min(WindowDaysMax, horizonDays);

        if (historyDays < FitDaysMin + window)
        {
            window = Math.Min(ShortWindowDays, horizonDays);
        }

        return new(Math.Clamp((historyDays - FitDaysMin) / window, 0, CountMax), window);
    }

    /// <summary>Days of history before an origin.</summary>
    /// <param name="origin">0 is the oldest.</param>
    public int FitDays(int historyDays, int origin) => historyDays - ((Count - origin) * WindowDays);
}
