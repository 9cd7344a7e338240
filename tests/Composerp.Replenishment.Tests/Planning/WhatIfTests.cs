using System.Text.Json;
using Composerp.Replenishment.Tests.World;
using Composerp.Tests.Support;

namespace Composerp.Replenishment.Tests.Planning;

/// <summary>What a what-if run says of a plan, and what a run over the same data then proposes.</summary>
public sealed class WhatIfTests(TestDatabases databases) : IAsyncLifetime
{
    private const int Items = 16;

    private static readonly DateOnly _monday = new(2026, 3, 2);
    private static readonly string[] _stores = ["QS1", "QS2", "QS3"];
    private static readonly string[] _suppliers = ["Q-HOLD", "Q-TRUCK", "Q-BUDGET", "Q-PLAIN"];

    private readonly ReplenishmentWorld _world = new(databases);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(61)]
    [InlineData(62)]
    public async Task It_says_of_every_item_at_every_location_what_a_run_then_proposes(int seed)
    {
        var random = new Random(seed);
        var skus = await ANetworkAsync(random);
        var rules = Rules(random, skus);
        await _world.CaughtUpAsync();

        // Before there is any rule, and then with these in force.
        var foretold = await WhatIfAsync(new { actor = "ann", rules });
        Assert.Equal(0, foretold.GetProperty("asItIs").GetProperty("proposals").GetInt32());
        await _world.PostAsync("/v1/policy-rules?actor=ann", rules);
        var run = await _world.PlanAsync();
        await AgreesAsync(run, foretold.GetProperty("changed"), foretold, "changed");
        await OrdersAreAtWorkAsync(run);

        for (var round = 0; round < 3; round++)
        {
            await ChangeAsync(random, skus);
            var unchanged = await WhatIfAsync(new { actor = "ann" });
            var without = await WhatIfAsync(new { actor = "ann", withoutRules = rules.Select(rule => rule.Name) });
            run = await _world.PlanAsync();

            Assert.Equal(0, unchanged.GetProperty("differenceCount").GetInt32());
            Assert.Equal(unchanged.GetProperty("asItIs").GetRawText(), unchanged.GetProperty("changed").GetRawText());
            Assert.Equal(unchanged.GetProperty("asItIs").GetRawText(), without.GetProperty("asItIs").GetRawText());
            Assert.Equal(0, without.GetProperty("changed").GetProperty("proposals").GetInt32());
            await AgreesAsync(run, without.GetProperty("asItIs"), without, "asItIs");
        }
    }

    [Fact]
    public async Task Also_of_rules_for_one_item_at_one_location_and_of_sources_without_a_rule()
    {
        var sku = await _world.AnItemAtAsync("QS1");
        _world.Ledger.Location("QW");
        _world.Ledger.Receive("QW", sku, 50);
        await _world.FedByAsync("QS1", new { location = "QW", leadTimeDays = 1 });
        await _world.CaughtUpAsync();

        var foretold = await WhatIfAsync(new { actor = "ann", rules = new[] { new Rule("one", new { location = "QS1", sku }, new { kind = "min-max", minimum = 5, maximum = 20 }) } });
        await _world.PutAsync($"/v1/policies/QS1/{sku}", new { kind = "min-max", minimum = 5, maximum = 20 });
        await _world.PlanAsync();

        Assert.Equal(20, foretold.GetProperty("changed").GetProperty("units").GetDecimal());
        Assert.Equal(["QW > QS1 20"], await _world.FlowsAsync(sku));
    }

    /// <summary>The same sums, the same orders at suppliers, and the same quantity and money of each item at each location.</summary>
    private async Task AgreesAsync(JsonElement run, JsonElement plan, JsonElement result, string side)
    {
        var proposals = await _world.ItemsAsync("/v1/proposals?status=proposed");

        Assert.Equal(
            (run.GetProperty("itemLocations").GetInt32(), run.GetProperty("skippedCount").GetInt32(), proposals.Count, proposals.Sum(QuantityOf), proposals.Sum(MoneyOf)),
            (plan.GetProperty("itemLocations").GetInt32(), plan.GetProperty("skipped").GetInt32(), plan.GetProperty("proposals").GetInt32(),
                plan.GetProperty("units").GetDecimal(), plan.GetProperty("money").GetDecimal()));
        Assert.Equal(
            proposals.Where(proposal => !IsTransfer(proposal)).GroupBy(proposal => proposal.GetProperty("supplier").GetString()).OrderBy(orders => orders.Key, StringComparer.Ordinal)
                .Select(orders => (orders.Key, orders.DistinctBy(LocationOf).Count(), orders.Count(), orders.Sum(QuantityOf), orders.Sum(MoneyOf))),
            plan.GetProperty("supplierOrders").EnumerateArray().Select(orders => (
                orders.GetProperty("supplier").GetString(), orders.GetProperty("orders").GetInt32(), orders.GetProperty("lines").GetInt32(),
                orders.GetProperty("units").GetDecimal(), orders.GetProperty("money").GetDecimal())));
        var sign = side == "changed" ? 1 : -1;
        Assert.Equal(
            proposals.GroupBy(proposal => $"{proposal.GetProperty("sku").GetString()} at {LocationOf(proposal)}").OrderBy(item => item.Key, StringComparer.Ordinal)
                .Select(item => (item.Key, item.Sum(QuantityOf), item.Sum(MoneyOf))),
            result.GetProperty("differences").EnumerateArray()
                .Select(item => ($"{item.GetProperty("sku").GetString()} at {item.GetProperty("location").GetString()}", item.GetProperty(side).GetDecimal(), sign * item.GetProperty("money").GetDecimal()))
                .OrderBy(item => item.Item1, StringComparer.Ordinal));
    }

    /// <summary>Else the plans would agree for want of conditions.</summary>
    private async Task OrdersAreAtWorkAsync(JsonElement run)
    {
        var modifiers = new SortedSet<string>();

        foreach (var proposal in await _world.ItemsAsync("/v1/proposals?status=proposed"))
        {
            var explained = await _world.GetAsync($"/v1/proposals/{proposal.GetProperty("id").GetString()}/explanation");
            modifiers.UnionWith(explained.GetProperty("effects").EnumerateArray().Select(effect => $"{proposal.GetProperty("kind").GetString()} {effect.GetProperty("modifier").GetString()}"));
        }

        Assert.Empty(new[] { "purchase budget", "purchase storage", "purchase supplier-minimum", "purchase truck", "transfer fair-share", "transfer storage" }.Except(modifiers));
        var skipped = await _world.ItemsAsync($"/v1/planning-runs/{run.GetProperty("id").GetString()}/skipped?limit=100");
        Assert.Contains(skipped, one => one.GetProperty("type").GetString() == "order-waits");
    }

    private async Task<List<string>> ANetworkAsync(Random random)
    {
        var skus = new List<string>();
        var volumes = Enumerable.Range(0, Items).Select(_ => 0.1m * random.Next(1, 5)).ToList();

        for (var n = 0; n < Items; n++)
        {
            var supplier = _suppliers[n % _suppliers.Length];
            skus.Add(await _world.AnItemAtAsync(_stores[0], supplier));
            await _world.PutAsync(
                $"/v1/suppliers/{supplier}/items/{skus[n]}",
                new { leadTimeDays = random.Next(2, 9), orderMultiple = random.Next(1, 7), unitCost = random.Next(1, 9), unitWeight = random.Next(1, 5), unitVolume = volumes[n] });
        }

        await TermsAsync("Q-HOLD", new { minimumValue = 900, belowMinimum = "hold", pullForwardDays = 8 });
        await TermsAsync("Q-TRUCK", new { minimumValue = 250, truckWeight = 150, joinDays = 4 });
        await TermsAsync("Q-BUDGET", new { budget = 500, budgetPeriod = "month" });
        await _world.PutAsync("/v1/suppliers/Q-TRUCK/calendar", new { orderDays = new[] { 2, 4 }, deliveryDays = new[] { 1, 3, 5 } });
        await _world.PutAsync("/v1/locations/QW/calendar", new { receivingDays = new[] { 1, 2, 3, 4, 5 }, closed = new[] { "2026-03-09" } });
        await _world.PutAsync("/v1/location-terms/QW", new { shareRule = "equal-cover" });

        foreach (var store in _stores)
        {
            // The last one orders at the suppliers itself.
            object[] sources = store == "QS3"
                ? [.. _suppliers.Select(supplier => new { supplier })]
                : [new { location = "QW", leadTimeDays = 1, orderMultiple = 2 }, .. _suppliers.Select(supplier => new { supplier, priority = 2 })];
            await _world.FedByAsync(store, sources);
        }

        foreach (var location in _stores.Append("QW"))
        {
            _world.Ledger.Location(location);
            _world.Forecasting.Complete(_monday.AddDays(-1), [.. skus.Select(sku => TheForecasting.Series(location, sku, random.Next(1, 6), 1))]);
            var stock = skus.ConvertAll(_ => random.Next(1, 30));

            foreach (var (sku, units) in skus.Zip(stock))
            {
                _world.Ledger.Receive(location, sku, units);
            }

            if (location is "QS1" or "QS3")
            {
                await _world.PutAsync($"/v1/location-terms/{location}", new { storageVolume = (location == "QS1" ? 3 : 10) + stock.Zip(volumes, (units, volume) => units * volume).Sum() });
            }
        }

        return skus;

        Task TermsAsync(string supplier, object terms) => _world.PutAsync($"/v1/suppliers/{supplier}/order-terms", new { terms });
    }

    private static List<Rule> Rules(Random random, List<string> skus) =>
    [
        .. from location in _stores.Append("QW")
           from sku in skus
           let minimum = random.Next(5, 30)
           select new Rule(
               $"{location}-{sku}", new { location, sku },
               random.Next(3) switch
               {
                   0 => new { kind = "min-max", minimum, maximum = minimum + random.Next(40) },
                   1 => new { kind = "order-up-to", fillRate = 0.95, reviewDays = random.Next(1, 7) },
                   _ => new { kind = "days-of-cover", coverDays = random.Next(3, 15) },
               }),
    ];

    private async Task ChangeAsync(Random random, List<string> skus)
    {
        // Once one is approved the others of its item are outdated.
        foreach (var proposal in (await _world.ItemsAsync("/v1/proposals?status=proposed")).Where(_ => random.Next(6) == 0).DistinctBy(proposal => proposal.GetProperty("sku").GetString()))
        {
            await _world.PostAsync($"/v1/proposals/{proposal.GetProperty("id").GetString()}/approve", new { actor = "ann" });
        }

        _world.Ledger.Receive(_stores[random.Next(3)], skus[random.Next(Items)], random.Next(1, 30));
        _world.Ledger.Sell("QW", skus[random.Next(Items)], 1);
        _world.Now = _world.Now.AddDays(1);
        await _world.CaughtUpAsync();
    }

    private async Task<JsonElement> WhatIfAsync(object request) => (await _world.PostAsync("/v1/what-if-runs", request)).GetProperty("result");

    private static bool IsTransfer(JsonElement proposal) => proposal.GetProperty("kind").GetString() == "transfer";

    private static string LocationOf(JsonElement proposal) => proposal.GetProperty("location").GetString()!;

    private static decimal QuantityOf(JsonElement proposal) => proposal.GetProperty("quantity").GetDecimal();

    private static decimal MoneyOf(JsonElement proposal) => IsTransfer(proposal) ? 0 : QuantityOf(proposal) * proposal.GetProperty("unitCost").GetDecimal();

    private sealed record Rule(string Name, object AppliesTo, object Policy);
}
