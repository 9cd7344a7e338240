namespace Composerp.Forecasting.Numerics.Smoothing;

/// <summary>Exponential smoothing that chooses its form.</summary>
public static class Ets
{
    /// <summary>Longer seasons have too many states to be searched: decompose the series first.</summary>
    public const int PeriodMax = 24;

    /// <summary>Fits every form that the series allows and takes the one with the least corrected criterion of Akaike.</summary>
    /// <param name="series">Finite.</param>
    /// <param name="period">Values of one season; 1 where there is none.</param>
    /// <returns>Null where the series is too short for any form.</returns>
    public static EtsFit? Choose(ReadOnlySpan<double> series, int period) => Choose(series, period, EtsForm.All);

    /// <param name="forms">Those that compete, in the order of preference.</param>
    public static EtsFit? Choose(ReadOnlySpan<double> series, int period, IReadOnlyList<EtsForm> forms)
    {
        var isPositive = !series.ContainsAnyInRange(double.NegativeInfinity, 0);
        EtsFit? best = null;
        var least = double.PositiveInfinity;

        foreach (var form in forms)
        {
            if (EtsFit.Allows(form, series, period, isPositive) && (!form.HasSeason || period <= PeriodMax)
                && EtsFit.Find(series, form, period) is { } fit && fit.Criterion < least)
            {
                (best, least) = (fit, fit.Criterion);
            }
        }

        return best;
    }
}
