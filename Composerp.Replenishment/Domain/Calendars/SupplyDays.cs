namespace Composerp.Replenishment.Domain.Calendars;

/// <summary>What calendars make of an order: when it is taken, when it comes, and the same of the first order that comes after it.</summary>
/// <param name="OrderOn">The day on which the supplier takes it, perhaps later than it is planned.</param>
/// <param name="ExpectedOn">The earliest day on which its goods come, by the stated lead time.</param>
/// <param name="ReviewDays">So many days its goods have to last once they are there: until those of the next order come.</param>
public sealed record SupplyDays(DateOnly OrderOn, DateOnly ExpectedOn, DateOnly NextOrderOn, DateOnly NextExpectedOn, int ReviewDays)
{
    /// <summary>Days from a day to the earliest arrival.</summary>
    public int LeadTimeDays(DateOnly from) => Math.Max(0, ExpectedOn.DayNumber - from.DayNumber);
}

/// <summary>The calendars between a supplier and a location.</summary>
/// <param name="Supplier">null where the supplier takes orders and delivers on every day.</param>
/// <param name="OrderOn">The day on which the supplier takes an order that is placed now; null where there is none within reach.</param>
public sealed record DeliveryLane(SupplierCalendar? Supplier, LocationCalendar Location, DateOnly? OrderOn)
{
    private SupplierCalendar Days => Supplier ?? SupplierCalendar.Always;

    /// <summary>The day on which an order is taken.</summary>
    /// <param name="date">The day that is planned for: of that morning; null: now.</param>
    public DateOnly? FindOrderDay(DateOnly? date, DateOnly today) => (Supplier, date) switch
    {
        (null, _) => date ?? today,
        (_, null) => OrderOn,
        (_, { } morning) => SupplyCalendar.FindOrderDay(Supplier, morning, TimeOnly.MinValue),
    };

    /// <param name="orderOn">The first day on which the supplier takes an order.</param>
    /// <param name="reviewDays">Nobody orders again before so many days, at least 1.</param>
    /// <returns>null where orders or deliveries never meet.</returns>
    public SupplyDays? Find(DateOnly orderOn, int leadTimeDays, int reviewDays)
    {
        if (SupplyCalendar.FindDelivery(Days, Location, orderOn, leadTimeDays) is not { } expectedOn)
        {
            return null;
        }

        // Orders of several days may come on the same day: what is ordered now lasts until goods come that it does not come with.
        var next = SupplyCalendar.FindOrderDay(Days, orderOn.AddDays(reviewDays), TimeOnly.MinValue);

        while (next is { } day && day.DayNumber <= orderOn.DayNumber + reviewDays + SupplyCalendar.DaysMax)
        {
            if (SupplyCalendar.FindDelivery(Days, Location, day, leadTimeDays) is not { } nextExpectedOn)
            {
                return null;
            }

            if (nextExpectedOn > expectedOn)
            {
                return new(orderOn, expectedOn, day, nextExpectedOn, nextExpectedOn.DayNumber - expectedOn.DayNumber);
            }

            next = SupplyCalendar.FindOrderDay(Days, day.AddDays(1), TimeOnly.MinValue);
        }

        return null;
    }

    /// <summary>The same where lead times are a distribution: chances of days from the date, moved to days of delivery and receiving.</summary>
    /// <remarks>
    /// The days from one arrival to the next may differ by lead time where days of delivery are uneven; their mean is taken,
    /// rounded up.
    /// </remarks>
    /// <param name="days">Of the stated lead time.</param>
    /// <param name="leadTimes">The probabilities of 0, 1, 2.. days from the order to the goods.</param>
    /// <returns>null where orders or deliveries never meet.</returns>
    public (SupplyDays Days, double[] LeadTimes)? Find(SupplyDays days, DateOnly date, ReadOnlySpan<double> leadTimes, int reviewDays)
    {
        var chances = new List<double>();
        var review = 0.0;

        for (var leadTime = 0; leadTime < leadTimes.Length; leadTime++)
        {
            if (leadTimes[leadTime] == 0)
            {
                continue;
            }

            if (Find(days.OrderOn, leadTime, reviewDays) is not { } found)
            {
                return null;
            }

            var ahead = found.LeadTimeDays(date);
            chances.AddRange(Enumerable.Repeat(0.0, Math.Max(0, ahead + 1 - chances.Count)));
            chances[ahead] += leadTimes[leadTime];
            review += leadTimes[leadTime] * found.ReviewDays;
        }

        // The chances add up to one but for the noise of their sum.
        const double Noise = 1e-9;

        return (days with { ReviewDays = (int)Math.Ceiling(review - Noise) }, [.. chances]);
    }
}
