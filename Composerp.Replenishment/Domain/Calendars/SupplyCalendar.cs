namespace Composerp.Replenishment.Domain.Calendars;

/// <summary>When a supplier takes orders and delivers.</summary>
/// <param name="OrderDays">Weekdays; empty: every day.</param>
/// <param name="DeliveryDays">Weekdays; empty: every day.</param>
/// <param name="CutOff">Orders of the same day come in before this time of the supplier; null: at any time.</param>
/// <param name="TimeZone">Of the supplier, IANA name.</param>
/// <param name="Holidays">No orders, no deliveries.</param>
public sealed record SupplierCalendar(
    IReadOnlyList<DayOfWeek> OrderDays,
    IReadOnlyList<DayOfWeek> DeliveryDays,
    TimeOnly? CutOff,
    string TimeZone,
    IReadOnlyList<DateOnly> Holidays)
{
    public static SupplierCalendar Always { get; } = new([], [], null, "UTC", []);

    public bool TakesOrdersOn(DateOnly day) => IsAmong(OrderDays, day) && !Holidays.Contains(day);

    public bool DeliversOn(DateOnly day) => IsAmong(DeliveryDays, day) && !Holidays.Contains(day);

    internal static bool IsAmong(IReadOnlyList<DayOfWeek> days, DateOnly day) => days.Count == 0 || days.Contains(day.DayOfWeek);
}

/// <summary>When a location takes goods in.</summary>
/// <param name="ReceivingDays">Weekdays; empty: every day.</param>
/// <param name="Closed">Nothing is taken in.</param>
public sealed record LocationCalendar(IReadOnlyList<DayOfWeek> ReceivingDays, IReadOnlyList<DateOnly> Closed)
{
    public static LocationCalendar Always { get; } = new([], []);

    public bool ReceivesOn(DateOnly day) => SupplierCalendar.IsAmong(ReceivingDays, day) && !Closed.Contains(day);
}

/// <summary>From the moment of an order to the day of its delivery.</summary>
public static class SupplyCalendar
{
    /// <summary>So far is looked ahead; holidays of more than a year in a row are none.</summary>
    public const int DaysMax = 400;

    /// <summary>The first day, from this one on, on which the supplier takes an order.</summary>
    /// <param name="time">The supplier's time of day; past the cut-off the day itself is over.</param>
    /// <returns>null where there is none within <see cref="DaysMax"/>.</returns>
    public static DateOnly? FindOrderDay(SupplierCalendar supplier, DateOnly day, TimeOnly time) =>
        FindDay(supplier.CutOff is { } cutOff && time >= cutOff ? day.AddDays(1) : day, supplier.TakesOrdersOn);

    /// <summary>The first day, the lead time after the order or later, on which the supplier delivers and the location receives.</summary>
    /// <param name="leadTimeDays">Calendar days.</param>
    /// <returns>null where there is none within <see cref="DaysMax"/>.</returns>
    public static DateOnly? FindDelivery(SupplierCalendar supplier, LocationCalendar location, DateOnly orderedOn, int leadTimeDays) =>
        FindDay(orderedOn.AddDays(leadTimeDays), day => supplier.DeliversOn(day) && location.ReceivesOn(day));

    /// <summary>How long an order placed on a day has to last: until what is ordered on the next order day arrives.</summary>
    /// <returns>Days from the order; null where an arrival is not found.</returns>
    public static int? FindProtectionDays(SupplierCalendar supplier, LocationCalendar location, DateOnly orderedOn, int leadTimeDays) =>
        FindDay(orderedOn.AddDays(1), supplier.TakesOrdersOn) is { } next && FindDelivery(supplier, location, next, leadTimeDays) is { } arrival
            ? arrival.DayNumber - orderedOn.DayNumber
            : null;

    private static DateOnly? FindDay(DateOnly from, Func<DateOnly, bool> isOne)
    {
        for (var ahead = 0; ahead <= DaysMax; ahead++)
        {
            if (isOne(from.AddDays(ahead)))
            {
                return from.AddDays(ahead);
            }
        }

        return null;
    }
}
