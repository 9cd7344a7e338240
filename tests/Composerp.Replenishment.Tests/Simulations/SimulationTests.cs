using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Simulations;

public sealed class SimulationTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task Given_days_are_lived_through_as_one_can_reckon_by_hand()
    {
        // Two days of lead time: below 5 fill to 10. Ten units last for two days of four; then ten come on the fourth day.
        var answer = await SimulateAsync(new
        {
            policy = new { kind = "min-max", minimum = 5, maximum = 10 },
            leadTimes = new[] { new { days = 2, share = 1 } },
            demand = new { daily = new[] { 4, 4, 4, 4, 0, 4 } },
            shortage = "lost",
            costs = new { perOrder = 3, unitCost = 2, holdingRate = 0.5, perShortUnit = 7 },
        });
        var policy = answer.GetProperty("policy");

        // Evenings: 6, 2, 0 (ordered 8 that morning, 2 lost), 0 (4 lost), 8, 4.
        Assert.Equal(20, answer.GetProperty("demand").GetProperty("total").GetDouble());
        Assert.Equal((0.7, 3.3333, 2, 1, 8), (
            policy.GetProperty("fillRate").GetDouble(), policy.GetProperty("averageStock").GetDouble(),
            policy.GetProperty("stockOutDays").GetInt32(), policy.GetProperty("orders").GetInt32(), policy.GetProperty("ordered").GetDouble()));
        Assert.Equal((3.0, 0.05, 42.0, 45.05), (Cost("ordering"), Cost("holding"), Cost("shortage"), Cost("total")));
        Assert.Equal(0, policy.GetProperty("cycleService").GetDouble());

        double Cost(string name) => policy.GetProperty("costs").GetProperty(name).GetDouble();
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_answer_and_two_policies_see_the_same_days()
    {
        object Request(int seed) => new
        {
            policy = new { kind = "order-up-to", fillRate = 0.97, reviewDays = 3 },
            comparedWith = new { kind = "order-up-to", fillRate = 0.9, reviewDays = 3 },
            leadTimes = new[] { new { days = 3, share = 5 }, new { days = 6, share = 3 } },
            demand = new { law = new { mean = 8, deviation = 5 } },
            days = 3_650,
            warmUpDays = 90,
            seed,
        };

        var (one, again, other) = (await SimulateAsync(Request(7)), await SimulateAsync(Request(7)), await SimulateAsync(Request(8)));

        Assert.Equal(one.GetRawText(), again.GetRawText());
        Assert.NotEqual(one.GetProperty("demand").GetRawText(), other.GetProperty("demand").GetRawText());
        Assert.Equal(8, one.GetProperty("demand").GetProperty("mean").GetDouble(), 0.5);
        Assert.Equal(0.97, FillRate(one, "policy"), 0.02);
        Assert.Equal(0.9, FillRate(one, "comparedWith"), 0.03);
        Assert.True(Stock(one, "policy") > Stock(one, "comparedWith"));
    }

    [Fact]
    public async Task A_forecast_is_drawn_from()
    {
        var sku = await world.AKnownItemAsync("Z1");
        world.Forecasting.Complete(new(2026, 3, 1), TheForecasting.Series("Z1", sku, 12, 4));
        await world.CaughtUpAsync();

        var answer = await SimulateAsync(new
        {
            policy = new { kind = "reorder-point", serviceLevel = 0.95, orderCost = 20, holdingRate = 0.25 },
            leadTimes = new[] { new { days = 4, share = 1 } },
            demand = new { forecast = new { location = "Z1", sku } },
            costs = new { unitCost = 2.5 },
        });

        Assert.Equal(365, answer.GetProperty("days").GetInt32());
        Assert.Equal(12, answer.GetProperty("demand").GetProperty("mean").GetDouble(), 1.0);
        Assert.True(answer.GetProperty("policy").GetProperty("orderQuantity").GetDouble() > 100);
        Assert.True(answer.GetProperty("policy").GetProperty("cycleService").GetDouble() > 0.85);
    }

    public static TheoryData<string, string, string> Bad => new()
    {
        { """{"policy":{"kind":"min-max","minimum":1},"leadTimes":[{"days":1,"share":1}],"demand":{"daily":[1]}}""", "missing-field", "maximum" },
        { """{"policy":{"kind":"manual"},"leadTimes":[{"days":1,"share":1}],"demand":{"daily":[1]}}""", "policy-not-simulated", "kind" },
        { """{"policy":{"kind":"days-of-cover","coverDays":2},"leadTimes":[],"demand":{"daily":[1]}}""", "malformed-lead-times", "leadTimes" },
        { """{"policy":{"kind":"days-of-cover","coverDays":2},"leadTimes":[{"days":1,"share":1}],"demand":{}}""", "one-demand", "demand" },
        { """{"policy":{"kind":"days-of-cover","coverDays":2},"leadTimes":[{"days":1,"share":1}],"demand":{"daily":[-1]}}""", "malformed-demand", "daily" },
        { """{"policy":{"kind":"days-of-cover","coverDays":2},"leadTimes":[{"days":1,"share":1}],"demand":{"law":{"mean":0.5,"deviation":1,"chance":0.5}}}""", "malformed-law", "law" },
        { """{"policy":{"kind":"days-of-cover","coverDays":2},"leadTimes":[{"days":1,"share":1}],"demand":{"daily":[1,2]},"days":3}""", "days-out-of-range", "days" },
        { """{"policy":{"kind":"days-of-cover","coverDays":2},"leadTimes":[{"days":1,"share":1}],"demand":{"daily":[1,2]},"warmUpDays":2}""", "days-out-of-range", "warmUpDays" },
        { """{"policy":{"kind":"days-of-cover","coverDays":2},"leadTimes":[{"days":1,"share":1}],"demand":{"forecast":{"location":"X","sku":"Y"}}}""", "no-forecast", "forecast" },
        { """{"policy":{"kind":"reorder-point","fillRate":0.9,"orderCost":5,"holdingRate":0.2},"leadTimes":[{"days":1,"share":1}],"demand":{"daily":[1,2]}}""", "missing-field", "unitCost" },
    };

    [Theory, MemberData(nameof(Bad))]
    public async Task A_bad_request_is_refused_naming_the_field(string body, string type, string field)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await world.Http.PostAsync("/v1/simulations", content, ReplenishmentWorld.Token);

        var problem = await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(($"urn:composerp:replenishment:{type}", field), (problem.GetProperty("type").GetString(), problem.GetProperty("field").GetString()));
    }

    private async Task<JsonElement> SimulateAsync(object request)
    {
        using var response = await world.Http.PostAsJsonAsync("/v1/simulations", request, ReplenishmentWorld.Token);
        var text = await response.Content.ReadAsStringAsync(ReplenishmentWorld.Token);
        Assert.True(response.IsSuccessStatusCode, text);

        return JsonElement.Parse(text);
    }

    private static double FillRate(JsonElement answer, string policy) => answer.GetProperty(policy).GetProperty("fillRate").GetDouble();

    private static double Stock(JsonElement answer, string policy) => answer.GetProperty(policy).GetProperty("averageStock").GetDouble();
}
