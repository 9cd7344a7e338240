namespace Composerp.Replenishment.Domain.Netting;

/// <summary>What of a stock will be too old before it can be sold.</summary>
/// <remarks>
/// The lots are sold first expired first out, along the expected demand, so that a lot gets what those before it left.
/// Taking what outdates until the next order arrives off the stock position is the policy of estimated withdrawal and
/// ageing. Source: Broekmeulen and van Donselaar, Computers and Operations Research 36 (2009) 3013-3018.
/// </remarks>
public static class ExpectedOutdating
{
    private const decimal TicksPerUnit = 10_000m;

    /// <summary>The units lost, each with the first day on which they are.</summary>
    /// <param name="lots">Units by the last day on which they may be sold.</param>
    /// <param name="from">The first day whose demand is still to come out of the stock.</param>
    /// <param name="demand">Units per day from then on; without any only what is too old already is lost.</param>
    /// <param name="remainingDaysMin">Days that must be left when goods are sold, at least 0.</param>
    public static IReadOnlyList<DatedQuantity> Of(
        IReadOnlyList<DatedQuantity> lots, DateOnly from, ReadOnlySpan<float> demand, int remainingDaysMin)
    {
        var lost = new List<DatedQuantity>();
        var sold = 0.0;

        foreach (var (lastDay, units) in lots.OrderBy(lot => lot.Date).ThenBy(lot => lot.Quantity))
        {
            var days = lastDay.DayNumber - remainingDaysMin - from.DayNumber + 1;

            if (days > demand.Length)
            {
                break;
            }

            var takes = Math.Min((double)units, Math.Max(0, CoverDays.Quantity(demand, Math.Max(0, days)) - sold));
            sold += takes;

            // Rounded up: where a ten-thousandth is in doubt, it sells.
            var left = units - Math.Min(units, Math.Ceiling((decimal)takes * TicksPerUnit) / TicksPerUnit);

            if (left > 0)
            {
                lost.Add(new(from.AddDays(Math.Max(0, days)), left));
            }
        }

        return lost;
    }
}
