using System.Text.Json;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Planning;

/// <summary>Random networks, one item each: what holds of every plan.</summary>
public sealed class NetworkPropertyTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    private static readonly string[] _stores = ["RS1", "RS2", "RS3", "RS4"];
    private static readonly string[] _warehouses = ["RW1", "RW2", "RC"];
    private static readonly string[] _rules = ["proportional", "equal-cover", "priority"];

    [Theory]
    [InlineData(41, null)]
    [InlineData(42, null)]
    [InlineData(43, 300)]
    public async Task A_plan_gives_no_more_than_there_is_and_replays_and_changes_lead_to_the_same(int seed, int? room)
    {
        var random = new Random(seed);
        var skus = new List<string>();

        foreach (var warehouse in _warehouses)
        {
            await world.PutAsync($"/v1/location-terms/{warehouse}", new { shareRule = _rules[random.Next(3)] });
        }

        for (var n = 0; n < 25; n++)
        {
            skus.Add(await AnItemAsync(random));
        }

        await world.CaughtUpAsync();

        foreach (var store in _stores)
        {
            var there = await world.ReadAsync<decimal>($"select sum(quantity) from stock where location = '{store}'");
            await world.PutAsync($"/v1/location-terms/{store}", new { storageVolume = room + there });
        }

        await RunAsync("full");
        await HoldsAsync(skus);

        for (var round = 0; round < 4; round++)
        {
            for (var change = 0; change < 5; change++)
            {
                await ChangeAsync(random, skus[random.Next(skus.Count)]);
            }

            await world.CaughtUpAsync();
            await RunAsync("net-change");
            var byChange = await PlanAsync();
            var full = await RunAsync("full");

            Assert.Equal((0, 0), (full.GetProperty("proposals").GetInt32(), full.GetProperty("withdrawn").GetInt32()));
            Assert.Equal(byChange, await PlanAsync());
        }

        await HoldsAsync(skus);
    }

    private async Task HoldsAsync(List<string> skus)
    {
        // What is there and comes, or would without any proposal, is no more than there is room for.
        Assert.Empty(await world.ListAsync(
            """
            select place.location
            from location_terms as place
            cross join lateral (
                select coalesce(sum(goods.quantity) filter (where goods.is_proposed), 0) as proposed, coalesce(sum(goods.quantity), 0) as quantity
                from (
                    select stock.location, stock.sku, stock.quantity, false as is_proposed from stock
                    union all
                    select open_supply.location, open_supply.sku, open_supply.quantity, false from open_supply
                    union all
                    select proposal.location, proposal.sku, proposal.quantity, true from proposal where proposal.status = 'proposed'
                ) as goods
                where goods.location = place.location and goods.sku in (select supplier_item.sku from supplier_item where supplier_item.unit_volume > 0)
            ) as taken
            where taken.quantity > place.storage_volume and taken.proposed > 0
            """,
            row => row.GetString(0)));

        // Of what is on hand and not promised, per item and location.
        var free = (await world.ListAsync(
            """
            select stock.location, stock.sku, stock.quantity - coalesce(
                (select sum(promised_stock.quantity) from promised_stock where promised_stock.location = stock.location and promised_stock.sku = stock.sku), 0)
            from stock where stock.account = 'ON_HAND'
            """,
            row => (Key: (row.GetString(0), row.GetString(1)), Free: row.GetDecimal(2)))).ToDictionary(row => row.Key, row => row.Free);

        foreach (var sku in skus)
        {
            var proposals = await world.OpenProposalsAsync(sku);

            foreach (var source in proposals.Where(one => one.GetProperty("kind").GetString() == "transfer").GroupBy(one => one.GetProperty("source").GetString()!))
            {
                var given = source.Sum(one => one.GetProperty("quantity").GetDecimal());
                Assert.True(given <= Math.Max(0, free.GetValueOrDefault((source.Key, sku))), $"{source.Key} gives {given} of {sku}: {string.Join(", ", await world.FlowsAsync(sku))}; {string.Join(Environment.NewLine, source.Select(one => one.GetProperty("reason").GetString()))}");
            }

            foreach (var proposal in proposals)
            {
                await world.ReplaysAsync(proposal);
            }
        }
    }

    private async Task<string> AnItemAsync(Random random)
    {
        var sku = await world.AnItemInAsync([.. _stores.Concat(_warehouses).Select(location =>
            (location, (decimal)random.Next(0, 60), (decimal)random.Next(0, 40), (decimal)random.Next(40, 90)))]);
        await world.PutAsync("/v1/suppliers/OTHER", new { name = "Other" });
        await world.PutAsync($"/v1/suppliers/OTHER/items/{sku}", new { leadTimeDays = 3, orderMultiple = random.Next(1, 9), unitCost = 3, unitVolume = 1 });
        await world.PutAsync($"/v1/suppliers/ACME/items/{sku}", new { leadTimeDays = 7, unitCost = 2.5m, unitVolume = 1 });

        foreach (var store in _stores)
        {
            var (first, second) = random.Next(2) == 0 ? ("RW1", "RW2") : ("RW2", "RW1");
            object[] sources = random.Next(4) switch
            {
                0 => [Lane(first)],
                1 => [Lane(first), Lane(second, priority: 2)],
                2 => [Lane(first), Lane(second, share: 0.4m), new { supplier = "OTHER", priority = 2 }],
                _ => [Lane(first), Lane("RC", priority: 2), new { supplier = "ACME", priority = 3 }],
            };
            sources = [.. sources, .. _stores.Where(other => other != store && random.Next(3) == 0).Select(Excess)];
            await world.PutAsync($"/v1/sourcing-rules/{sku}-{store}", new { appliesTo = new { sku, location = store }, sources });
        }

        // Some warehouses sell themselves.
        foreach (var warehouse in _warehouses.Where(_ => random.Next(2) == 0))
        {
            world.Forecasting.Complete(new(2026, 3, 1), TheForecasting.Series(warehouse, sku, random.Next(1, 6), 1));
        }

        foreach (var warehouse in new[] { "RW1", "RW2" })
        {
            object[] sources = random.Next(2) == 0 ? [Lane("RC")] : [Lane("RC"), new { supplier = "OTHER", priority = 2 }];
            await world.PutAsync($"/v1/sourcing-rules/{sku}-{warehouse}", new { appliesTo = new { sku, location = warehouse }, sources });
        }

        return sku;

        object Excess(string location) => new
        {
            location,
            leadTimeDays = 1,
            orderMultiple = random.Next(1, 5),
            excess = new { keepDays = 5, fixedCost = random.Next(20), unitCost = random.Next(2) },
        };

        object Lane(string location, int priority = 1, decimal share = 0.6m) => new
        {
            location,
            leadTimeDays = random.Next(5),
            orderMultiple = random.Next(1, 9),
            minimumQuantity = random.Next(3) == 0 ? random.Next(20) : 0,
            rank = random.Next(3),
            priority,
            share,
        };
    }

    private async Task ChangeAsync(Random random, string sku)
    {
        var location = _stores.Concat(_warehouses).ElementAt(random.Next(7));

        switch (random.Next(5))
        {
            case 0:
                world.Ledger.Receive(location, sku, random.Next(1, 40));
                break;
            case 1:
                await world.PutAsync($"/v1/policies/{location}/{sku}", new { kind = "min-max", minimum = random.Next(40), maximum = random.Next(40, 90) });
                break;
            case 2:
                await world.PutAsync($"/v1/location-terms/{_warehouses[random.Next(3)]}", new { shareRule = _rules[random.Next(3)] });
                break;
            case 3:
                await world.PutAsync(
                    $"/v1/sourcing-rules/{sku}-{_stores[random.Next(4)]}",
                    new { appliesTo = new { sku, location = _stores[random.Next(4)] }, sources = new[] { new { location = "RW1", leadTimeDays = 1 } } });
                break;
            default:
                if (await world.OpenProposalsAsync(sku) is [var proposal, ..])
                {
                    await world.PostAsync($"/v1/proposals/{proposal.GetProperty("id").GetString()}/approve", new { actor = "ann" });
                }

                break;
        }
    }

    private Task<JsonElement> RunAsync(string scope) => world.PostAsync("/v1/planning-runs", new { actor = "ann", scope });

    private Task<List<string>> PlanAsync() => world.ListAsync(
        "select id::text || quantity::text || reason || derivation::text || coalesce(allocation_id::text, '') from proposal where status = 'proposed' order by id",
        row => row.GetString(0));
}
