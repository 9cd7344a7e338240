namespace Composerp.Forecasting.Numerics.Naive;

/// <summary>The mean of the newest values.</summary>
public static class WindowAverage
{
    /// <param name="series">Oldest first, at least one value.</param>
    /// <param name="window">Values that count, at least 1; of a shorter series all.</param>
    public static void Forecast(ReadOnlySpan<double> series, int window, in Outlook outlook)
    {
        double sum = 0;
        outlook.Fitted[0] = double.NaN;

        for (var t = 0; t < series.Length; t++)
        {
            sum += series[t] - (t >= window ? series[t - window] : 0);

            if (t + 1 < series.Length)
            {
                outlook.Fitted[t + 1] = sum / Math.Min(t + 1, window);
            }
        }

        var count = Math.Min(window, series.Length);
        outlook.Mean.Fill(sum / count);
        WriteResponse(count, outlook.Response);
    }

    /// <summary>An error is in the forecasts of a window's length, and by those, were they to come true, in later ones.</summary>
    private static void WriteResponse(int window, Span<double> response)
    {
        double sum = 0;

        for (var after = 0; after < response.Length; after++)
        {
            response[after] = after == 0 ? 1 : sum / window;
            sum += response[after] - (after >= window ? response[after - window] : 0);
        }
    }
}
