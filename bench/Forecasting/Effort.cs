namespace Composerp.Bench.Forecasting;

/// <summary>How much is measured: every so many series of each set.</summary>
/// <param name="Every">1 measures all; only then figures are held against their bars.</param>
/// <param name="SpeedSeconds">Of each speed.</param>
/// <param name="ReferenceSeries">Series that R forecasts, where it is installed.</param>
internal sealed record Effort(int Every, double SpeedSeconds, int ReferenceSeries)
{
    public static Effort Full { get; } = new(1, 8, 60);

    public static Effort Quick { get; } = new(12, 1.5, 6);
}
