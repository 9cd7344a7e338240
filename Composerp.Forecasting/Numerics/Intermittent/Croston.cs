namespace Composerp.Forecasting.Numerics.Intermittent;

/// <summary>Smooths the sizes of demands and the intervals between them, and forecasts one over the other.</summary>
/// <remarks>
/// Sources: Croston, Operational Research Quarterly 23 (1972) 289-303; the correction of its bias: Syntetos and Boylan,
/// International Journal of Forecasting 21 (2005) 303-314. The first size and interval start both. While nothing is
/// demanded the forecast stays: a dead item is forecast for ever (TSB does not do that).
/// </remarks>
public static class Croston
{
    public const double AlphaUsual = 0.1;

    private static ReadOnlySpan<double> Alphas => [0.02, 0.05, 0.1, 0.15, 0.2, 0.3];

    /// <param name="demand">Finite, >= 0.</param>
    /// <param name="alpha">Weight of the newest size and interval, in (0, 1).</param>
    /// <param name="isCorrected">With the correction of Syntetos and Boylan.</param>
    public static void Forecast(ReadOnlySpan<double> demand, double alpha, bool isCorrected, in Outlook outlook)
    {
        var (rate, interval, _) = Run(demand, alpha, isCorrected, outlook.Fitted);
        outlook.Mean.Fill(rate);
        outlook.Response.Fill(Math.Min(1, alpha / interval));
        outlook.Response[0] = 1;
    }

    /// <summary>The weight, of a few usual ones, whose rates had the least squared error.</summary>
    public static double BestAlpha(ReadOnlySpan<double> demand, bool isCorrected)
    {
        var (best, least) = (AlphaUsual, double.PositiveInfinity);

        foreach (var alpha in Alphas)
        {
            var squares = Run(demand, alpha, isCorrected, []).Squares;
            (best, least) = squares < least ? (alpha, squares) : (best, least);
        }

        return best;
    }

    private static (double Rate, double Interval, double Squares) Run(
        ReadOnlySpan<double> demand, double alpha, bool isCorrected, Span<double> fitted)
    {
        var correction = isCorrected ? 1 - (alpha / 2) : 1;
        double size = 0, interval = 1, squares = 0, rate = 0;
        var since = 1;
        var isStarted = false;

        for (var t = 0; t < demand.Length; t++)
        {
            if (!fitted.IsEmpty)
            {
                fitted[t] = isStarted ? rate : double.NaN;
            }

            var error = demand[t] - rate;
            squares += isStarted ? error * error : 0;

            if (demand[t] > 0)
            {
                (size, interval) = isStarted
                    ? (size + (alpha * (demand[t] - size)), interval + (alpha * (since - interval)))
                    : (demand[t], since);
                rate = correction * size / interval;
                isStarted = true;
                since = 0;
            }

            since++;
        }

        return (rate, interval, squares);
    }
}
