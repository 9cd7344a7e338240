namespace Composerp.Forecasting.Numerics.Accuracy;

/// <summary>The loss that the true quantile minimises.</summary>
/// <remarks>Source: Koenker and Bassett, Econometrica 46 (1978) 33-50.</remarks>
public static class PinballLoss
{
    /// <summary>Loss of one forecast quantile against what came.</summary>
    /// <param name="actual">Units.</param>
    /// <param name="quantile">Units.</param>
    /// <param name="level">In (0, 1).</param>
    /// <returns>Units, >= 0.</returns>
    public static double Of(double actual, double quantile, double level) =>
        actual >= quantile ? level * (actual - quantile) : (1 - level) * (quantile - actual);
}
