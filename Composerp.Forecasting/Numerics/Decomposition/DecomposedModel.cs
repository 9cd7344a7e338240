using Composerp.Forecasting.Numerics.Smoothing;

namespace Composerp.Forecasting.Numerics.Decomposition;

/// <summary>Takes one or several seasons out, forecasts the rest by exponential smoothing, and repeats the newest seasons.</summary>
/// <remarks>For seasons that are too long for a smoothing model, and for seasons that lie in each other.</remarks>
public static class DecomposedModel
{
    private static readonly EtsForm[] _forms = [.. EtsForm.All.Where(form => form is { HasSeason: false, IsRelative: false })];

    /// <summary>Whether the series is long enough to show a season.</summary>
    public static bool Allows(int length, int period) => length >= (2 * period) + 1;

    /// <param name="series">Finite, long enough for the longest period.</param>
    /// <param name="periods">Ascending, at least one.</param>
    public static void Forecast(ReadOnlySpan<double> series, ReadOnlySpan<int> periods, in Outlook outlook)
    {
        var length = series.Length;
        using var room = new Scratch(length * (periods.Length + 2));
        var seasons = room.Values[..(length * periods.Length)];
        var adjusted = room.Values.Slice(seasons.Length, length);
        var trend = room.Values[(seasons.Length + length)..];
        Mstl.Decompose(series, periods, seasons, adjusted, trend);

        if (Ets.Choose(adjusted, 1, _forms) is { } fit)
        {
            fit.Write(adjusted, outlook);
        }
        else
        {
            outlook.Mean.Fill(adjusted[^1]);
            outlook.Fitted.Fill(double.NaN);
            outlook.Response.Fill(1);
        }

        for (var place = 0; place < periods.Length; place++)
        {
            var season = seasons.Slice(place * length, length);

            for (var t = 0; t < length; t++)
            {
                outlook.Fitted[t] += season[t];
            }

            for (var ahead = 0; ahead < outlook.Horizon; ahead++)
            {
                outlook.Mean[ahead] += season[length - periods[place] + (ahead % periods[place])];
            }
        }
    }
}
