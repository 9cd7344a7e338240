namespace Composerp.Forecasting.Domain;

/// <summary>What promotions, or the events of one name, did to demand.</summary>
/// <param name="Kind">Promotion or event.</param>
/// <param name="Name">The event's; empty of promotions.</param>
/// <param name="Days">Days of the past that it was measured on.</param>
/// <param name="Uplift">Demand as a multiple of what those days would likely have sold without; 1 where there were none.</param>
public sealed record DayEffect(MarkKind Kind, string Name, int Days, double Uplift)
{
    /// <summary>So many days without any effect count beside those that were measured: a few days are no proof.</summary>
    private const double PriorDays = 2;

    private const double UpliftMax = 20;

    /// <summary>Measures an effect against the days around those that have it.</summary>
    /// <param name="sold">Units per day.</param>
    /// <param name="others">Units per day of the days without any effect, NaN elsewhere.</param>
    /// <param name="days">Days with the effect.</param>
    public static DayEffect Measure(
        MarkKind kind, string name, ReadOnlySpan<double> sold, ReadOnlySpan<double> others, IReadOnlyList<int> days)
    {
        double with = 0, without = 0;
        var count = 0;

        foreach (var day in days)
        {
            var likely = LikelyDemand.Of(others, day);

            if (!double.IsNaN(likely) && !double.IsNaN(sold[day]))
            {
                with += sold[day];
                without += likely;
                count++;
            }
        }

        if (without <= 0)
        {
            return new(kind, name, 0, 1);
        }

        var prior = PriorDays * without / count;

        return new(kind, name, count, Math.Min(UpliftMax, (with + prior) / (without + prior)));
    }
}
