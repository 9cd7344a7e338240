using System.Net;
using System.Text.Json;
using Composerp.Contracts;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Planning;

public sealed class PlanningByRuleTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    private static readonly DateOnly _monday = new(2026, 3, 2);

    [Fact]
    public async Task The_most_specific_rule_plans_and_the_policy_says_which_and_why()
    {
        var (ruled, own) = (await world.AnItemAtAsync("R1"), await world.AnItemAtAsync("R1"));
        world.Ledger.Receive("R1", ruled, 1);
        world.Ledger.Receive("R1", own, 1);
        await RuleAsync("r1-all", new { location = "R1" }, new { kind = "min-max", minimum = 5, maximum = 10 });
        await RuleAsync("r1-acme", new { location = "R1", suppliedBy = "ACME" }, new { kind = "min-max", minimum = 5, maximum = 20 });
        await world.MinMaxAsync("R1", own, 5, 30);
        await world.CaughtUpAsync();

        await world.PlanAsync();
        var effective = await world.GetAsync($"/v1/policies/R1/{own}/effective");

        Assert.Equal((19, 29), (await QuantityAsync(ruled), await QuantityAsync(own)));
        Assert.Equal($"R1/{own}", effective.GetProperty("rule").GetString());
        Assert.Equal(
            $"Of 3 rules that are for it, R1/{own} wins over r1-acme: it is more specific (item {own}, location R1 before location R1, supplied by ACME).",
            effective.GetProperty("why").GetString());
        Assert.Equal(["r1-acme", "r1-all"], effective.GetProperty("others").EnumerateArray().Select(other => other.GetProperty("rule").GetString()));
        Assert.Equal(30, effective.GetProperty("parameters").GetProperty("orderUpTo").GetDecimal());
    }

    [Fact]
    public async Task A_rule_is_changed_listed_and_deleted_and_its_proposals_go_with_it()
    {
        var sku = await world.AnItemAtAsync("R2");
        world.Ledger.Receive("R2", sku, 1);
        await RuleAsync("r2", new { location = "R2" }, new { kind = "min-max", minimum = 5, maximum = 10 });
        await RuleAsync("r2", new { location = "R2" }, new { kind = "min-max", minimum = 5, maximum = 12 });
        await world.CaughtUpAsync();
        await world.PlanAsync();
        Assert.Equal(11, await QuantityAsync(sku));
        Assert.Equal(12, (await world.GetAsync("/v1/policy-rules/r2")).GetProperty("policy").GetProperty("maximum").GetDecimal());

        using var deleted = await world.Http.DeleteAsync("/v1/policy-rules/r2", ReplenishmentWorld.Token);
        using var again = await world.Http.DeleteAsync("/v1/policy-rules/r2", ReplenishmentWorld.Token);
        await world.PlanAsync();

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, again.StatusCode));
        Assert.Equal(JsonValueKind.Undefined, (await world.OpenProposalAsync(sku)).ValueKind);
        Assert.DoesNotContain("r2", (await world.ItemsAsync("/v1/policy-rules?limit=2")).Select(rule => rule.GetProperty("name").GetString()));
        Assert.False((await world.GetAsync($"/v1/policies/R2/{sku}/effective")).TryGetProperty("parameters", out _));
    }

    [Fact]
    public async Task Classes_choose_the_target()
    {
        var (large, small) = (await world.AnItemAtAsync("R3"), await world.AnItemAtAsync("R3"));
        await RuleAsync("r3-a", new { location = "R3", @class = "A" }, new { kind = "days-of-cover", coverDays = 20 });
        await RuleAsync("r3-rest", new { location = "R3" }, new { kind = "days-of-cover", coverDays = 3 });
        world.Forecasting.Complete(_monday.AddDays(-1), TheForecasting.Series("R3", large, 10, 1), TheForecasting.Series("R3", small, 1, 3));
        await world.CaughtUpAsync();

        await world.PlanAsync();

        Assert.Equal((270, 10), (await QuantityAsync(large), await QuantityAsync(small)));
        Assert.Equal("AX", (await world.GetAsync($"/v1/policies/R3/{large}/effective")).GetProperty("parameters").GetProperty("class").GetString());
        Assert.Equal("BZ", (await world.GetAsync($"/v1/policies/R3/{small}/effective")).GetProperty("parameters").GetProperty("class").GetString());
    }

    [Fact]
    public async Task A_planners_number_counts_until_it_is_taken_back()
    {
        var sku = await world.AnItemAtAsync("R4");
        await world.MinMaxAsync("R4", sku, 10, 30);
        await world.PutAsync($"/v1/parameter-overrides/R4/{sku}/order-up-to", new { value = 44, reason = "A festival.", expiresOn = "2026-03-05", actor = "ann" });
        await world.CaughtUpAsync();

        await world.PlanAsync();
        var entered = (await world.GetAsync($"/v1/policies/R4/{sku}/effective")).GetProperty("overrides")[0];
        Assert.Equal(44, await QuantityAsync(sku));
        Assert.Equal(("A festival.", "ann"), (entered.GetProperty("reason").GetString(), entered.GetProperty("enteredBy").GetString()));

        await world.PlanAsync(new DateOnly(2026, 3, 5));
        Assert.Equal(30, await QuantityAsync(sku));

        using var deleted = await world.Http.DeleteAsync($"/v1/parameter-overrides/R4/{sku}/order-up-to", ReplenishmentWorld.Token);
        await world.PlanAsync();
        Assert.Equal((HttpStatusCode.NoContent, 30), (deleted.StatusCode, await QuantityAsync(sku)));
    }

    [Fact]
    public async Task Every_kind_of_policy_is_explained_and_replays_to_its_exact_quantity()
    {
        object[] policies =
        [
            new { kind = "min-max", minimum = 10, maximum = 30 },
            new { kind = "order-up-to", serviceLevel = 0.95, reviewDays = 7 },
            new { kind = "order-up-to", fillRate = 0.97, reviewDays = 7, distribution = "negative-binomial" },
            new { kind = "order-up-to", fillRate = 0.95, reviewDays = 2, shortage = "lost", rounding = "nearest" },
            new { kind = "reorder-point", reorderPoint = 12, orderQuantity = 24 },
            new { kind = "reorder-point", fillRate = 0.98, orderCost = 20, holdingRate = 0.25 },
            new { kind = "periodic-min-max", serviceLevel = 0.9, reviewDays = 3, orderQuantity = 40, distribution = "gamma" },
            new { kind = "time-phased", serviceLevel = 0.95, coverDays = 5 },
            new { kind = "time-phased", safetyStock = 8, coverDays = 5, shelfLifeDays = 6 },
            new { kind = "days-of-cover", coverDays = 14, minimumCoverDays = 7, maximumLevel = 100 },
        ];
        var skus = new List<string>();
        var random = new Random(5);

        foreach (var policy in policies)
        {
            var sku = await world.AnItemAtAsync(
                "R5", supplier: skus.Count == 2 ? "SLOW" : "ACME", leadTimeDays: random.Next(1, 9), minimum: random.Next(5), multiple: random.Next(1, 5));
            using var put = await world.Http.PutAsync($"/v1/policies/R5/{sku}", Json(policy), ReplenishmentWorld.Token);
            Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
            skus.Add(sku);
        }

        await world.ReadAsync<int>("""
            with measured as (
                insert into lead_time (supplier, location, days, counts, deliveries, is_enough, measured_at)
                values ('SLOW', 'R5', '{2, 6}', '{5, 5}', 10, true, now()) returning 1)
            select count(*)::int from measured
            """);
        world.Forecasting.Complete(_monday.AddDays(-1), [.. skus.Select(sku => WithSums(TheForecasting.Series("R5", sku, 1 + (5 * random.NextDouble()), 3)))]);
        await world.CaughtUpAsync();
        await world.PlanAsync();

        foreach (var sku in skus)
        {
            var proposal = await world.OpenProposalAsync(sku);
            var explained = await world.GetAsync($"/v1/proposals/{proposal.GetProperty("id").GetString()}/explanation");
            var derivation = JsonSerializer.Deserialize(explained.GetProperty("derivation").GetRawText(), ReplenishmentJson.Default.Derivation)!;

            Assert.Equal(proposal.GetProperty("quantity").GetDecimal(), explained.GetProperty("replayed").GetDecimal());
            Assert.Equal(proposal.GetProperty("quantity").GetDecimal(), derivation.Replay().Quantity);
            Assert.Equal(proposal.GetProperty("reason").GetString(), Explanation.InWords(derivation));
            Assert.Equal($"R5/{sku}", explained.GetProperty("policy").GetProperty("rule").GetString());
            Assert.All(explained.GetProperty("words").EnumerateArray(), sentence => Assert.EndsWith(".", sentence.GetString(), StringComparison.Ordinal));
            Assert.All(explained.GetProperty("effects").EnumerateArray(), effect =>
                Assert.Equal(effect.GetProperty("units").GetDecimal() * 2.5m, effect.GetProperty("money").GetDecimal()));
        }

        // A second look proposes nothing new, and takes what it calculated before.
        var again = await world.PlanAsync();
        Assert.Equal((0, 0), (again.GetProperty("proposals").GetInt32(), again.GetProperty("withdrawn").GetInt32()));
        Assert.Equal(1, await world.ReadAsync<long>("select count(*) from item_parameter where location = 'R5' and calculated is not null"));
    }

    [Fact]
    public async Task An_open_proposal_is_fenced_from_the_day_it_was_first_made()
    {
        var sku = await world.AnItemAtAsync("R6");
        await world.PutAsync($"/v1/policies/R6/{sku}", new { kind = "min-max", minimum = 10, maximum = 30, fenceDays = 2 });
        await world.CaughtUpAsync();
        await world.PlanAsync();

        world.Ledger.Receive("R6", sku, 25);
        await world.CaughtUpAsync();
        await world.PlanAsync(_monday.AddDays(1));
        Assert.Equal(30, await QuantityAsync(sku));

        await world.PlanAsync(_monday.AddDays(2));
        Assert.Equal(JsonValueKind.Undefined, (await world.OpenProposalAsync(sku)).ValueKind);
    }

    [Fact]
    public async Task One_bad_item_stops_nothing()
    {
        var (good, bad) = (await world.AnItemAtAsync("R7"), await world.AnItemAtAsync("R7"));
        await world.MinMaxAsync("R7", good, 10, 30);
        await world.MinMaxAsync("R7", bad, 10, 30);
        await world.CaughtUpAsync();
        await world.ReadAsync<int>($"with broken as (update policy_rule set terms = '{{\"kind\":\"min-max\",\"minimum\":1}}' where sku = '{bad}' returning 1) select count(*)::int from broken");

        var run = await world.PlanAsync();
        var skipped = (await world.ItemsAsync($"/v1/planning-runs/{run.GetProperty("id").GetString()}/skipped?")).Single(row => row.GetProperty("sku").GetString() == bad);
        using var deleted = await world.Http.DeleteAsync($"/v1/policies/R7/{bad}", ReplenishmentWorld.Token);

        Assert.Equal("calculation-failed", skipped.GetProperty("type").GetString());
        Assert.Equal(30, await QuantityAsync(good));
    }

    public static TheoryData<string, string, string> Bad => new()
    {
        { """{"appliesTo":{"class":"Q"},"policy":{"kind":"manual"}}""", "unknown-class", "class" },
        { """{"appliesTo":{"location":"a/b"},"policy":{"kind":"manual"}}""", "malformed-code", "location" },
        { """{"appliesTo":{},"policy":{"kind":"manual","fillRate":0.9}}""", "field-of-another-kind", "fillRate" },
        { """{"appliesTo":{},"policy":{"kind":"reorder-point","orderQuantity":5}}""", "missing-field", "reorderPoint" },
        { """{"appliesTo":{},"policy":{"kind":"reorder-point","fillRate":0.9}}""", "missing-field", "orderQuantity" },
        { """{"appliesTo":{},"policy":{"kind":"order-up-to","fillRate":0.9,"serviceLevel":0.9,"reviewDays":1}}""", "two-targets", "fillRate" },
        { """{"appliesTo":{},"policy":{"kind":"order-up-to","fillRate":1,"reviewDays":1}}""", "fill-rate-out-of-range", "fillRate" },
        { """{"appliesTo":{},"policy":{"kind":"days-of-cover","coverDays":3,"minimumCoverDays":4}}""", "maximum-below-minimum", "coverDays" },
        { """{"appliesTo":{},"policy":{"kind":"manual","supplier":"NOBODY"}}""", "unknown-supplier", "supplier" },
        { """{"appliesTo":{},"period":{"seasonFrom":"13-01","seasonTo":"02-01"},"policy":{"kind":"manual"}}""", "malformed-season", "seasonFrom" },
        { """{"appliesTo":{},"period":{"validFrom":"2026-02-02","validTo":"2026-02-01"},"policy":{"kind":"manual"}}""", "period-reversed", "validTo" },
    };

    [Theory, MemberData(nameof(Bad))]
    public async Task A_bad_rule_is_refused_naming_the_field(string body, string type, string field)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await world.Http.PutAsync("/v1/policy-rules/bad", content, ReplenishmentWorld.Token);

        var problem = await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(($"urn:composerp:replenishment:{type}", field), (problem.GetProperty("type").GetString(), problem.GetProperty("field").GetString()));
    }

    private Task RuleAsync(string name, object appliesTo, object policy) => world.PutAsync($"/v1/policy-rules/{name}", new { appliesTo, policy, actor = "ann" });

    private async Task<decimal> QuantityAsync(string sku) => (await world.OpenProposalAsync(sku)).GetProperty("quantity").GetDecimal();

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");

    private static ForecastSeriesV1 WithSums(ForecastSeriesV1 series) => series with
    {
        SumQuantiles =
        [
            [.. series.Mean.Index().Select(day => series.Mean[0] * (day.Index + 1))],
            [.. series.Mean.Index().Select(day => (series.Mean[0] * (day.Index + 1)) + (5 * Math.Sqrt(day.Index + 1)))],
        ],
    };
}
