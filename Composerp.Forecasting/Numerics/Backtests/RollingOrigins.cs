namespace Composerp.Forecasting.Numerics.Backtests;

/// <summary>Where a backtest cuts the history: each origin sees what is before it and forecasts the values after it.</summary>
/// <remarks>
/// Up to three origins; the window of the last one ends with the history. The windows follow each other where the history
/// is long, and overlap by two thirds where it is not: of a short history a third look is worth more than a clean cut.
/// Source: Tashman, International Journal of Forecasting 16 (2000) 437-450.
/// </remarks>
/// <param name="Count">Origins, 0 to 3; 0 where the history is too short to test anything.</param>
/// <param name="Window">Values forecast from each origin.</param>
/// <param name="Stride">Values between origins.</param>
public readonly record struct RollingOrigins(int Count, int Window, int Stride)
{
    private const int CountMax = 3;
    private const int WindowMax = 28;
    private const int FitMin = 8;

    /// <param name="length">Values of history, >= 0.</param>
    /// <param name="horizon">Values that will be forecast, >= 1.</param>
    /// <param name="period">Values of one season; each origin sees two of them at least.</param>
    public static RollingOrigins For(int length, int horizon, int period)
    {
        var window = Math.Min(Math.Max(WindowMax, 2 * period), horizon);
        var fitMin = Math.Max(FitMin, 2 * period);

        // Rather a short window than no backtest.
        if (length < fitMin + window)
        {
            window = Math.Min(window, period);
        }

        var stride = length >= fitMin + (CountMax * window) ? window : Math.Max(1, window / CountMax);
        var spare = length - fitMin - window;

        return new(spare < 0 ? 0 : Math.Min(CountMax, 1 + (spare / stride)), window, stride);
    }

    /// <summary>Values of history before an origin.</summary>
    /// <param name="origin">0 is the oldest.</param>
    public int FitLength(int length, int origin) => length - Window - ((Count - 1 - origin) * Stride);
}
