using System.Globalization;
using System.Net;
using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Planning;

public sealed class PlanningRunTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    private static readonly DateOnly _monday = new(2026, 3, 2);

    [Fact]
    public async Task A_forecast_and_a_position_become_a_proposal_that_says_why()
    {
        var sku = await world.AnItemAtAsync("S1", minimum: 50, multiple: 12);
        await world.OrderUpToAsync("S1", sku, serviceLevel: 0.95, reviewDays: 7);
        world.Ledger.Receive("S1", sku, 40);
        world.Ledger.Dispatch("S1", sku, 20);
        world.Forecasting.Complete(_monday.AddDays(-1), TheForecasting.Series("S1", sku, mean: 10, sigma: 3));
        await world.CaughtUpAsync();

        await world.PlanAsync();
        var proposal = await world.GetAsync($"/v1/proposals/{(await world.OpenProposalAsync(sku)).GetProperty("id").GetString()}");

        // 158.46 for 14 days less 60 is 98.46; in twelves 108.
        Assert.Equal(108, proposal.GetProperty("quantity").GetDecimal());
        Assert.Equal("2026-03-02", proposal.GetProperty("orderOn").GetString());
        Assert.Equal("2026-03-09", proposal.GetProperty("expectedOn").GetString());
        Assert.Equal("ann", proposal.GetProperty("proposedBy").GetString());
        Assert.StartsWith(
            "Expected demand from 2026-03-02 to 2026-03-15 (lead time 7 + review 7 days) is 140;",
            proposal.GetProperty("reason").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(
            (98.4634m, 108m),
            (proposal.GetProperty("derivation").GetProperty("steps").GetProperty("need").GetDecimal(),
                proposal.GetProperty("derivation").GetProperty("steps").GetProperty("quantity").GetDecimal()));
    }

    [Fact]
    public async Task Running_twice_proposes_nothing_new()
    {
        var sku = await world.AnItemAtAsync("S2");
        await world.MinMaxAsync("S2", sku, 10, 30);
        await world.CaughtUpAsync();

        await world.PlanAsync();
        var before = await world.OpenProposalAsync(sku);
        var again = await world.PlanAsync();

        Assert.Equal((0, 0), (again.GetProperty("proposals").GetInt32(), again.GetProperty("withdrawn").GetInt32()));
        Assert.True(again.GetProperty("unchanged").GetInt32() >= 1);
        Assert.Equal(JsonSerializer.Serialize(before), JsonSerializer.Serialize(await world.OpenProposalAsync(sku)));
    }

    [Fact]
    public async Task A_changed_need_replaces_the_open_proposal()
    {
        var sku = await world.AnItemAtAsync("S3");
        await world.MinMaxAsync("S3", sku, 10, 30);
        await world.CaughtUpAsync();
        await world.PlanAsync();
        var first = await world.OpenProposalAsync(sku);

        world.Ledger.Receive("S3", sku, 5);
        await world.CaughtUpAsync();
        await world.PlanAsync();
        var second = await world.OpenProposalAsync(sku);

        Assert.Equal((30, 25), (first.GetProperty("quantity").GetDecimal(), second.GetProperty("quantity").GetDecimal()));
        Assert.NotEqual(IdOf(first), IdOf(second));
        Assert.Equal("replaced", (await world.GetAsync($"/v1/proposals/{IdOf(first)}")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_same_order_for_other_reasons_keeps_its_identity_and_gets_the_new_reason()
    {
        var sku = await world.AnItemAtAsync("S4", multiple: 100);
        await world.MinMaxAsync("S4", sku, 10, 30);
        await world.CaughtUpAsync();
        await world.PlanAsync();
        var first = await world.OpenProposalAsync(sku);

        world.Ledger.Receive("S4", sku, 5);
        await world.CaughtUpAsync();
        await world.PlanAsync();
        var second = await world.OpenProposalAsync(sku);

        Assert.Equal((IdOf(first), 100m), (IdOf(second), second.GetProperty("quantity").GetDecimal()));
        Assert.Contains("5 on hand", second.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_needed_any_more_is_withdrawn()
    {
        var filled = await world.AnItemAtAsync("S5");
        var unplanned = await world.AnItemAtAsync("S5");
        await world.MinMaxAsync("S5", filled, 10, 30);
        await world.MinMaxAsync("S5", unplanned, 10, 30);
        await world.CaughtUpAsync();
        await world.PlanAsync();

        world.Ledger.Receive("S5", filled, 20);
        using var deleted = await world.Http.DeleteAsync($"/v1/policies/S5/{unplanned}", ReplenishmentWorld.Token);
        await world.CaughtUpAsync();
        var run = await world.PlanAsync();

        Assert.Equal(2, run.GetProperty("withdrawn").GetInt32());
        Assert.Equal(
            (JsonValueKind.Undefined, JsonValueKind.Undefined),
            ((await world.OpenProposalAsync(filled)).ValueKind, (await world.OpenProposalAsync(unplanned)).ValueKind));
    }

    [Fact]
    public async Task What_cannot_be_planned_is_skipped_with_its_reason_and_stops_nothing()
    {
        var good = await world.AnItemAtAsync("S6");
        var withoutForecast = await world.AnItemAtAsync("S6");
        await world.MinMaxAsync("S6", good, 10, 30);
        await world.OrderUpToAsync("S6", withoutForecast, 0.9, 1);
        await world.MinMaxAsync("S6", "never-told", 1, 2);
        await world.CaughtUpAsync();

        var run = await world.PlanAsync();
        var skipped = await world.ItemsAsync($"/v1/planning-runs/{run.GetProperty("id").GetString()}/skipped?limit=1");

        Assert.Equal(
            [("never-told", "unknown-item"), (withoutForecast, "no-forecast")],
            skipped.Where(row => row.GetProperty("location").GetString() == "S6")
                .Select(row => (row.GetProperty("sku").GetString()!, row.GetProperty("type").GetString()!))
                .Order());
        Assert.Equal(skipped.Count, run.GetProperty("skippedCount").GetInt32());
        Assert.Equal(skipped.Count, run.GetProperty("skipped").GetArrayLength());
        Assert.Equal(30, (await world.OpenProposalAsync(good)).GetProperty("quantity").GetDecimal());
    }

    [Fact]
    public async Task A_location_plans_for_its_own_business_day_unless_told_otherwise()
    {
        var auckland = await world.AnItemAtAsync("NZ");
        var honolulu = await world.AnItemAtAsync("HI");
        world.Ledger.Location("NZ", timeZone: "Pacific/Auckland");
        world.Ledger.Location("HI", timeZone: "Pacific/Honolulu");
        await world.MinMaxAsync("NZ", auckland, 1, 2);
        await world.MinMaxAsync("HI", honolulu, 1, 2);
        await world.CaughtUpAsync();

        // Monday noon, UTC, is past midnight in Auckland and two in the morning in Honolulu.
        await world.PlanAsync();
        Assert.Equal(("2026-03-03", "2026-03-02"), (await OrderOnAsync(auckland), await OrderOnAsync(honolulu)));

        await world.PlanAsync(new DateOnly(2016, 4, 25));
        Assert.Equal(("2016-04-25", "2016-04-25"), (await OrderOnAsync(auckland), await OrderOnAsync(honolulu)));
    }

    [Fact]
    public async Task Every_stored_proposal_replays_to_its_exact_quantity()
    {
        // A location of its own has a shard of its own: a later run of its shard would take its forecasts away.
        var random = new Random(20_260_302);
        var skus = new List<string>();

        for (var n = 0; n < 12; n++)
        {
            var sku = await world.AnItemAtAsync("REPLAY", leadTimeDays: random.Next(30), minimum: random.Next(20), multiple: random.Next(1, 10));
            await world.OrderUpToAsync("REPLAY", sku, 0.5 + (random.NextDouble() / 2.1), random.Next(1, 20));
            skus.Add(sku);
        }

        world.Forecasting.Complete(_monday.AddDays(-1), [.. skus.Select(sku => TheForecasting.Series("REPLAY", sku, random.NextDouble(), random.NextDouble()))]);
        await world.CaughtUpAsync();
        await world.PlanAsync();

        var stored = await world.ListAsync(
            "select quantity, reason, derivation::text from proposal where location = 'REPLAY'",
            row => (Quantity: row.GetDecimal(0), Reason: row.GetString(1), Json: row.GetString(2)));

        Assert.NotEmpty(stored);
        Assert.All(stored, one =>
        {
            var replayed = JsonSerializer.Deserialize(one.Json, ReplenishmentJson.Default.Derivation)!.Replay();

            Assert.Equal(one.Quantity, replayed.Quantity);
            Assert.Equal(one.Reason, Explanation.InWords(replayed));
            Assert.Equal(one.Json, JsonSerializer.Serialize(replayed, ReplenishmentJson.Default.Derivation));
        });
    }

    [Fact]
    public async Task Runs_at_once_propose_everything_once()
    {
        var skus = new List<string>();

        for (var n = 0; n < 5; n++)
        {
            skus.Add(await world.AnItemAtAsync("S7"));
            await world.MinMaxAsync("S7", skus[n], 10, 30);
        }

        await world.CaughtUpAsync();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => world.PlanAsync()));

        var list = string.Join(',', skus.Select(sku => $"'{sku}'"));
        Assert.Equal(5, await world.ReadAsync<long>($"select count(*) from proposal where sku in ({list})"));
    }

    [Fact]
    public async Task Runs_are_listed_newest_first()
    {
        world.Now = world.Now.AddMinutes(1);
        await world.PlanAsync();
        world.Now = world.Now.AddMinutes(1);
        await world.PlanAsync(new DateOnly(2026, 3, 2));
        await world.PlanAsync();

        var starts = (await world.ItemsAsync("/v1/planning-runs?limit=2"))
            .Select(run => DateTimeOffset.Parse(run.GetProperty("startedAt").GetString()!, CultureInfo.InvariantCulture))
            .ToList();

        Assert.Equal(starts.OrderDescending(), starts);
        Assert.Equal(await world.ReadAsync<long>("select count(*) from planning_run"), starts.Count);
    }

    [Theory]
    [InlineData("""{"actor":""}""", 422, "malformed-text")]
    [InlineData("""{"date":"2026-03-02"}""", 400, "malformed-json")]
    [InlineData("""{"actor":"ann","date":"2026-02-30"}""", 400, "malformed-json")]
    [InlineData("""{"actor":"ann","date":"0001-01-01"}""", 422, "date-out-of-range")]
    public async Task A_bad_request_gets_a_clear_problem(string body, int status, string type)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await world.Http.PostAsync("/v1/planning-runs", content, ReplenishmentWorld.Token);

        var problem = await ReplenishmentWorld.ProblemAsync(response, (HttpStatusCode)status);

        Assert.Equal($"urn:composerp:replenishment:{type}", problem.GetProperty("type").GetString());
    }

    private async Task<string?> OrderOnAsync(string sku) => (await world.OpenProposalAsync(sku)).GetProperty("orderOn").GetString();

    private static string? IdOf(JsonElement proposal) => proposal.GetProperty("id").GetString();
}
