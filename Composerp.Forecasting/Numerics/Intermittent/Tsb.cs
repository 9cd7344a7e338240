namespace Composerp.Forecasting.Numerics.Intermittent;

/// <summary>Smooths the size of demands and, at every step, the probability of one; what is not demanded fades.</summary>
/// <remarks>
/// Source: Teunter, Syntetos and Babai, European Journal of Operational Research 214 (2011) 606-615. The probability
/// starts with its average over the first year of days at most, the size with the first one.
/// </remarks>
public static class Tsb
{
    private const int StartMax = 365;

    private static ReadOnlySpan<double> SizeAlphas => [0.02, 0.05, 0.1, 0.2];

    private static ReadOnlySpan<double> ProbabilityAlphas => [0.005, 0.01, 0.02, 0.05, 0.1, 0.2];

    /// <param name="demand">Finite, >= 0.</param>
    public static void Forecast(ReadOnlySpan<double> demand, double sizeAlpha, double probabilityAlpha, in Outlook outlook)
    {
        var (rate, probability, _) = Run(demand, sizeAlpha, probabilityAlpha, outlook.Fitted);
        outlook.Mean.Fill(rate);
        outlook.Response.Fill(Math.Max(probabilityAlpha, sizeAlpha * probability));
        outlook.Response[0] = 1;
    }

    /// <summary>The weights, of a few usual ones, whose rates had the least squared error.</summary>
    public static (double Size, double Probability) BestAlphas(ReadOnlySpan<double> demand)
    {
        var (best, least) = ((0.1, 0.1), double.PositiveInfinity);

        foreach (var size in SizeAlphas)
        {
            foreach (var probability in ProbabilityAlphas)
            {
                var squares = Run(demand, size, probability, []).Squares;
                (best, least) = squares < least ? ((size, probability), squares) : (best, least);
            }
        }

        return best;
    }

    private static (double Rate, double Probability, double Squares) Run(
        ReadOnlySpan<double> demand, double sizeAlpha, double probabilityAlpha, Span<double> fitted)
    {
        var start = demand[..Math.Min(demand.Length, StartMax)];
        var first = demand.IndexOfAnyExceptInRange(double.NegativeInfinity, 0);
        double size = first < 0 ? 0 : demand[first], probability = 0, squares = 0;

        foreach (var value in start)
        {
            probability += value > 0 ? 1.0 / start.Length : 0;
        }

        for (var t = 0; t < demand.Length; t++)
        {
            var rate = size * probability;
            var error = demand[t] - rate;
            squares += error * error;

            if (!fitted.IsEmpty)
            {
                fitted[t] = rate;
            }

            var isDemanded = demand[t] > 0;
            size += isDemanded ? sizeAlpha * (demand[t] - size) : 0;
            probability += probabilityAlpha * ((isDemanded ? 1 : 0) - probability);
        }

        return (size * probability, probability, squares);
    }
}
