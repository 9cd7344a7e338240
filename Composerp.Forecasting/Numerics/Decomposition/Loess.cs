namespace Composerp.Forecasting.Numerics.Decomposition;

/// <summary>Local regression through evenly spaced values.</summary>
/// <remarks>Source: Cleveland, Journal of the American Statistical Association 74 (1979) 829-836.</remarks>
internal static class Loess
{
    /// <summary>Smooths values at their own places.</summary>
    /// <param name="window">How many neighbours count, weighted by the cube of the cubed distance.</param>
    /// <param name="isLinear">Local lines; otherwise local means.</param>
    /// <param name="jump">Computes every so many values and draws lines between.</param>
    public static void Smooth(ReadOnlySpan<double> values, int window, bool isLinear, int jump, Span<double> smooth)
    {
        var last = values.Length - 1;

        for (var at = 0; at <= last; at += jump)
        {
            smooth[at] = At(values, at, window, isLinear);
        }

        var computed = last - (last % jump);

        if (computed != last)
        {
            smooth[last] = At(values, last, window, isLinear);
        }

        for (var from = 0; from < last && jump > 1; from += jump)
        {
            var to = Math.Min(from + jump, last);

            for (var between = from + 1; between < to; between++)
            {
                smooth[between] = smooth[from] + ((smooth[to] - smooth[from]) * (between - from) / (to - from));
            }
        }
    }

    /// <summary>The smooth value at a place, which may lie one step outside.</summary>
    public static double At(ReadOnlySpan<double> values, int at, int window, bool isLinear)
    {
        var length = values.Length;
        var count = Math.Min(window, length);
        var from = Math.Clamp(at - (count / 2), 0, length - count);
        var farthest = Math.Max(at - from, from + count - 1 - at) + (window > length ? (window - length) / 2 : 0);
        double weights = 0, mean = 0, places = 0;

        for (var i = from; i < from + count; i++)
        {
            var weight = Weight(Math.Abs(i - at), farthest);
            weights += weight;
            mean += weight * values[i];
            places += weight * (i - at);
        }

        if (weights <= 0)
        {
            return values[Math.Clamp(at, 0, length - 1)];
        }

        mean /= weights;
        places /= weights;

        if (!isLinear)
        {
            return mean;
        }

        double spread = 0, slope = 0;

        for (var i = from; i < from + count; i++)
        {
            var weight = Weight(Math.Abs(i - at), farthest);
            var place = i - at - places;
            spread += weight * place * place;
            slope += weight * place * values[i];
        }

        // Too near to each other for a line.
        return spread > 1e-6 * weights * (length - 1) * (length - 1) ? mean - (places * slope / spread) : mean;
    }

    private static double Weight(double distance, double farthest)
    {
        if (distance > 0.999 * farthest)
        {
            return 0;
        }

        var share = distance / farthest;
        var rest = 1 - (share * share * share);

        return distance <= 0.001 * farthest ? 1 : rest * rest * rest;
    }
}
