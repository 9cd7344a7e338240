using System.Net;
using System.Text.Json;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Exceptions;

public sealed class ListExceptionsTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task A_plan_finds_what_to_look_at_and_ranks_it_by_the_money_at_risk()
    {
        var (empty, soon, much, late, dead) = (
            await world.AKnownItemAsync("E1"), await world.AKnownItemAsync("E1"), await world.AKnownItemAsync("E1"),
            await world.AKnownItemAsync("E1", "SLOW"), await world.AKnownItemAsync("E1"));
        world.Ledger.Receive("E1", soon, 35);
        world.Ledger.Receive("E1", much, 2_000);
        world.Ledger.Receive("E1", late, 80);
        world.Ledger.ReceiveOn(new(2025, 8, 1), "E1", dead, 4);
        string[] sold = [empty, soon, much, late];
        world.Forecasting.Complete(new(2026, 3, 1), [.. sold.Select(sku => TheForecasting.Series("E1", sku, 10, 1))]);

        foreach (var sku in new[] { empty, soon, much, late, dead })
        {
            await world.MinMaxAsync("E1", sku, 10, 30, sku == late ? "SLOW" : "ACME");
        }

        for (var order = 0; order < 10; order++)
        {
            await world.OrderAsync("E1", late, 5, "SLOW", "2026-02-25");
        }

        await world.CaughtUpAsync();
        var run = (await world.PlanAsync()).GetProperty("id").GetString();

        // At a cost of 2.5: 1,100 too many, 70 and 35 short, 50 and each 5 late, 4 dead.
        var all = await world.ItemsAsync("/v1/exceptions?limit=3");
        Assert.Equal(
            [("excess", 2750m), ("stock-out-now", 175m), ("unreliable-supplier", 125m), ("will-stock-out", 87.5m)],
            all.Take(4).Select(KindAndMoney));
        Assert.Equal([.. Enumerable.Repeat(("late-order", 12.5m), 10), ("dead-stock", 10m)], all.Skip(4).Select(KindAndMoney));
        Assert.Equal("SLOW", all[2].GetProperty("supplier").GetString());
        Assert.All(all, one => Assert.Equal(run, one.GetProperty("planningRun").GetString()));
        Assert.Equal((soon, "2026-03-05"), (all[3].GetProperty("sku").GetString(), all[3].GetProperty("day").GetString()));
        Assert.StartsWith("PO-", all[4].GetProperty("order").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("Approve the proposal of 30, which comes on 2026-03-09.", all[1].GetProperty("advice").GetString(), StringComparison.Ordinal);

        foreach (var (filter, count) in new[]
        {
            ("kind=excess", 1), ($"sku={late}", 10), ("supplier=SLOW", 11), ("location=E1", 14), ("location=E2", 0), ("category=Nuts", 0),
            ($"planningRun={run}", 15), ($"kind=late-order&sku={late}&location=E1", 10),
        })
        {
            Assert.Equal((filter, count), (filter, (await world.ItemsAsync($"/v1/exceptions?limit=4&{filter}")).Count));
        }

        var kpis = await world.GetAsync($"/v1/planning-runs/{run}/kpis");
        Assert.Equal(
            ["stock-out-now 1 175", "will-stock-out 1 87.5", "excess 1 2750", "dead-stock 1 10", "late-order 10 125", "unreliable-supplier 1 125"],
            kpis.GetProperty("exceptions").EnumerateArray().Select(one =>
                $"{one.GetProperty("kind").GetString()} {one.GetProperty("count").GetInt32()} {one.GetProperty("money").GetDecimal():0.##}"));

        await TurnAsync(run!, empty);
    }

    [Fact]
    public async Task A_kind_that_is_none_is_refused()
    {
        using var response = await world.Http.GetAsync("/v1/exceptions?kind=boredom", ReplenishmentWorld.Token);

        await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.BadRequest);
    }

    // A net-change run renews what it looks at, and leaves the rest as it was found.
    private async Task TurnAsync(string run, string empty)
    {
        world.Ledger.Receive("E1", empty, 100);
        await world.CaughtUpAsync();
        var next = (await world.PostAsync("/v1/planning-runs", new { actor = "ann", scope = "net-change" })).GetProperty("id").GetString();
        var left = await world.ItemsAsync("/v1/exceptions?limit=100");
        Assert.DoesNotContain(empty, left.Select(one => one.TryGetProperty("sku", out var sku) ? sku.GetString() : null));
        Assert.Equal(14, left.Count);
        Assert.Equal(["unreliable-supplier"], left.Where(one => one.GetProperty("planningRun").GetString() == next).Select(one => one.GetProperty("kind").GetString()));

        var kpis = await world.GetAsync($"/v1/planning-runs/{next}/kpis");
        Assert.Equal(JsonValueKind.Null, kpis.GetProperty("turns").ValueKind);
        Assert.Equal(11, kpis.GetProperty("unknown").GetArrayLength());

        // A full one finds the same again.
        await world.PlanAsync();
        var again = await world.ItemsAsync("/v1/exceptions?limit=100");
        Assert.Equal(left.Select(KindAndMoney), again.Select(KindAndMoney));
        Assert.DoesNotContain(run, again.Select(one => one.GetProperty("planningRun").GetString()));
    }

    private static (string?, decimal) KindAndMoney(JsonElement one) => (one.GetProperty("kind").GetString(), one.GetProperty("money").GetDecimal());
}
