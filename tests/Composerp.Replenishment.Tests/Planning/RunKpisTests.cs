using System.Net;
using System.Text.Json;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Planning;

public sealed class RunKpisTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
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
    public async Task A_run_that_is_none_has_none()
    {
        using var response = await world.Http.GetAsync($"/v1/planning-runs/{Guid.NewGuid()}/kpis", ReplenishmentWorld.Token);

        await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.NotFound);
    }
}
