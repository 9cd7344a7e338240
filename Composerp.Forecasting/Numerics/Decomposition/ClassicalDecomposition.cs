namespace Composerp.Forecasting.Numerics.Decomposition;

/// <summary>Splits a series into a moving average and a season that never changes.</summary>
/// <remarks>
/// Source: Macaulay, The Smoothing of Time Series (1931); as in Hyndman and Athanasopoulos, Forecasting: Principles and
/// Practice, 3rd edition (2021), 3.4. Seasons stand by phase: the index of the value modulo the period. O(n).
/// </remarks>
public static class ClassicalDecomposition
{
    /// <summary>Fewer values than two periods show no season.</summary>
    public static bool Allows(int length, int period) => period > 1 && length >= 2 * period;

    /// <summary>Estimates the offsets of the phases; their sum is 0.</summary>
    /// <param name="series">Finite, at least two periods long.</param>
    /// <param name="seasons">Takes one value for each phase.</param>
    public static void EstimateOffsets(ReadOnlySpan<double> series, Span<double> seasons)
    {
        Average(series, seasons, isFactor: false);
        var mean = Sum(seasons) / seasons.Length;

        foreach (ref var season in seasons)
        {
            season -= mean;
        }
    }

    /// <summary>Estimates the factors of the phases; their mean is 1.</summary>
    /// <param name="series">Positive, at least two periods long.</param>
    /// <param name="seasons">Takes one value for each phase.</param>
    public static void EstimateFactors(ReadOnlySpan<double> series, Span<double> seasons)
    {
        Average(series, seasons, isFactor: true);
        var mean = Sum(seasons) / seasons.Length;

        foreach (ref var season in seasons)
        {
            season = mean > 0 ? season / mean : 1;
        }
    }

    /// <summary>Averages by phase what is left beside a moving average that spans one period around each value.</summary>
    private static void Average(ReadOnlySpan<double> series, Span<double> seasons, bool isFactor)
    {
        var period = seasons.Length;
        var half = period / 2;
        seasons.Clear();
        var window = Sum(series[..period]);
        var count = 0;

        // Where the period is even, the first and the last value of the window count half.
        for (var centre = half; centre + half < series.Length; centre++)
        {
            var start = centre - half;
            var mean = window / period;

            if (period % 2 == 0)
            {
                mean += (series[start + period] - series[start]) / (2 * period);
            }

            seasons[centre % period] += isFactor ? series[centre] / mean : series[centre] - mean;
            count++;

            if (start + period < series.Length)
            {
                window += series[start + period] - series[start];
            }
        }

        for (var phase = 0; phase < period; phase++)
        {
            var first = ((phase - half) % period + period) % period;
            seasons[phase] /= Math.Max(1, (count - first + period - 1) / period);
        }
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;

        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }
}
