namespace Composerp.Bench.Forecasting;

/// <summary>How much is measured: every so many series of each set.</summary>
/// <param name="Every">1 measures all; only then figures are held against their bars.</param>
/// <param name="SpeedSeconds">Of each speed.</param>
/// <param name="ReferenceSeries">Series that R smooths, where it is installed.</param>
/// <param name="ReferenceAllSeries">Series that it also fits ARIMA to, which takes it some seconds each.</param>
/// <param name="RowsMax">Days that a global model learns from.</param>
internal sealed record Effort(int Every, double SpeedSeconds, int ReferenceSeries, int ReferenceAllSeries, int RowsMax)
{
    public static Effort Full { get; } = new(1, 8, 60, 20, 100_000);

    public static Effort Quick { get; } = new(24, 0.5, 3, 1, 8_000);
}
