namespace Composerp.Forecasting.Domain;

/// <summary>Demand that met an empty shelf is not in the sales: what was sold is what was wanted at least.</summary>
public static class CensoredDemand
{
    /// <summary>A smaller part of a day without goods leaves the day as it is.</summary>
    public const double ShareMin = 0.05;

    /// <summary>Above it a day without sales says nothing.</summary>
    private const double ShareMax = 0.999;

    /// <summary>So much of what the hours without goods usually sell was missed.</summary>
    /// <remarks>
    /// Some customers come again, and shelves run empty late in the day. Measured on FreshRetailNet (1,816 series of 90 days,
    /// the last 7 held out, days with goods all day): all of it forecasts 5.4 % too much, nothing of it 6.0 % too little,
    /// half of it 0.4 % too little and with the least error (WAPE 0.333, against 0.341, 0.338, and 0.343 of raw sales).
    /// </remarks>
    private const double MissedPart = 0.5;

    /// <summary>Corrects days of which a part met an empty shelf.</summary>
    /// <remarks>
    /// A day that was without goods from morning to evening is not known. To what was sold on another one comes half of what
    /// its weekday usually sells in the part of the day that was without. So the result is never below what was sold, and a
    /// day that began with a rush is not multiplied by it.
    /// </remarks>
    /// <param name="values">Units per day, NaN where unknown.</param>
    /// <param name="emptyShares">For each day the part of its demand that met an empty shelf, 0 to 1.</param>
    /// <param name="wholeUnits">Whether the item is sold in whole units only.</param>
    public static void Correct(Span<double> values, ReadOnlySpan<double> emptyShares, bool wholeUnits)
    {
        var full = values.ToArray();

        for (var day = 0; day < values.Length; day++)
        {
            full[day] = emptyShares[day] < ShareMin ? values[day] : double.NaN;
        }

        for (var day = 0; day < values.Length; day++)
        {
            if (emptyShares[day] >= ShareMin && !double.IsNaN(values[day]))
            {
                values[day] = Corrected(values[day], emptyShares[day], LikelyDemand.Of(full, day), wholeUnits);
            }
        }
    }

    private static double Corrected(double sold, double emptyShare, double likely, bool wholeUnits)
    {
        if (sold == 0 && emptyShare > ShareMax)
        {
            return double.NaN;
        }

        var missed = double.IsNaN(likely) ? 0 : MissedPart * emptyShare * likely;

        return sold + (wholeUnits ? Math.Round(missed) : missed);
    }
}
