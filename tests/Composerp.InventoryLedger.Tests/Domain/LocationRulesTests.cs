using Composerp.InventoryLedger.Domain;
using CsCheck;

namespace Composerp.InventoryLedger.Tests.Domain;

public sealed class LocationRulesTests
{
    [Theory]
    [InlineData("UTC", "2026-03-01", "2026-03-01T00:00:00Z")]
    [InlineData("Europe/Zurich", "2026-03-01", "2026-02-28T23:00:00Z")]
    // Midnight was skipped.
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z")]
    // Midnight comes twice.
    [InlineData("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z")]
    // The day was skipped.
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z")]
    public void A_business_day_starts_with_its_first_instant(string zone, string day, string start) =>
        Assert.Equal(DateTimeOffset.Parse(start, null), At(zone).StartOf(DateOnly.Parse(day, null)));

    [Fact]
    public void Nothing_of_a_day_is_before_its_start() =>
        Gen.Select(Gen.OneOf("America/New_York", "America/Havana", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia"), Gen.Int[0, 20_000]).Sample(
            (zone, number) =>
            {
                var day = new DateOnly(1980, 1, 1).AddDays(number);
                var start = At(zone).StartOf(day);

                return At(zone).BusinessDayOf(start) >= day && At(zone).BusinessDayOf(start.AddTicks(-1)) < day;
            });

    private static LocationRules At(string zone) => new(new("A"), 0, TimeZoneInfo.FindSystemTimeZoneById(zone), null, false);
}
