namespace Composerp.Forecasting.Domain;

/// <summary>The levels of the quantiles that runs forecast, ascending.</summary>
/// <remarks>Dense at the top, where service levels are. A run keeps the levels it was started with.</remarks>
public static class QuantileLevels
{
    public static IReadOnlyList<double> All { get; } = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99];
}
