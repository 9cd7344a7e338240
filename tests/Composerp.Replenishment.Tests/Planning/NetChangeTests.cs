using System.Text.Json;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Planning;

public sealed class NetChangeTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    private static readonly string[] _locations = ["N1", "N2", "N3"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task After_a_run_of_what_changed_a_full_plan_finds_nothing_else(int seed)
    {
        var random = new Random(seed);
        var skus = new List<string>();

        foreach (var location in _locations)
        {
            for (var n = 0; n < 4; n++)
            {
                skus.Add(await world.AnItemAtAsync(location, multiple: random.Next(1, 6)));
                await world.MinMaxAsync(location, skus[^1], random.Next(10), random.Next(10, 60));
            }
        }

        await world.CaughtUpAsync();
        await RunAsync("full");

        for (var round = 0; round < 10; round++)
        {
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                await ChangeAsync(random, skus);
            }

            await world.CaughtUpAsync();
            await RunAsync("net-change");
            var byChange = await PlanAsync();
            var full = await RunAsync("full");

            Assert.Equal((0, 0), (full.GetProperty("proposals").GetInt32(), full.GetProperty("withdrawn").GetInt32()));
            Assert.Equal(byChange, await PlanAsync());
        }
    }

    [Fact]
    public async Task Only_what_changed_is_looked_at()
    {
        var (one, other) = (await world.AnItemAtAsync("N4"), await world.AnItemAtAsync("N4"));
        await world.MinMaxAsync("N4", one, 10, 30);
        await world.MinMaxAsync("N4", other, 10, 30);
        await world.CaughtUpAsync();
        await RunAsync("full");

        world.Ledger.Receive("N4", one, 3);
        await world.CaughtUpAsync();
        var run = await RunAsync("net-change");
        var nothing = await RunAsync("net-change");

        Assert.Equal((1, 1, "net-change"), (run.GetProperty("itemLocations").GetInt32(), run.GetProperty("proposals").GetInt32(), run.GetProperty("scope").GetString()));
        Assert.Equal(0, nothing.GetProperty("itemLocations").GetInt32());
        Assert.Equal(27, (await world.OpenProposalAsync(one)).GetProperty("quantity").GetDecimal());
    }

    [Fact]
    public async Task What_if_compares_two_plans_and_leaves_the_proposals_alone()
    {
        var (one, other) = (await world.AnItemAtAsync("N5"), await world.AnItemAtAsync("N5"));
        await world.MinMaxAsync("N5", one, 10, 30);
        await world.PutAsync("/v1/policy-rules/n5", new { appliesTo = new { location = "N5" }, policy = new { kind = "days-of-cover", coverDays = 3 } });
        world.Forecasting.Complete(new DateOnly(2026, 3, 1), TheForecasting.Series("N5", one, 2, 1), TheForecasting.Series("N5", other, 2, 1));
        await world.CaughtUpAsync();
        await RunAsync("full");
        var before = await PlanAsync();

        var compared = await world.PostAsync("/v1/what-if-runs", new
        {
            actor = "ann",
            rules = new[] { new { name = "n5", appliesTo = new { location = "N5" }, policy = new { kind = "days-of-cover", coverDays = 8 } } },
            demandFactor = 2,
        });
        var differences = compared.GetProperty("result").GetProperty("differences").EnumerateArray().Where(row => row.GetProperty("location").GetString() == "N5").ToList();
        using var deleted = await world.Http.DeleteAsync("/v1/policy-rules/n5", ReplenishmentWorld.Token);

        // Ten days of 2 become fifteen of 4; min-max asks no forecast.
        var difference = Assert.Single(differences);
        Assert.Equal(
            (other, 20m, 60m, 100m),
            (difference.GetProperty("sku").GetString()!, difference.GetProperty("asItIs").GetDecimal(), difference.GetProperty("changed").GetDecimal(), difference.GetProperty("money").GetDecimal()));
        Assert.Equal(before, await PlanAsync());
        Assert.Equal(
            compared.GetProperty("result").GetRawText(),
            (await world.GetAsync($"/v1/what-if-runs/{compared.GetProperty("id").GetString()}")).GetProperty("result").GetRawText());
    }

    private async Task ChangeAsync(Random random, List<string> skus)
    {
        var place = random.Next(skus.Count);
        var (location, sku) = (_locations[place / 4], skus[place]);

        switch (random.Next(16))
        {
            case 0 or > 11:
                world.Ledger.Receive(location, sku, random.Next(1, 40));
                break;
            case 1:
                world.Ledger.Dispatch(location, sku, random.Next(1, 20));
                break;
            case 2:
                var first = place / 4 * 4;
                world.Forecasting.Complete(
                    DateOnly.FromDateTime(world.Now.UtcDateTime).AddDays(-1),
                    [.. skus.GetRange(first, 4).Select(one => TheForecasting.Series(location, one, random.Next(1, 9), random.Next(1, 4)))]);
                break;
            case 3:
                await world.MinMaxAsync(location, sku, random.Next(10), random.Next(10, 60));
                break;
            case 4:
                await world.PutAsync("/v1/policy-rules/broad", new { appliesTo = new { location }, policy = new { kind = "days-of-cover", coverDays = random.Next(1, 20) } });
                break;
            case 5:
                await world.PutAsync(
                    "/v1/policy-rules/classes",
                    new { appliesTo = new { locationKind = "store", @class = "A" }, policy = new { kind = "order-up-to", fillRate = 0.9, reviewDays = random.Next(1, 9) } });
                break;
            case 6:
                using (await world.Http.DeleteAsync($"/v1/policies/{location}/{sku}", ReplenishmentWorld.Token))
                {
                    break;
                }

            case 7:
                await world.PutAsync(
                    $"/v1/parameter-overrides/{location}/{sku}/order-up-to",
                    new { value = random.Next(90), reason = "Drawn.", expiresOn = DateOnly.FromDateTime(world.Now.UtcDateTime).AddDays(random.Next(3)), actor = "ann" });
                break;
            case 8:
                await world.PutAsync($"/v1/suppliers/ACME/items/{sku}", new { leadTimeDays = random.Next(1, 10), orderMultiple = random.Next(1, 6), unitCost = random.Next(1, 5) });
                break;
            case 9:
                if ((await world.OpenProposalAsync(sku)) is { ValueKind: JsonValueKind.Object } approved)
                {
                    await world.PostAsync($"/v1/proposals/{approved.GetProperty("id").GetString()}/approve", new { actor = "ann" });
                }

                break;
            case 10:
                if ((await world.OpenProposalAsync(sku)) is { ValueKind: JsonValueKind.Object } rejected)
                {
                    await world.PostAsync($"/v1/proposals/{rejected.GetProperty("id").GetString()}/reject", new { actor = "ann", reason = "Drawn." });
                }

                break;
            case 11:
                world.Now = world.Now.AddDays(1);
                break;
        }
    }

    private Task<JsonElement> RunAsync(string scope) => world.PostAsync("/v1/planning-runs", new { actor = "ann", scope });

    private Task<List<string>> PlanAsync() => world.ListAsync(
        "select id::text || quantity::text || reason || derivation::text from proposal where status = 'proposed' order by id", row => row.GetString(0));
}
