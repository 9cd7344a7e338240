namespace Composerp.Forecasting.Numerics.Decomposition;

/// <summary>Splits a series into several seasons that lie in each other, such as day and week, and the rest.</summary>
/// <remarks>
/// Source: Bandara, Hyndman and Bergmeir, International Journal of Operational Research 52 (2025) 79-98: each season in
/// turn is taken out of the series without the others, the shortest first, twice.
/// </remarks>
public static class Mstl
{
    private const int Loops = 2;

    /// <summary>How many periods the season of a place in the list is smoothed over: 11, 15, 19, ..</summary>
    public static int Window(int place) => 11 + (4 * place);

    /// <param name="series">Finite.</param>
    /// <param name="periods">Ascending; the series is at least twice as long as the last one.</param>
    /// <param name="seasons">Takes the seasons of all values, one period after the other.</param>
    /// <param name="adjusted">Takes the series without its seasons.</param>
    /// <param name="trend">Takes the trend.</param>
    public static void Decompose(
        ReadOnlySpan<double> series, ReadOnlySpan<int> periods, Span<double> seasons, Span<double> adjusted, Span<double> trend)
    {
        seasons.Clear();
        series.CopyTo(adjusted);

        for (var loop = 0; loop < (periods.Length > 1 ? Loops : 1); loop++)
        {
            for (var place = 0; place < periods.Length; place++)
            {
                var season = seasons.Slice(place * series.Length, series.Length);

                for (var t = 0; t < series.Length; t++)
                {
                    adjusted[t] += season[t];
                }

                Stl.Decompose(adjusted, periods[place], Window(place), season, trend);

                for (var t = 0; t < series.Length; t++)
                {
                    adjusted[t] -= season[t];
                }
            }
        }
    }

    /// <summary>How much of what is left without the trend the season explains: 0 nothing, 1 all.</summary>
    /// <remarks>Source: Wang, Smith and Hyndman, Data Mining and Knowledge Discovery 13 (2006) 335-364.</remarks>
    /// <param name="season">Of one period.</param>
    public static double Strength(ReadOnlySpan<double> season, ReadOnlySpan<double> adjusted, ReadOnlySpan<double> trend)
    {
        var rest = new Moments();
        var both = new Moments();

        for (var t = 0; t < season.Length; t++)
        {
            rest.Add(adjusted[t] - trend[t]);
            both.Add(adjusted[t] - trend[t] + season[t]);
        }

        return both.Variance > 0 ? Math.Max(0, 1 - (rest.Variance / both.Variance)) : 0;
    }
}
