using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class RunOriginTests
{
    [Theory]
    [InlineData("2026-01-01", "2026-02-01", "2026-02-01", "the past ends where it was last observed")]
    [InlineData("2026-01-01", "2026-03-01", "2026-03-01", "yesterday is over")]
    [InlineData("2026-01-01", "2026-03-02", "2026-03-01", "today is not over")]
    [InlineData("2026-01-01", "2099-01-01", "2026-03-01", "a date from the future is a mistake")]
    [InlineData("2026-03-02", "2026-03-02", "2026-03-02", "there is nothing but today")]
    [InlineData(null, null, "2026-03-01", "there is nothing")]
    public void Is_the_last_observed_day_that_is_over(string? first, string? last, string expected, string because) => Assert.True(
        RunOrigin.Choose(Day(first), Day(last), new(2026, 3, 1)) == Day(expected), because);

    [Fact]
    public void A_day_is_over_when_it_is_over_everywhere()
    {
        var noon = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(new(2026, 3, 1), BusinessDay.LastOver(noon, []));
        Assert.Equal(new(2026, 3, 1), BusinessDay.LastOver(noon, Zones("Pacific/Kiritimati", "UTC")));
        Assert.Equal(new(2026, 3, 2), BusinessDay.LastOver(noon, Zones("Pacific/Kiritimati")));
        Assert.Equal(new(2026, 2, 28), BusinessDay.LastOver(noon.AddHours(-3), Zones("Pacific/Kiritimati", "Pacific/Pago_Pago")));
    }

    private static IEnumerable<TimeZoneInfo> Zones(params string[] names) => names.Select(TimeZoneInfo.FindSystemTimeZoneById);

    private static DateOnly? Day(string? day) => day is null ? null : DateOnly.Parse(day, null);
}
