using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Exceptions;

public sealed class HugeMoneyTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    // Both are within the range of quantities; their product is beyond that of decimals.
    [Fact]
    public async Task Money_beyond_every_range_stops_no_run()
    {
        var (huge, other) = (await world.AKnownItemAsync("H1"), await world.AKnownItemAsync("H1"));
        await world.PutAsync($"/v1/suppliers/ACME/items/{huge}", new { leadTimeDays = 7, unitCost = 900_000_000_000_000m });
        world.Ledger.Receive("H1", huge, 900_000_000_000_000m);
        world.Ledger.Receive("H1", other, 2_000);
        world.Forecasting.Complete(new(2026, 3, 1), TheForecasting.Series("H1", huge, 1, 1), TheForecasting.Series("H1", other, 10, 1));
        await world.MinMaxAsync("H1", huge, 10, 30);
        await world.MinMaxAsync("H1", other, 10, 30);
        await world.CaughtUpAsync();

        var run = await world.PlanAsync();

        Assert.Equal((2, 0), (run.GetProperty("itemLocations").GetInt32(), run.GetProperty("skippedCount").GetInt32()));
        Assert.Equal(2_750, Assert.Single(await world.ItemsAsync($"/v1/exceptions?sku={other}")).GetProperty("money").GetDecimal());
        Assert.Equal(5_000, (await world.GetAsync($"/v1/planning-runs/{run.GetProperty("id").GetString()}/kpis")).GetProperty("stockValue").GetDecimal());
    }
}
