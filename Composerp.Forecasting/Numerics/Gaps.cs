namespace Composerp.Forecasting.Numerics;

/// <summary>Puts something likely where a value is missing, so that models which know no gaps can be fitted.</summary>
public static class Gaps
{
    /// <summary>Fills each gap with the mean of the nearest known values of its phase before and after it.</summary>
    /// <remarks>Where the phase is never known with the mean of all that is; where nothing is, with 0.</remarks>
    /// <param name="series">NaN where a value is missing.</param>
    /// <param name="period">Values of one season; 1 where there is none.</param>
    /// <param name="filled">Takes the series without gaps.</param>
    public static void Fill(ReadOnlySpan<double> series, int period, Span<double> filled)
    {
        var known = default(Moments);

        foreach (var value in series)
        {
            if (!double.IsNaN(value))
            {
                known.Add(value);
            }
        }

        for (var t = 0; t < series.Length; t++)
        {
            filled[t] = double.IsNaN(series[t]) ? Likely(series, t, period, known.Mean) : series[t];
        }
    }

    private static double Likely(ReadOnlySpan<double> series, int gap, int period, double otherwise)
    {
        var before = Nearest(series, gap, -period);
        var after = Nearest(series, gap, period);

        return (double.IsNaN(before), double.IsNaN(after)) switch
        {
            (true, true) => otherwise,
            (true, false) => after,
            (false, true) => before,
            _ => (before + after) / 2,
        };
    }

    private static double Nearest(ReadOnlySpan<double> series, int gap, int step)
    {
        for (var t = gap + step; t >= 0 && t < series.Length; t += step)
        {
            if (!double.IsNaN(series[t]))
            {
                return series[t];
            }
        }

        return double.NaN;
    }
}
