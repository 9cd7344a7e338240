namespace Composerp.Forecasting.Numerics.Decomposition;

/// <summary>Splits a series into a season that may change slowly, a trend, and the rest, by local regression.</summary>
/// <remarks>
/// Source: Cleveland, Cleveland, McRae and Terpenning, Journal of Official Statistics 6 (1990) 3-73. Two inner loops, no
/// robust ones; local means for the season, local lines for the trend.
/// </remarks>
public static class Stl
{
    private const int InnerLoops = 2;

    /// <param name="series">Finite, at least two periods long.</param>
    /// <param name="seasonWindow">Odd: how many periods each season is smoothed over.</param>
    /// <param name="season">Takes the season of each value.</param>
    /// <param name="trend">Takes the trend at each value.</param>
    public static void Decompose(
        ReadOnlySpan<double> series, int period, int seasonWindow, Span<double> season, Span<double> trend)
    {
        var length = series.Length;
        var trendWindow = Odd((int)Math.Ceiling(1.5 * period / (1 - (1.5 / seasonWindow))));
        var passWindow = Odd(period);
        using var room = new Scratch((3 * length) + (4 * period) + (2 * ((length / period) + 3)));
        var cycle = room.Values[..(length + (2 * period))];
        var pass = room.Values.Slice(cycle.Length, length + (2 * period));
        var rest = room.Values[(cycle.Length + pass.Length)..];
        var scratch = rest[..length];
        var phase = rest[length..];
        trend.Clear();

        for (var loop = 0; loop < InnerLoops; loop++)
        {
            for (var t = 0; t < length; t++)
            {
                scratch[t] = series[t] - trend[t];
            }

            SmoothCycles(scratch, period, seasonWindow, phase, cycle);

            // What is slow in the season belongs to the trend: three moving averages and a local regression find it.
            var passed = MovingAverage(cycle, period, pass);
            passed = MovingAverage(passed, period, pass);
            passed = MovingAverage(passed, 3, pass);
            Loess.Smooth(passed, passWindow, isLinear: true, Jump(passWindow), scratch);

            for (var t = 0; t < length; t++)
            {
                season[t] = cycle[period + t] - scratch[t];
                scratch[t] = series[t] - season[t];
            }

            Loess.Smooth(scratch, trendWindow, isLinear: true, Jump(trendWindow), trend);
        }
    }

    private static int Odd(int value) => value % 2 == 0 ? value + 1 : value;

    private static int Jump(int window) => (window + 9) / 10;

    /// <summary>Smooths the values of each phase over the periods, and one period beyond either end.</summary>
    private static void SmoothCycles(
        ReadOnlySpan<double> series, int period, int window, Span<double> phase, Span<double> cycle)
    {
        for (var first = 0; first < period; first++)
        {
            var count = (series.Length - first + period - 1) / period;
            var values = phase[..count];
            var smooth = phase.Slice(count, count);

            for (var i = 0; i < count; i++)
            {
                values[i] = series[first + (i * period)];
            }

            Loess.Smooth(values, window, isLinear: false, Jump(window), smooth);
            cycle[first] = Loess.At(values, -1, window, isLinear: false);

            for (var i = 0; i < count; i++)
            {
                cycle[first + ((i + 1) * period)] = smooth[i];
            }

            cycle[first + ((count + 1) * period)] = Loess.At(values, count, window, isLinear: false);
        }
    }

    /// <summary>In place; what is left is shorter by the window less one.</summary>
    private static Span<double> MovingAverage(ReadOnlySpan<double> values, int window, Span<double> averages)
    {
        double sum = 0;

        for (var t = 0; t < values.Length; t++)
        {
            sum += values[t];

            if (t >= window - 1)
            {
                var oldest = values[t - window + 1];
                averages[t - window + 1] = sum / window;
                sum -= oldest;
            }
        }

        return averages[..(values.Length - window + 1)];
    }
}
