using System.Net;
using System.Text.Json;
using Composerp.Contracts;
using Composerp.Replenishment.Tests.World;
using Composerp.Tests.Support;

namespace Composerp.Replenishment.Tests.Planning;

public sealed class RunKpisTests(ReplenishmentWorld world, TestDatabases databases) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task Key_figures_come_from_the_evenings_that_the_ledger_told_of()
    {
        var (aimed, other) = (await world.AnItemAtAsync("K7"), await world.AnItemAtAsync("K7"));
        world.Now = new(2026, 2, 12, 12, 0, 0, TimeSpan.Zero);
        await world.PutAsync($"/v1/policies/K7/{aimed}", new { kind = "order-up-to", fillRate = 0.98, reviewDays = 1 });
        await world.PutAsync($"/v1/parameter-overrides/K7/{aimed}/safety-stock", new { value = 500, reason = "A festival.", expiresOn = "2026-06-01", actor = "ann" });
        await world.MinMaxAsync("K7", other, 10, 30);
        await world.PutAsync($"/v1/parameter-overrides/K7/{other}/reorder-point", new { value = 5, reason = "Slow.", expiresOn = "2026-06-01", actor = "ann" });
        world.Now = TheLedger.Noon;

        // Two a day for five days, six evenings without any, and twenty since the 21st. The correction comes last, as it may.
        world.Ledger.ReceiveOn(new(2026, 2, 21), "K7", aimed, 20);
        world.Ledger.ReceiveOn(new(2026, 2, 10), "K7", aimed, 10);

        for (var day = new DateOnly(2026, 2, 11); day <= new DateOnly(2026, 2, 15); day = day.AddDays(1))
        {
            world.Ledger.SellOn(day, "K7", aimed, 2);
        }

        world.Ledger.ReceiveOn(new(2026, 2, 10), "K7", other, 1);
        world.Ledger.SellOn(new(2026, 2, 11), "K7", other, 1);
        world.Forecasting.Complete(new(2026, 3, 1), TheForecasting.Series("K7", aimed, 2, 0.5));
        await world.CaughtUpAsync();

        var run = (await world.PlanAsync()).GetProperty("id").GetString();
        var kpis = await world.GetAsync($"/v1/planning-runs/{run}/kpis");

        Assert.Equal(("2026-02-02", "2026-03-01"), (kpis.GetProperty("from").GetString(), kpis.GetProperty("to").GetString()));
        AssertIs(0.7, "achievedFillRate");
        AssertIs(0.98, "targetFillRate");
        AssertIs(6 + 19, "stockOutDays");
        AssertIs(25 / 40.0, "stockOutShare");
        AssertIs(365 / 20.0 * 27.5 / (26.25 + 0.125), "turns");
        AssertIs(50, "stockValue");
        AssertIs(10, "daysOfCover");
        AssertIs(0, "excessValue");
        AssertIs(0, "obsoleteValue");
        AssertIs(0.5, "overrideHitRate");
        Assert.Equal(JsonValueKind.Null, kpis.GetProperty("forecastValueAdded").ValueKind);
        Assert.Equal(["forecastValueAdded"], kpis.GetProperty("unknown").EnumerateArray().Select(one => one.GetProperty("kpi").GetString()));

        void AssertIs(double expected, string kpi) => Assert.Equal(expected, kpis.GetProperty(kpi).GetDouble(), 0.0001);
    }

    [Fact]
    public async Task What_adjustments_did_is_what_the_newest_forecast_runs_told()
    {
        await using var own = new ReplenishmentWorld(databases);
        await own.InitializeAsync();
        var (lastDay, old) = (new DateOnly(2026, 3, 1), new DateOnly(2026, 2, 1));

        Assert.Contains("No forecast run", await WhyUnknownAsync(own));

        await TellAsync("S001", lastDay, (100, 40, null));
        Assert.Contains("none was adjusted", await WhyUnknownAsync(own));

        // The second shard was adjusted to the better, the third too long ago; the first counts with its demand.
        await TellAsync("S002", lastDay, (60, 30, 22));
        await TellAsync("S003", old, (1000, 900, 100));
        Assert.Equal((40 + 30 - 40 - 22) / 160.0, await ValueAddedAsync(own), 0.0001);

        // A newer run of a shard takes the place of the one before it.
        await TellAsync("S001", lastDay, (100, 40, 52));
        Assert.Equal((40 + 30 - 52 - 22) / 160.0, await ValueAddedAsync(own), 0.0001);

        await TellAsync("S001", lastDay, (0, 3, 5));
        await TellAsync("S002", lastDay, (null, null, null));
        Assert.Contains("Nothing was sold", await WhyUnknownAsync(own));

        async Task TellAsync(string location, DateOnly origin, (double? Demand, double? Error, double? FinalError) compared)
        {
            var (run, shard) = (Guid.NewGuid(), Shards.OfLocation(location));
            own.Forecasting.Compared = compared;
            own.Forecasting.Keep(run, shard, "");
            own.Forecasting.Tell(run, shard, origin, seriesCount: 0);
            await own.CaughtUpAsync();
        }
    }

    [Fact]
    public async Task A_run_that_is_none_has_none()
    {
        using var response = await world.Http.GetAsync($"/v1/planning-runs/{Guid.NewGuid()}/kpis", ReplenishmentWorld.Token);

        await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.NotFound);
    }

    private static async Task<double> ValueAddedAsync(ReplenishmentWorld world) =>
        (await KpisAsync(world)).GetProperty("forecastValueAdded").GetDouble();

    private static async Task<string> WhyUnknownAsync(ReplenishmentWorld world)
    {
        var kpis = await KpisAsync(world);
        Assert.Equal(JsonValueKind.Null, kpis.GetProperty("forecastValueAdded").ValueKind);

        return kpis.GetProperty("unknown").EnumerateArray()
            .Single(one => one.GetProperty("kpi").GetString() == "forecastValueAdded").GetProperty("why").GetString()!;
    }

    private static async Task<JsonElement> KpisAsync(ReplenishmentWorld world)
    {
        var run = (await world.PlanAsync()).GetProperty("id").GetString();

        return await world.GetAsync($"/v1/planning-runs/{run}/kpis");
    }
}
