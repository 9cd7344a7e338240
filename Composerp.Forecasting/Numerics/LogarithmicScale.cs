namespace Composerp.Forecasting.Numerics;

/// <summary>Lets a model see logarithms, where growth is a straight line and a season keeps its proportion.</summary>
public static class LogarithmicScale
{
    /// <summary>A model that sees the series.</summary>
    public delegate void Forecaster(ReadOnlySpan<double> series, in Outlook outlook);

    /// <summary>Forecasts on the scale of logarithms. The means are medians then: they are not raised to means.</summary>
    /// <param name="series">Positive.</param>
    public static void Forecast(ReadOnlySpan<double> series, in Outlook outlook, Forecaster forecaster)
    {
        using var room = new Scratch(series.Length);
        double mean = 0;

        for (var t = 0; t < series.Length; t++)
        {
            room.Values[t] = Math.Log(series[t]);
            mean += room.Values[t] / series.Length;
        }

        // Around 0, so that the unit of the series does not matter.
        foreach (ref var logarithm in room.Values)
        {
            logarithm -= mean;
        }

        forecaster(room.Values, outlook);
        Restore(outlook.Fitted, mean);
        Restore(outlook.Mean, mean);
    }

    private static void Restore(Span<double> values, double mean)
    {
        foreach (ref var value in values)
        {
            value = Math.Exp(value + mean);
        }
    }
}
