namespace Composerp.Forecasting.Numerics.Distributions;

/// <summary>What a forecast's own past errors say about the next one.</summary>
/// <remarks>
/// Quantiles come from the errors as they were, never from a normal distribution: daily sales are counts with many zeros
/// and a long upper tail, for which the normal one is the worst of the known choices.
/// </remarks>
public static class ErrorDistribution
{
    /// <summary>Fewer errors than this are no distribution.</summary>
    public const int ErrorsMin = 7;

    /// <summary>The root mean square of the errors, around zero, so that a bias counts as error.</summary>
    /// <returns>Units; 0 where there are none.</returns>
    public static double Deviation(ReadOnlySpan<double> errors)
    {
        double squares = 0;

        foreach (var error in errors)
        {
            squares += error * error;
        }

        return errors.IsEmpty ? 0 : Math.Sqrt(squares / errors.Length);
    }

    /// <summary>The quantile of a sorted sample at a level.</summary>
    /// <remarks>
    /// Linear between the observations, of which the i-th (from 1) stands at (i - 0.5)/n; level below the first or above the
    /// last give those. Definition 5 in Hyndman and Fan, The American Statistician 50 (1996) 361-365.
    /// </remarks>
    /// <param name="sorted">Ascending, at least one value.</param>
    /// <param name="level">In (0, 1).</param>
    public static double Quantile(ReadOnlySpan<double> sorted, double level)
    {
        var position = (level * sorted.Length) - 0.5;

        if (position <= 0)
        {
            return sorted[0];
        }

        if (position >= sorted.Length - 1)
        {
            return sorted[^1];
        }

        var below = (int)position;

        return sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]));
    }
}
