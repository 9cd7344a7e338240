using System.Net;
using System.Net.Http.Json;
using System.Text;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Calendars;

public sealed class CalendarsTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task Calendars_decide_when_goods_are_expected()
    {
        // Orders on Tuesdays before ten in Berlin, deliveries on Thursdays and Fridays, none on Friday the 6th.
        var sku = await world.AKnownItemAsync("K1", "CAL", leadTimeDays: 3);
        await world.PutAsync("/v1/suppliers/CAL/calendar", new
        {
            orderDays = new[] { 2 }, deliveryDays = new[] { 4, 5 }, cutOff = "10:00", timeZone = "Europe/Berlin", holidays = new[] { "2026-03-06" },
        });

        // Monday noon: taken on Tuesday, due on Friday, which is a holiday; so on Thursday of the week after.
        Assert.Equal(("2026-03-03", "2026-03-12", 10), await DeliveryDayAsync("2026-03-02T12:00:00Z"));
        Assert.Equal(("2026-03-03", "2026-03-12", 10), await DeliveryDayAsync("2026-03-03T08:59:59Z"));
        Assert.Equal(("2026-03-10", "2026-03-13", 10), await DeliveryDayAsync("2026-03-03T09:00:00Z"));

        await world.PutAsync("/v1/locations/K1/calendar", new { receivingDays = new[] { 5 }, closed = new[] { "2026-03-13" } });
        Assert.Equal("2026-03-20", (await DeliveryDayAsync("2026-03-02T12:00:00Z")).ExpectedOn);

        // An order without a day, and an approved proposal, are expected then.
        var number = await world.OrderAsync("K1", sku, 10, "CAL");
        Assert.Equal("2026-03-20", await ExpectedOnAsync(number));
        var planned = await world.AKnownItemAsync("K1", "CAL", leadTimeDays: 3);
        await world.MinMaxAsync("K1", planned, 10, 30, "CAL");
        await world.PlanAsync();
        var order = await world.PostAsync($"/v1/proposals/{(await world.OpenProposalAsync(planned)).GetProperty("id").GetString()}/approve", new { actor = "bob" });
        Assert.Equal("2026-03-20", await ExpectedOnAsync(order.GetProperty("number").GetString()!));

        var kept = await world.GetAsync("/v1/suppliers/CAL/calendar");
        Assert.Equal(("10:00:00", "Europe/Berlin", 2), (
            kept.GetProperty("cutOff").GetString(), kept.GetProperty("timeZone").GetString(), kept.GetProperty("orderDays")[0].GetInt32()));
    }

    [Theory]
    [InlineData("/v1/suppliers/CAL2/calendar", """{"orderDays":[0]}""", "malformed-weekdays")]
    [InlineData("/v1/suppliers/CAL2/calendar", """{"deliveryDays":[1,1]}""", "malformed-weekdays")]
    [InlineData("/v1/suppliers/CAL2/calendar", """{"orderDays":[]}""", "malformed-weekdays")]
    [InlineData("/v1/suppliers/CAL2/calendar", """{"timeZone":"Europe/Atlantis"}""", "unknown-time-zone")]
    [InlineData("/v1/locations/K2/calendar", """{"receivingDays":[8]}""", "malformed-weekdays")]
    public async Task A_calendar_that_is_none_is_refused(string path, string body, string type)
    {
        await world.PutAsync("/v1/suppliers/CAL2", new { name = "Two" });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await world.Http.PutAsync(path, content, ReplenishmentWorld.Token);

        Assert.EndsWith($":{type}", (await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.UnprocessableEntity)).GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_calendar_of_nobody_is_not_found()
    {
        using var put = await world.Http.PutAsJsonAsync("/v1/suppliers/NONE/calendar", new { }, ReplenishmentWorld.Token);
        using var get = await world.Http.GetAsync("/v1/locations/NONE/calendar", ReplenishmentWorld.Token);

        await ReplenishmentWorld.ProblemAsync(put, HttpStatusCode.NotFound);
        await ReplenishmentWorld.ProblemAsync(get, HttpStatusCode.NotFound);
    }

    private async Task<(string? OrderOn, string? ExpectedOn, int ProtectionDays)> DeliveryDayAsync(string at)
    {
        var day = await world.GetAsync($"/v1/suppliers/CAL/delivery-day?location=K1&leadTimeDays=3&at={at}");

        return (day.GetProperty("orderOn").GetString(), day.GetProperty("expectedOn").GetString(), day.GetProperty("protectionDays").GetInt32());
    }

    private async Task<string?> ExpectedOnAsync(string number) =>
        (await world.GetAsync($"/v1/purchase-orders/{number}")).GetProperty("lines")[0].GetProperty("expectedOn").GetString();
}
