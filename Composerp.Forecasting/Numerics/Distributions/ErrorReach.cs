namespace Composerp.Forecasting.Numerics.Distributions;

/// <summary>How errors of one step add up over several, for a model that is linear in them.</summary>
/// <remarks>Source: Hyndman, Koehler, Ord and Snyder, Forecasting with Exponential Smoothing (2008), 6.1 and 6.5.</remarks>
public static class ErrorReach
{
    /// <summary>Writes the deviation of the error of each step: an error lives on in the steps after it.</summary>
    /// <param name="response">What is left of an error after 0, 1, 2, .. steps; 1 at 0.</param>
    /// <param name="scales">The deviation of the error that each step adds, nearest first.</param>
    /// <param name="deviations">Takes one value for each step.</param>
    public static void WriteOfStep(ReadOnlySpan<double> response, ReadOnlySpan<double> scales, Span<double> deviations)
    {
        for (var ahead = 0; ahead < deviations.Length; ahead++)
        {
            double variance = 0;

            for (var step = 0; step <= ahead; step++)
            {
                var left = scales[step] * response[ahead - step];
                variance += left * left;
            }

            deviations[ahead] = Math.Sqrt(variance);
        }
    }

    /// <summary>Writes the deviation of the error of the sum up to each step.</summary>
    /// <remarks>An error of the first step is in all later ones, so errors add up rather than cancel out.</remarks>
    /// <param name="response">What is left of an error after 0, 1, 2, .. steps; 1 at 0.</param>
    /// <param name="scales">The deviation of the error that each step adds, nearest first.</param>
    /// <param name="deviations">Takes one value for each step.</param>
    public static void WriteOfSum(ReadOnlySpan<double> response, ReadOnlySpan<double> scales, Span<double> deviations)
    {
        using var room = new Scratch(deviations.Length);
        var totals = room.Values;
        double total = 0;

        for (var after = 0; after < totals.Length; after++)
        {
            total += response[after];
            totals[after] = total;
        }

        WriteOfStep(totals, scales, deviations);
    }
}
