using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Calendars;

namespace Composerp.Replenishment.Tests.Domain.Calendars;

public sealed class SupplyCalendarTests
{
    // 2026-03-02 is a Monday.
    private static readonly SupplierCalendar _tuesdaysAndFridays = new(
        [DayOfWeek.Tuesday, DayOfWeek.Friday], [DayOfWeek.Monday, DayOfWeek.Thursday], new(10, 0), "UTC", [new(2026, 3, 6), new(2026, 3, 9)]);

    [Theory]
    [InlineData("2026-03-02", "12:00", "2026-03-03")]
    [InlineData("2026-03-03", "09:59", "2026-03-03")]
    [InlineData("2026-03-03", "10:00", "2026-03-10")] // Friday is a holiday.
    public void Orders_go_on_the_next_order_day_before_its_cut_off(string day, string time, string expected) => Assert.Equal(
        Day(expected), SupplyCalendar.FindOrderDay(_tuesdaysAndFridays, Day(day), TimeOnly.Parse(time, null)));

    [Theory]
    [InlineData("2026-03-03", 2, "2026-03-05")]
    [InlineData("2026-03-03", 3, "2026-03-12")] // Monday is a holiday.
    public void Goods_come_on_the_next_delivery_day_after_the_lead_time(string orderedOn, int leadTimeDays, string expected) => Assert.Equal(
        Day(expected), SupplyCalendar.FindDelivery(_tuesdaysAndFridays, LocationCalendar.Always, Day(orderedOn), leadTimeDays));

    [Fact]
    public void A_location_that_is_closed_takes_the_next_delivery()
    {
        var location = new LocationCalendar([DayOfWeek.Thursday], [new(2026, 3, 5)]);

        Assert.Equal(Day("2026-03-12"), SupplyCalendar.FindDelivery(_tuesdaysAndFridays, location, Day("2026-03-03"), 2));
    }

    [Fact]
    public void An_order_lasts_until_the_next_one_arrives() => Assert.Equal(
        // Ordered on Tuesday the 3rd; the next order day is the 10th, and two days later, on Thursday, it is there.
        9, SupplyCalendar.FindProtectionDays(_tuesdaysAndFridays, LocationCalendar.Always, Day("2026-03-03"), 2));

    [Fact]
    public void Days_that_never_meet_are_not_found() => Assert.Null(SupplyCalendar.FindDelivery(
        _tuesdaysAndFridays, new([DayOfWeek.Sunday], []), Day("2026-03-03"), 2));

    [Fact]
    public void Lead_times_are_counted_newest_first_and_bounded()
    {
        var measured = MeasuredLeadTimes.Of([.. Enumerable.Repeat(3, 60), .. Enumerable.Repeat(5, 39), 4_000, 9, 9, 9])!;

        Assert.Equal([3, 5, 365], measured.Days);
        Assert.Equal([60, 39, 1], measured.Counts);
        Assert.Equal((3, 5, 365), (measured.Quantile(0.6), measured.Quantile(0.99), measured.Quantile(1)));
        Assert.Equal(((60 * 3) + (39 * 5) + 365) / 100.0, measured.MeanDays, 12);
        Assert.Null(MeasuredLeadTimes.Of([]));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, null);
}
