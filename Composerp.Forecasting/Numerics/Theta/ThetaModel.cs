using Composerp.Forecasting.Numerics.Decomposition;

namespace Composerp.Forecasting.Numerics.Theta;

/// <summary>Theta models: a smoothed level and a share of a straight line.</summary>
/// <remarks>
/// Sources: Assimakopoulos and Nikolopoulos, International Journal of Forecasting 16 (2000) 521-530; Fiorucci, Pellegrini,
/// Louzada, Petropoulos and Koehler, same journal 32 (2016) 1151-1161.
/// </remarks>
public static class ThetaModel
{
    private const double AlphaMin = 0.1;
    private const double LevelAlphaMin = 1e-4;
    private const double AlphaMax = 0.99;
    private const int Grid = 12;
    private const double AlphaWidth = 1e-4;

    /// <param name="series">Finite, at least one value.</param>
    /// <param name="period">Values of one season; 1 where there is none.</param>
    public static void Forecast(ReadOnlySpan<double> series, int period, ThetaKind kind, in Outlook outlook)
    {
        using var room = new Scratch(series.Length + period);
        var adjusted = room.Values[..series.Length];
        var adjustment = new SeasonalAdjustment(series, period, room.Values[series.Length..]);
        adjustment.Remove(series, adjusted);
        var errors = new ThetaErrors(adjusted, kind);
        var alphaMin = kind is ThetaKind.Level or ThetaKind.Standard ? LevelAlphaMin : AlphaMin;
        var alpha = AlphaSearch.Minimize(ref errors, alphaMin, AlphaMax, Grid, AlphaWidth);
        errors.Evaluate(alpha);
        Run(adjusted, kind, alpha, errors.FirstLevel, errors.Share, outlook);
        adjustment.Restore(outlook.Fitted, 0);
        adjustment.Restore(outlook.Mean, series.Length);
        outlook.Response.Fill(alpha);
        outlook.Response[0] = 1;
    }

    private static void Run(ReadOnlySpan<double> series, ThetaKind kind, double alpha, double firstLevel, double share, in Outlook outlook)
    {
        var line = default(ThetaLine);

        if (kind != ThetaKind.Dynamic)
        {
            foreach (var value in series)
            {
                line.Add(value);
            }
        }

        var (level, kept) = (firstLevel, 1.0);

        for (var t = 0; t < series.Length + outlook.Horizon; t++)
        {
            var keptAfter = kept * (1 - alpha);
            var trend = kind == ThetaKind.Level ? 0 : (kept * line.Intercept) + ((1 - keptAfter) / alpha * line.Slope);
            var forecast = level + (share * trend);

            // Beyond the series each forecast stands in for the value that is not known yet.
            var value = t < series.Length ? series[t] : forecast;

            if (t < series.Length)
            {
                outlook.Fitted[t] = kind == ThetaKind.Dynamic && t == 0 ? double.NaN : forecast;
            }
            else
            {
                outlook.Mean[t - series.Length] = forecast;
            }

            if (kind == ThetaKind.Dynamic)
            {
                line.Add(value);
            }

            level += alpha * (value - level);
            kept = keptAfter;
        }
    }
}
