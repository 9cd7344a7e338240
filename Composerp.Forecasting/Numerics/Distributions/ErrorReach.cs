namespace Composerp.Forecasting.Numerics.Distributions;

/// <summary>How errors of one step add up over several, for a model that is linear in them.</summary>
/// <remarks>Source: Hyndman, Koehler, Ord and Snyder, Forecasting with Exponential Smoothing (2008), 6.1 and 6.5.</remarks>
public static class ErrorReach
{
    /// <summary>Writes how many one-step deviations the error of one step has: an error lives on in the steps after it.</summary>
    /// <param name="response">What is left of an error after 0, 1, 2, .. steps; 1 at 0.</param>
    /// <param name="factors">Takes one value for each step, nearest first.</param>
    public static void WriteOfStep(ReadOnlySpan<double> response, Span<double> factors)
    {
        double variance = 0;

        for (var ahead = 0; ahead < factors.Length; ahead++)
        {
            variance += response[ahead] * response[ahead];
            factors[ahead] = Math.Sqrt(variance);
        }
    }

    /// <summary>Writes how many one-step deviations the error of a sum of steps has.</summary>
    /// <remarks>An error of the first step is in all later ones, so errors add up rather than cancel out.</remarks>
    /// <param name="factors">Takes the value for the sum up to each step, nearest first.</param>
    public static void WriteOfSum(ReadOnlySpan<double> response, Span<double> factors)
    {
        double total = 0, variance = 0;

        for (var ahead = 0; ahead < factors.Length; ahead++)
        {
            total += response[ahead];
            variance += total * total;
            factors[ahead] = Math.Sqrt(variance);
        }
    }
}
