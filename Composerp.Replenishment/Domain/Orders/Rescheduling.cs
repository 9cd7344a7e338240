namespace Composerp.Replenishment.Domain.Orders;

/// <summary>Something that is to come.</summary>
public sealed record OpenDelivery(string Number, string Status, DateOnly ExpectedOn, decimal Quantity);

/// <summary>What should be done about an open delivery.</summary>
/// <param name="Kind">late, reschedule-in, reschedule-out or cancel.</param>
/// <param name="NeededOn">The day on which stock would fall below what is kept without it; null where it never does.</param>
public sealed record OrderMessage(string Kind, OpenDelivery Delivery, DateOnly? NeededOn, string Reason);

/// <summary>Compares when open orders come with when they are needed.</summary>
/// <remarks>
/// Stock is followed day by day over the expected demand; in the order in which they come, each delivery is needed on the
/// first day that would end below the level without it. Small shifts are let be: a planner who is told of every day reads none.
/// </remarks>
public static class Rescheduling
{
    public const string Late = "late";
    public const string RescheduleIn = "reschedule-in";
    public const string RescheduleOut = "reschedule-out";
    public const string Cancel = "cancel";

    /// <param name="stock">On hand and in transit.</param>
    /// <param name="level">What is to be kept: the safety stock, else the reorder point, of the newest plan, or 0.</param>
    /// <param name="dailyDemand">From today on; what is not said is not needed.</param>
    /// <param name="deliveries">In the order of their days.</param>
    /// <param name="earlierDays">Bring forward only what is needed so many days before it comes, at least 1.</param>
    /// <param name="laterDays">Put off only what comes so many days before it is needed, at least 1.</param>
    public static IReadOnlyList<OrderMessage> Of(
        decimal stock, decimal level, IReadOnlyList<double> dailyDemand, IReadOnlyList<OpenDelivery> deliveries, DateOnly today,
        int earlierDays, int laterDays)
    {
        var messages = new List<OrderMessage>();
        var day = 0;
        var left = (double)(stock - level);

        foreach (var delivery in deliveries)
        {
            // Through the days that need nothing of this delivery.
            while (day < dailyDemand.Count && left - dailyDemand[day] >= 0)
            {
                left -= dailyDemand[day];
                day++;
            }

            DateOnly? neededOn = left < 0 ? today : day < dailyDemand.Count ? today.AddDays(day) : null;

            if (Message(delivery, neededOn, today, dailyDemand.Count, earlierDays, laterDays) is { } message)
            {
                messages.Add(message);
            }

            left += (double)delivery.Quantity;
        }

        return messages;
    }

    private static OrderMessage? Message(
        OpenDelivery delivery, DateOnly? neededOn, DateOnly today, int horizonDays, int earlierDays, int laterDays)
    {
        if (delivery.ExpectedOn < today)
        {
            var days = today.DayNumber - delivery.ExpectedOn.DayNumber;

            return new(Late, delivery, neededOn, $"It was expected {days} {(days == 1 ? "day" : "days")} ago and has not come.");
        }

        if (neededOn is not { } needed)
        {
            // Without an outlook nothing says that it is not needed; beyond the outlook nobody knows.
            return horizonDays > 0 && delivery.ExpectedOn < today.AddDays(horizonDays)
                ? new(Cancel, delivery, null, $"What is there and comes before lasts for the {horizonDays} days that are forecast.")
                : null;
        }

        var early = needed.DayNumber - delivery.ExpectedOn.DayNumber;

        return early <= -earlierDays ? new(RescheduleIn, delivery, needed, $"It is needed {-early} days before it comes.")
            : early >= laterDays ? new(RescheduleOut, delivery, needed, $"It comes {early} days before it is needed.")
            : null;
    }
}
