using System.Text.Json;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Planning;

/// <summary>Calendars and commitments in a run, from the database to the stored proposal.</summary>
public sealed class PlanByCalendarTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task A_run_plans_to_the_next_days_of_order_and_delivery_and_a_net_change_run_notices_when_they_turn()
    {
        var sku = await world.AnItemAtAsync("C1", "TUES", leadTimeDays: 2);
        await world.OrderUpToAsync("C1", sku, 0.5, 1, "TUES");
        world.Forecasting.Complete(new(2026, 3, 1), TheForecasting.Series("C1", sku, 10, 0));
        await world.CaughtUpAsync();
        await world.PlanAsync();
        Assert.Equal(30, await QuantityAsync(sku));

        // Tuesdays before ten: there on Thursday, and on the one after; eleven days from Monday.
        await world.PutAsync("/v1/suppliers/TUES/calendar", new { orderDays = new[] { 2 }, cutOff = "10:00" });
        await NetChangeAsync();
        var proposal = await world.OpenProposalAsync(sku);
        Assert.Equal(
            (100, "2026-03-03", "2026-03-05"),
            (proposal.GetProperty("quantity").GetDecimal(), proposal.GetProperty("orderOn").GetString(), proposal.GetProperty("expectedOn").GetString()));

        var explained = await world.GetAsync($"/v1/proposals/{proposal.GetProperty("id").GetString()}/explanation");
        var calendar = explained.GetProperty("derivation").GetProperty("input").GetProperty("calendar");
        Assert.Equal(("2026-03-10", "2026-03-12", 7), (
            calendar.GetProperty("nextOrderOn").GetString(), calendar.GetProperty("nextExpectedOn").GetString(), calendar.GetProperty("reviewDays").GetInt32()));
        Assert.Equal(100, explained.GetProperty("replayed").GetDecimal());
        Assert.Contains("Ordered on 2026-03-03, it comes on 2026-03-05", explained.GetProperty("words")[1].GetString(), StringComparison.Ordinal);

        // On Tuesday at nine and at ten: the business day is the same, but the order day is not.
        world.Now = new(2026, 3, 3, 9, 0, 0, TimeSpan.Zero);
        await NetChangeAsync();
        Assert.Equal(90, await QuantityAsync(sku));
        world.Now = new(2026, 3, 3, 10, 0, 0, TimeSpan.Zero);
        Assert.Equal(1, (await NetChangeAsync()).GetProperty("itemLocations").GetInt32());
        Assert.Equal(160, await QuantityAsync(sku));
        Assert.Equal(0, (await NetChangeAsync()).GetProperty("itemLocations").GetInt32());

        // A closed day of the location, and the same of a full plan.
        await world.PutAsync("/v1/locations/C1/calendar", new { closed = new[] { "2026-03-19" } });
        await NetChangeAsync();
        Assert.Equal(170, await QuantityAsync(sku));
        Assert.Equal((0, 1), CountsOf(await world.PlanAsync()));
    }

    [Fact]
    public async Task What_a_warehouse_has_promised_to_a_store_is_ordered_for_the_warehouse()
    {
        var sku = await world.AnItemAtAsync("C2");
        world.Ledger.Location("C3");
        await world.MinMaxAsync("C2", sku, 10, 50);
        world.Ledger.Receive("C2", sku, 40);
        await world.CaughtUpAsync();
        await world.PlanAsync();
        Assert.Equal(JsonValueKind.Undefined, (await world.OpenProposalAsync(sku)).ValueKind);

        var transfer = (await world.PostAsync("/v1/transfer-orders", new
        {
            source = "C2", location = "C3", actor = "ann", lines = new[] { new { sku, quantity = 30, expectedOn = "2026-03-04" } },
        })).GetProperty("number").GetString();
        await world.PostAsync($"/v1/transfer-orders/{transfer}/submit", new { actor = "ann" });
        await NetChangeAsync();
        var position = await world.PositionAsync("C2", sku);
        Assert.Equal((30, 10), (position.GetProperty("committed").GetDecimal(), position.GetProperty("position").GetDecimal()));
        Assert.Equal(40, await QuantityAsync(sku));

        await world.PostAsync($"/v1/transfer-orders/{transfer}/cancel", new { actor = "bob", reason = "Not needed." });
        await NetChangeAsync();
        Assert.Equal(JsonValueKind.Undefined, (await world.OpenProposalAsync(sku)).ValueKind);
    }

    private Task<JsonElement> NetChangeAsync() => world.PostAsync("/v1/planning-runs", new { actor = "ann", scope = "net-change" });

    private async Task<decimal> QuantityAsync(string sku) => (await world.OpenProposalAsync(sku)).GetProperty("quantity").GetDecimal();

    private static (int Proposals, int Unchanged) CountsOf(JsonElement run) =>
        (run.GetProperty("proposals").GetInt32(), run.GetProperty("unchanged").GetInt32());
}
