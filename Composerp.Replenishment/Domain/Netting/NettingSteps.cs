namespace Composerp.Replenishment.Domain.Netting;

/// <summary>What netting found, day by day from the first of the window on.</summary>
/// <param name="SafetyStock">No day is to end below this.</param>
/// <param name="FirstShort">The first day that ends without stock, orders of now included; null where none does.</param>
/// <param name="ReleasedNow">What has to be ordered until the next review.</param>
/// <param name="PlannedReceipts">What would have to come in, of now and of later orders.</param>
public sealed record NettingSteps(
    decimal SafetyStock, DateOnly? FirstShort, decimal ReleasedNow, IReadOnlyList<DatedQuantity> PlannedReceipts)
{
    private const decimal TicksPerUnit = 10_000m;

    /// <returns>null where numbers leave the range of quantities.</returns>
    public static NettingSteps? Find(PlanningInput input, ForecastWindow window, TimePhasedPolicy policy, decimal safetyStock)
    {
        // A year of demand and all supply have to fit into 64 bits at four decimals.
        if (window.Mean.Sum(units => (double)units) + (double)(input.Position.Total + safetyStock) > (double)Quantity.MaxValue)
        {
            return null;
        }

        var (demand, receipts) = (new long[window.Days], new long[window.Days]);
        var (planned, projected) = (new long[window.Days], new long[window.Days]);
        TimePhasedPlan.WriteTicks(window.Mean, demand);

        // What is lost leaves the stock on its day, as if it were sold.
        foreach (var lost in input.Outdating.Where(lost => lost.Date <= window.To))
        {
            demand[Math.Max(0, lost.Date.DayNumber - window.From.DayNumber)] += Ticks(lost.Quantity);
        }

        foreach (var receipt in input.Receipts ?? [])
        {
            // What is late may come today; what comes after the last day changes nothing of it.
            var day = Math.Max(0, receipt.Date.DayNumber - window.From.DayNumber);

            if (day < receipts.Length)
            {
                receipts[day] += Ticks(receipt.Quantity);
            }
        }

        var lead = input.LeadTimeDays;
        var stock = Ticks(input.Position.OnHand + input.Position.InTransit - input.Position.Committed);
        var firstShort = TimePhasedPlan.Write(
            stock, demand, receipts, Ticks(safetyStock), lead, new(0, 1, policy.CoverDays), planned, projected);
        var releases = new long[window.Days + 1];
        TimePhasedPlan.WriteReleases(planned, lead, releases);
        var now = releases.Take(input.ReviewDays(policy.ReviewDays) + 1).Sum();

        return new(
            safetyStock,
            firstShort < 0 ? null : window.From.AddDays(firstShort),
            now / TicksPerUnit,
            [.. planned.Index().Where(day => day.Item > 0).Select(day => new DatedQuantity(window.From.AddDays(day.Index), day.Item / TicksPerUnit))]);
    }

    private static long Ticks(decimal quantity) => (long)(quantity * TicksPerUnit);
}
