using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Planning;

/// <summary>Key figures where nothing ever lay on the shelf over night, in a world of its own.</summary>
public sealed class EmptyShelvesTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    // All that came on a day was sold on it: no evening says how much more there would have been.
    [Fact]
    public async Task What_was_out_on_every_evening_stops_no_run()
    {
        var sku = await world.AnItemAtAsync("K8");
        await world.PutAsync($"/v1/policies/K8/{sku}", new { kind = "order-up-to", fillRate = 0.98, reviewDays = 1 });
        world.Now = TheLedger.Noon;
        world.Ledger.ReceiveOn(new(2026, 2, 27), "K8", sku, 1);
        world.Ledger.SellOn(new(2026, 2, 27), "K8", sku, 1);
        world.Forecasting.Complete(new(2026, 3, 1), TheForecasting.Series("K8", sku, 2, 0.5));
        await world.CaughtUpAsync();

        var run = (await world.PlanAsync()).GetProperty("id").GetString();

        Assert.Equal(3, (await world.GetAsync($"/v1/planning-runs/{run}/kpis")).GetProperty("stockOutDays").GetInt32());
    }
}
