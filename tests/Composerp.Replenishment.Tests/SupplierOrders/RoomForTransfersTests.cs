using System.Text.Json;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.SupplierOrders;

/// <summary>Room bounds what comes from other locations too. Half a cubic metre for each unit.</summary>
public sealed class RoomForTransfersTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    private static readonly DateOnly _monday = new(2026, 3, 2);

    [Fact]
    public async Task Transfers_take_room_before_purchases_and_no_more_than_there_is()
    {
        var sku = await ALargeItemAsync(("TA-S", 5, 15, 20), ("TA-W", 100, 0, 0));
        var bought = await ALargeItemAsync(("TA-S", 1, 10, 20));
        await world.FedByAsync("TA-S", new { location = "TA-W", leadTimeDays = 2, orderMultiple = 2 }, new { supplier = "ACME", priority = 2 });
        await world.PutAsync($"/v1/sourcing-rules/{bought}", new { appliesTo = new { sku = bought, location = "TA-S" }, sources = new[] { new { supplier = "ACME" } } });
        await world.PutAsync("/v1/location-terms/TA-S", new { storageVolume = 7 });
        await world.CaughtUpAsync();

        var run = await world.PlanAsync();

        // 6 units take 3 of 7 cubic metres: 8 more have room. 15 are asked for, in twos 16.
        Assert.Equal(["TA-W > TA-S 8"], await world.FlowsAsync(sku));
        Assert.Equal("order-waits", await SkippedAsync(run, bought));
        var transfer = (await world.OpenProposalsAsync(sku)).Single();
        Assert.EndsWith("Lowered from 16 to 8 for the room of 4.", transfer.GetProperty("reason").GetString(), StringComparison.Ordinal);
        await world.ReplaysAsync(transfer);
        var explained = await world.GetAsync($"/v1/proposals/{transfer.GetProperty("id").GetString()}/explanation");
        Assert.Equal("storage", explained.GetProperty("effects").EnumerateArray().Last().GetProperty("modifier").GetString());
        Assert.Equal(4, explained.GetProperty("supplierOrder").GetProperty("rooms")[0].GetProperty("volume").GetDecimal());

        // Once it is approved its room is taken, and what has none is asked for again when there is some.
        Assert.Equal(0, (await world.PlanAsync()).GetProperty("proposals").GetInt32());
        await world.PostAsync($"/v1/proposals/{transfer.GetProperty("id").GetString()}/approve", new { actor = "ann" });
        Assert.Equal("order-waits", await SkippedAsync(await world.PlanAsync(), sku));
        await world.PutAsync("/v1/location-terms/TA-S", new { storageVolume = 8 });
        await world.PostAsync("/v1/planning-runs", new { actor = "ann", scope = "net-change" });
        Assert.Equal(["TA-W > TA-S 2"], await world.FlowsAsync(sku));
    }

    [Fact]
    public async Task A_shared_shortage_is_explained_also_where_one_of_those_who_share_it_has_no_room()
    {
        var sku = await ALargeItemAsync(("TB-S1", 2, 10, 32), ("TB-S2", 0, 10, 30), ("TB-W", 40, 0, 0));
        await world.FedByAsync("TB-S1", new { location = "TB-W", leadTimeDays = 2 });
        await world.FedByAsync("TB-S2", new { location = "TB-W", leadTimeDays = 2 });
        await world.PutAsync("/v1/location-terms/TB-S1", new { storageVolume = 1 });
        await world.CaughtUpAsync();

        var run = await world.PlanAsync();

        // 30 and 30 of 40: what the first has no room for stays at the warehouse.
        Assert.Equal(["ACME > TB-W 20", "TB-W > TB-S2 20"], await world.FlowsAsync(sku));
        Assert.Equal("order-waits", await SkippedAsync(run, sku));
        await world.ReplaysAsync((await world.OpenProposalsAsync(sku)).Single(proposal => Network.FromOf(proposal) == "TB-W"));
    }

    [Fact]
    public async Task Excess_comes_while_what_there_is_room_for_is_worth_moving()
    {
        var sku = await ALargeItemAsync(("TC-S1", 0, 40, 60), ("TC-S2", 130, 10, 20));
        await world.FedByAsync(
            "TC-S1", new { supplier = "ACME" }, new { location = "TC-S2", leadTimeDays = 1, excess = new { keepDays = 30, fixedCost = 20 } });
        world.Forecasting.Complete(_monday.AddDays(-1), TheForecasting.Series("TC-S2", sku, 3, 1));
        await world.CaughtUpAsync();

        // 40 are more than 30 days of 3. At 2.5 each 9 save more than the 20 that moving them costs, 8 do not.
        Assert.Equal(["ACME > TC-S1 2", "TC-S2 > TC-S1 40"], await FlowsWithRoomAsync(21));
        Assert.Equal(["TC-S2 > TC-S1 39"], await FlowsWithRoomAsync(19.5m));
        Assert.Equal(["TC-S2 > TC-S1 9"], await FlowsWithRoomAsync(4.5m));
        Assert.Equal(["ACME > TC-S1 8"], await FlowsWithRoomAsync(4.4m));

        async Task<List<string>> FlowsWithRoomAsync(decimal room)
        {
            await world.PutAsync("/v1/location-terms/TC-S1", new { storageVolume = room });
            await world.PlanAsync();

            return await world.FlowsAsync(sku);
        }
    }

    private async Task<string> ALargeItemAsync(params (string Location, decimal Stock, decimal Minimum, decimal Maximum)[] places)
    {
        var sku = await world.AnItemInAsync(places);
        await world.PutAsync($"/v1/suppliers/ACME/items/{sku}", new { leadTimeDays = 7, unitCost = 2.5m, unitVolume = 0.5 });

        return sku;
    }

    private async Task<string?> SkippedAsync(JsonElement run, string sku) =>
        (await world.ItemsAsync($"/v1/planning-runs/{run.GetProperty("id").GetString()}/skipped?limit=100"))
            .Single(row => row.GetProperty("sku").GetString() == sku).GetProperty("type").GetString();
}
