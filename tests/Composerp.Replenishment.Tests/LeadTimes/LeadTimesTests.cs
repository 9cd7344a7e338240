using System.Text.Json;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.LeadTimes;

public sealed class LeadTimesTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task Lead_times_are_measured_from_what_came_beside_what_is_stated()
    {
        var sku = await world.AKnownItemAsync("L1", "SLOW");
        await DeliverAsync("L1", sku, "SLOW", [4, 4, 4, 5, 5, 9, 4, 4, 5]);
        var lane = await LaneAsync("SLOW", "L1");

        Assert.Equal("stated", lane.GetProperty("used").GetString());
        Assert.Equal((7, 9), (lane.GetProperty("statedDaysMin").GetInt32(), lane.GetProperty("measured").GetProperty("deliveries").GetInt32()));
        Assert.Equal(
            [(4, 5), (5, 3), (9, 1)],
            lane.GetProperty("measured").GetProperty("days").EnumerateArray().Select(one => (one.GetProperty("days").GetInt32(), one.GetProperty("deliveries").GetInt32())));

        // The tenth is enough to go by what was measured; unless the supplier is to be taken at its word.
        await DeliverAsync("L1", sku, "SLOW", [9]);
        Assert.Equal("measured", (await LaneAsync("SLOW", "L1")).GetProperty("used").GetString());
        await world.PutAsync("/v1/suppliers/SLOW", new { name = "Slow", usesStatedLeadTime = true });
        Assert.Equal("stated", (await LaneAsync("SLOW", "L1")).GetProperty("used").GetString());
    }

    [Fact]
    public async Task Each_lane_has_its_own_and_the_rest_of_a_delivery_counts_for_nothing()
    {
        var here = await world.AKnownItemAsync("L2", "FAR");
        var there = await world.AKnownItemAsync("L3", "FAR");
        var number = await world.OrderAsync("L2", here, 10, "FAR");
        await world.PostAsync($"/v1/purchase-orders/{number}/send", new { actor = "bob" });
        Receive("L2", here, 4, number, 3);
        await world.CaughtUpAsync();
        Receive("L2", here, 6, number, 30);
        await world.CaughtUpAsync();
        await DeliverAsync("L3", there, "FAR", [8]);

        Assert.Equal([3], Days(await LaneAsync("FAR", "L2")));
        Assert.Equal([8], Days(await LaneAsync("FAR", "L3")));
    }

    [Fact]
    public async Task A_supplier_is_measured_by_day_and_quantity()
    {
        var sku = await world.AKnownItemAsync("L4", "KPI");
        world.Now = TheLedger.Noon;
        var numbers = new List<string>();

        for (var n = 0; n < 4; n++)
        {
            numbers.Add(await world.OrderAsync("L4", sku, 10, "KPI", "2026-03-05"));
        }

        Receive("L4", sku, 10, numbers[0], 3);
        Receive("L4", sku, 10, numbers[1], 5);
        Receive("L4", sku, 5, numbers[2], 3);
        await world.CaughtUpAsync();
        world.Now = TheLedger.Noon.AddDays(10);

        var told = await world.GetAsync("/v1/suppliers/KPI/performance");
        world.Now = TheLedger.Noon;

        Assert.Equal(
            (4L, 0.25, 0.5, 0.5, 0.625, 2L),
            (told.GetProperty("lines").GetInt64(), told.GetProperty("onTimeInFull").GetDouble(), told.GetProperty("onTime").GetDouble(),
                told.GetProperty("inFull").GetDouble(), told.GetProperty("unitsFilled").GetDouble(), told.GetProperty("lateNow").GetInt64()));
        Assert.Equal(2 / 3.0, told.GetProperty("meanDaysLate").GetDouble(), 9);
    }

    private async Task DeliverAsync(string location, string sku, string supplier, IEnumerable<int> days)
    {
        foreach (var took in days)
        {
            var number = await world.OrderAsync(location, sku, 10, supplier);
            await world.PostAsync($"/v1/purchase-orders/{number}/send", new { actor = "bob" });
            Receive(location, sku, 10, number, took);
        }

        await world.CaughtUpAsync();
    }

    private void Receive(string location, string sku, decimal quantity, string number, int afterDays) =>
        world.Ledger.ReceiveAt(TheLedger.Noon.AddDays(afterDays), location, sku, quantity, number);

    private async Task<JsonElement> LaneAsync(string supplier, string location) =>
        Assert.Single((await world.GetAsync($"/v1/lead-times?supplier={supplier}&location={location}")).GetProperty("items").EnumerateArray());

    private static IEnumerable<int> Days(JsonElement lane) =>
        lane.GetProperty("measured").GetProperty("days").EnumerateArray().Select(one => one.GetProperty("days").GetInt32());
}
