namespace Composerp.Forecasting.Domain;

/// <summary>What is known of the days after a history before any of them comes.</summary>
/// <param name="FirstDay">The day after the origin.</param>
/// <param name="Factors">For each day the expected demand as a multiple of base demand: 0 on closed days.</param>
/// <param name="Flags">For each day.</param>
public sealed record PlannedDays(DateOnly FirstDay, double[] Factors, DayFlags[] Flags)
{
    /// <param name="hasOwnSales">Whether the item is sold already, without its predecessor.</param>
    /// <param name="usual">Effects that base demand has in it.</param>
    internal static PlannedDays Of(
        RecordedHistory recorded,
        bool hasOwnSales,
        IReadOnlyList<DayEffect> effects,
        UsualEffects usual,
        DateOnly firstDay,
        int horizonDays)
    {
        var factors = new double[horizonDays];
        var flags = new DayFlags[horizonDays];

        for (var ahead = 0; ahead < horizonDays; ahead++)
        {
            var day = firstDay.AddDays(ahead);
            factors[ahead] = 1;

            foreach (var alike in recorded.Marks.Where(mark => mark.FirstDay <= day && day <= mark.LastDay).GroupBy(mark => (mark.Kind, mark.EffectName)))
            {
                flags[ahead] |= alike.First().Flag;
                factors[ahead] *= alike.Key.Kind != MarkKind.Closure && usual.IsUsualAhead(ahead) ? 1 : FactorOf(alike, effects);
            }

            if (IsOutOfSale(recorded, hasOwnSales, day))
            {
                flags[ahead] |= DayFlags.NotSold;
                factors[ahead] = 0;
            }
        }

        return new(firstDay, factors, flags);
    }

    // Marks of one effect that overlap are one effect: of what people said the largest counts.
    private static double FactorOf(IGrouping<(MarkKind Kind, string Name), MarkedDays> alike, IReadOnlyList<DayEffect> effects) =>
        alike.Key.Kind switch
        {
            MarkKind.Closure => 0,
            MarkKind.Outlier => 1,
            _ => alike.Max(mark => mark.Uplift)
                ?? effects.FirstOrDefault(effect => (effect.Kind, effect.Name) == alike.Key)?.Uplift
                ?? 1,
        };

    private static bool IsOutOfSale(RecordedHistory recorded, bool hasOwnSales, DateOnly day) =>
        day >= recorded.ReplacedFrom || (!hasOwnSales && recorded.Predecessor is { } old && day < old.From);
}
