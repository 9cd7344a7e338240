using Composerp.Contracts;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Planning;

public sealed class NetworkPlanTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    private static readonly DateOnly _monday = new(2026, 3, 2);

    [Fact]
    public async Task Stores_are_filled_from_the_warehouse_and_it_orders_what_they_take()
    {
        var sku = await world.AnItemInAsync(("A-S1", 0, 10, 30), ("A-S2", 5, 10, 30), ("A-W", 100, 60, 120));
        await world.FedByAsync("A-S1", new { location = "A-W", leadTimeDays = 2, orderMultiple = 6 });
        await world.FedByAsync("A-S2", new { location = "A-W", leadTimeDays = 1 });
        await world.CaughtUpAsync();

        await world.PlanAsync();

        // 100 less 30 and 25 is not above the minimum of 60: 75 are missing to 120.
        Assert.Equal(["A-W > A-S1 30", "A-W > A-S2 25", "ACME > A-W 75"], await world.FlowsAsync(sku));
        var transfer = (await world.OpenProposalsAsync(sku))[0];
        Assert.Equal(("transfer", "A-W", false, "2026-03-04"), (
            transfer.GetProperty("kind").GetString(), transfer.GetProperty("source").GetString(), transfer.TryGetProperty("supplier", out _), transfer.GetProperty("expectedOn").GetString()));
        Assert.Contains("It is transferred from A-W, 2 days (sourcing rule A-S1, for location A-S1).", transfer.GetProperty("reason").GetString(), StringComparison.Ordinal);
        var purchase = (await world.OpenProposalsAsync(sku))[2];
        Assert.Contains(
            "The stock position is 45 (100 on hand + 0 in transit + 0 on order - 55 promised to others), not above the minimum of 60: 75 are missing to the maximum of 120. "
            + "Of what is promised, 55 are asked for now by 2 locations that it feeds.",
            purchase.GetProperty("reason").GetString(), StringComparison.Ordinal);

        foreach (var proposal in await world.OpenProposalsAsync(sku))
        {
            await world.ReplaysAsync(proposal);
        }

        var again = await world.PlanAsync();
        Assert.Equal((0, 0), (again.GetProperty("proposals").GetInt32(), again.GetProperty("withdrawn").GetInt32()));
    }

    [Fact]
    public async Task An_approved_transfer_is_supply_at_one_end_and_promised_at_the_other_until_it_has_arrived()
    {
        var sku = await world.AnItemInAsync(("B-S", 0, 10, 30), ("B-W", 50, 0, 0));
        await world.FedByAsync("B-S", new { location = "B-W", leadTimeDays = 2 });
        await world.CaughtUpAsync();
        await world.PlanAsync();
        var proposal = (await world.OpenProposalsAsync(sku)).Single();

        var order = await world.PostAsync($"/v1/proposals/{proposal.GetProperty("id").GetString()}/approve", new { actor = "ann" });
        var number = order.GetProperty("number").GetString();
        Assert.Equal(("transfer", "B-W", "approved"), (order.GetProperty("kind").GetString(), order.GetProperty("source").GetString(), order.GetProperty("status").GetString()));
        Assert.StartsWith("TO-", number, StringComparison.Ordinal);
        await world.PlanAsync();
        Assert.Empty(await world.OpenProposalsAsync(sku));

        // Another store asks: of 50 on hand 30 are promised.
        await world.PutAsync($"/v1/policies/B-T/{sku}", new { kind = "min-max", minimum = 10, maximum = 40 });
        world.Ledger.Location("B-T");
        await world.FedByAsync("B-T", new { location = "B-W", leadTimeDays = 2 });
        await world.CaughtUpAsync();
        await world.PlanAsync();
        Assert.Equal(["ACME > B-W 20", "B-W > B-T 20"], await world.FlowsAsync(sku));

        await world.PostAsync($"/v1/transfer-orders/{number}/send", new { actor = "ann" });
        world.Ledger.Post(MovementKinds.TransferOut, "B-W", number, world.Ledger.Line("B-W", sku, Accounts.OnHand, -30));
        world.Ledger.Post(MovementKinds.TransferOut, "B-S", number, world.Ledger.Line("B-S", sku, Accounts.InTransit, 30));
        await world.CaughtUpAsync();
        await world.PlanAsync();
        Assert.Equal(["ACME > B-W 20", "B-W > B-T 20"], await world.FlowsAsync(sku));
    }

    [Theory]
    [InlineData("proportional", "C-W1 > C-S1 24,C-W1 > C-S2 12")]
    [InlineData("equal-cover", "C-W1 > C-S1 18,C-W1 > C-S2 18")]
    [InlineData("priority", "C-W1 > C-S1 12,C-W1 > C-S2 24")]
    public async Task What_is_short_is_shared_by_the_rule_of_the_location(string rule, string expected)
    {
        var sku = await world.AnItemInAsync(("C-S1", 2, 40, 40), ("C-S2", 16, 40, 40), ("C-W1", 40, 0, 0));
        await world.PutAsync("/v1/location-terms/C-W1", new { shareRule = rule });
        await world.FedByAsync("C-S1", new { location = "C-W1", leadTimeDays = 2, orderMultiple = 6, rank = 2 });
        await world.FedByAsync("C-S2", new { location = "C-W1", leadTimeDays = 2, orderMultiple = 6, rank = 1 });
        await world.PutAsync($"/v1/policies/C-S1/{sku}", new { kind = "days-of-cover", coverDays = 6 });
        await world.PutAsync($"/v1/policies/C-S2/{sku}", new { kind = "days-of-cover", coverDays = 3 });
        world.Forecasting.Complete(_monday.AddDays(-1), TheForecasting.Series("C-S1", sku, 5, 1));
        world.Forecasting.Complete(_monday.AddDays(-1), TheForecasting.Series("C-S2", sku, 8, 1));
        await world.CaughtUpAsync();

        await world.PlanAsync();

        // 38 and 24 are missing, in sixes 42 and 24, and six packs are there.
        var flows = (await world.FlowsAsync(sku)).Where(flow => flow.StartsWith("C-W1", StringComparison.Ordinal));
        Assert.Equal(expected, string.Join(',', flows));

        foreach (var proposal in await world.OpenProposalsAsync(sku))
        {
            await world.ReplaysAsync(proposal);
        }
    }

    [Theory]
    [InlineData("proportional", "H-W > H-S1 16,H-W > H-S2 16")]
    [InlineData("equal-cover", "H-W > H-S1 20,H-W > H-S2 10")]
    [InlineData("priority", "H-W > H-S2 18")]
    public async Task A_warehouse_that_sells_itself_has_its_share_by_the_same_rule(string rule, string expected)
    {
        var sku = await ASellingWarehouseAsync("H", 46);
        await world.PutAsync("/v1/location-terms/H-W", new { shareRule = rule });
        await world.CaughtUpAsync();

        await world.PlanAsync();

        // Each store asks for 30. In the 7 days until goods ordered now come the warehouse sells 28: of 46 it keeps 14, 16 or 28.
        Assert.Equal(expected, string.Join(',', (await world.FlowsAsync(sku)).Where(flow => flow.StartsWith("H-W", StringComparison.Ordinal))));
        var transfers = (await world.OpenProposalsAsync(sku)).Where(proposal => Network.FromOf(proposal) == "H-W").ToList();
        Assert.All(transfers, proposal => Assert.Contains(
            "H-W has 46 to give and is asked for 60 by 2, and will sell 28 itself before its next goods come; it is shared", proposal.GetProperty("reason").GetString(), StringComparison.Ordinal));

        foreach (var proposal in transfers)
        {
            await world.ReplaysAsync(proposal);
        }

        Assert.Equal(0, (await world.PlanAsync()).GetProperty("proposals").GetInt32());
    }

    [Fact]
    public async Task What_a_warehouse_will_sell_itself_is_short_too_and_only_until_its_next_goods_come()
    {
        var (many, soon) = (await ASellingWarehouseAsync("I", 70), await ASellingWarehouseAsync("J", 70));
        await world.CaughtUpAsync();
        await world.OrderAsync("J-W", soon, 1, expectedOn: "2026-03-04");

        await world.PlanAsync();

        // 60 and 28 are more than 70: each 70 / 88 of it. Until Wednesday it sells 8: with 60 that is less than 70.
        Assert.Equal(["I-W > I-S1 24", "I-W > I-S2 24"], (await world.FlowsAsync(many)).Where(flow => flow.StartsWith("I-W", StringComparison.Ordinal)));
        Assert.Equal(["J-W > J-S1 30", "J-W > J-S2 30"], (await world.FlowsAsync(soon)).Where(flow => flow.StartsWith("J-W", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_asks_after_the_others_gets_nothing_of_what_a_warehouse_will_sell_itself()
    {
        // The second warehouse, which the store asks for what the first lacks, is planned before it.
        var sku = await world.AnItemInAsync(("K-S", 0, 30, 30), ("K-W", 0, 0, 0), ("K-V", 40, 0, 0));
        await world.FedByAsync("K-V", new { location = "K-W", leadTimeDays = 7 });
        await world.FedByAsync("K-S", new { location = "K-W", leadTimeDays = 1 }, new { location = "K-V", leadTimeDays = 1, priority = 2 });
        world.Forecasting.Complete(_monday.AddDays(-1), TheForecasting.Series("K-V", sku, 4, 1));
        await world.CaughtUpAsync();

        await world.PlanAsync();

        Assert.Equal(["K-V > K-S 12"], (await world.FlowsAsync(sku)).Where(flow => flow.StartsWith("K-V", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_several_sources_each_gives_its_share_and_the_next_gives_what_is_lacking()
    {
        var sku = await world.AnItemInAsync(("D-S", 0, 100, 100), ("D-W1", 100, 0, 0), ("D-W2", 10, 0, 0));
        await world.FedByAsync(
            "D-S",
            new { location = "D-W1", leadTimeDays = 1, share = 0.6 },
            new { location = "D-W2", leadTimeDays = 2, share = 0.4 },
            new { supplier = "ACME", priority = 2 });
        await world.CaughtUpAsync();

        await world.PlanAsync();

        Assert.Equal(["ACME > D-S 30", "D-W1 > D-S 60", "D-W2 > D-S 10"], await world.FlowsAsync(sku));

        foreach (var proposal in await world.OpenProposalsAsync(sku))
        {
            await world.ReplaysAsync(proposal);
        }

        var purchase = (await world.OpenProposalsAsync(sku)).Single(proposal => Network.FromOf(proposal) == "ACME");
        Assert.Contains("D-W2 was asked for 40 first and gives 10.", purchase.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("2026-03-09", purchase.GetProperty("expectedOn").GetString());
        Assert.Equal(0, (await world.PlanAsync()).GetProperty("proposals").GetInt32());
    }

    [Fact]
    public async Task A_warehouse_is_planned_on_the_demand_of_all_that_it_feeds()
    {
        var sku = await world.AnItemInAsync(("E-S1", 0, 0, 0), ("E-S2", 0, 0, 0), ("E-R", 0, 0, 0), ("E-C", 0, 0, 0));
        await world.FedByAsync("E-S1", new { location = "E-R", leadTimeDays = 1 });
        await world.FedByAsync("E-S2", new { location = "E-R", leadTimeDays = 1 });
        await world.FedByAsync("E-R", new { location = "E-C", leadTimeDays = 4 });
        world.Forecasting.Complete(_monday.AddDays(-1), TheForecasting.Series("E-S1", sku, 2, 1));
        world.Forecasting.Complete(_monday.AddDays(-1), TheForecasting.Series("E-S2", sku, 3, 1));

        foreach (var location in new[] { "E-S1", "E-S2", "E-R", "E-C" })
        {
            await world.PutAsync($"/v1/policies/{location}/{sku}", new { kind = "days-of-cover", coverDays = 3 });
        }

        await world.CaughtUpAsync();
        var run = await world.PlanAsync();

        // Stores: 4 days, 8 and 12. Regional: 20 asked, 7 days of 5. Central: those 55, and 7 + 3 days of 5.
        Assert.Equal(["ACME > E-C 105"], await world.FlowsAsync(sku));
        var skipped = (await world.ItemsAsync($"/v1/planning-runs/{run.GetProperty("id").GetString()}/skipped?limit=100")).Where(row => row.GetProperty("sku").GetString() == sku).ToList();
        Assert.Equal(["E-R", "E-S1", "E-S2"], skipped.Select(row => row.GetProperty("location").GetString()));
        Assert.Equal("It needs 55, and E-C can give nothing of it now.", skipped[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_warehouse_that_has_never_had_the_item_is_planned_by_its_rule()
    {
        var sku = await world.AnItemInAsync(("F-S", 0, 10, 30));
        world.Ledger.Location("F-W");
        await world.FedByAsync("F-S", new { location = "F-W", leadTimeDays = 1 });
        await world.PutAsync("/v1/policy-rules/f-w", new { appliesTo = new { location = "F-W" }, policy = new { kind = "min-max", minimum = 20, maximum = 50 } });
        await world.CaughtUpAsync();

        await world.PlanAsync();

        Assert.Equal(["ACME > F-W 80"], await world.FlowsAsync(sku));
    }

    [Fact]
    public async Task A_circle_that_came_about_later_is_skipped_and_stops_nothing()
    {
        var sku = await world.AnItemInAsync(("G-A", 0, 10, 30), ("G-B", 0, 10, 30), ("G-C", 0, 10, 30));
        await world.ReadAsync<int>("""
            with added as (
                insert into sourcing_rule (name, location, priority, sources, changed_at) values
                ('g-a', 'G-A', 0, '[{"location":"G-B","leadTimeDays":1}]', now()),
                ('g-b', 'G-B', 0, '[{"location":"G-A","leadTimeDays":1}]', now()) returning 1)
            select count(*)::int from added
            """);
        await world.CaughtUpAsync();

        var run = await world.PlanAsync();
        var skipped = await world.ItemsAsync($"/v1/planning-runs/{run.GetProperty("id").GetString()}/skipped?limit=100");

        Assert.Equal(["ACME > G-C 30"], await world.FlowsAsync(sku));
        Assert.Equal(
            [("G-A", "supply-cycle", "A location would supply itself: G-A supplies G-B supplies G-A."), ("G-B", "supply-cycle", "A location would supply itself: G-A supplies G-B supplies G-A.")],
            skipped.Where(row => row.GetProperty("sku").GetString() == sku).Select(row =>
                (row.GetProperty("location").GetString(), row.GetProperty("type").GetString(), row.GetProperty("reason").GetString())));
        await world.ReadAsync<int>("with gone as (delete from sourcing_rule where name in ('g-a', 'g-b') returning 1) select count(*)::int from gone");
    }

    [Fact]
    public async Task Excess_goes_to_who_lacks_it_where_it_saves_more_than_it_costs_and_the_rest_is_asked_for()
    {
        var sku = await world.AnItemInAsync(("X-S1", 5, 40, 60), ("X-S2", 130, 10, 20), ("X-S3", 90, 10, 20), ("X-W", 500, 0, 0));
        object warehouse = new { location = "X-W", leadTimeDays = 2, orderMultiple = 10 };
        await world.FedByAsync(
            "X-S1",
            warehouse,
            new { location = "X-S2", leadTimeDays = 1, orderMultiple = 4, excess = new { keepDays = 30, fixedCost = 20, unitCost = 0.1 } },
            new { location = "X-S3", leadTimeDays = 1, orderMultiple = 4, excess = new { keepDays = 30, fixedCost = 500 } });
        await world.FedByAsync("X-S2", warehouse, new { location = "X-S1", leadTimeDays = 1, excess = new { keepDays = 30 } });
        await world.PutAsync($"/v1/policies/X-S1/{sku}", new { kind = "days-of-cover", coverDays = 10 });
        await world.PutAsync($"/v1/policies/X-S2/{sku}", new { kind = "days-of-cover", coverDays = 10 });
        world.Forecasting.Complete(_monday.AddDays(-1), TheForecasting.Series("X-S1", sku, 5, 1));
        world.Forecasting.Complete(_monday.AddDays(-1), TheForecasting.Series("X-S2", sku, 3, 1));
        await world.CaughtUpAsync();

        await world.PlanAsync();

        // 12 days of 5 less 5 are 55, in tens 60; of 130 are 40 more than 30 days of 3. 20 are left for the warehouse.
        Assert.Equal(["X-S2 > X-S1 40", "X-W > X-S1 20"], (await world.FlowsAsync(sku)).Where(flow => !flow.StartsWith("ACME", StringComparison.Ordinal)));
        var proposals = await world.OpenProposalsAsync(sku);
        var excess = proposals.Single(proposal => Network.FromOf(proposal) == "X-S2");
        Assert.Contains("The transfer costs 24 and saves 76 beyond that.", excess.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "Lowered from 60 to 20: 40 come from what other locations have too much of.",
            proposals.Single(proposal => Network.FromOf(proposal) == "X-W").GetProperty("reason").GetString(), StringComparison.Ordinal);

        foreach (var proposal in proposals)
        {
            await world.ReplaysAsync(proposal);
        }

        Assert.Equal(0, (await world.PlanAsync()).GetProperty("proposals").GetInt32());
        await world.PostAsync($"/v1/proposals/{excess.GetProperty("id").GetString()}/approve", new { actor = "ann" });
        await world.PlanAsync();
        Assert.DoesNotContain(await world.FlowsAsync(sku), flow => flow.StartsWith("X-S2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_draft_of_a_transfer_is_supply_at_one_end_and_promised_at_the_other()
    {
        var sku = await world.AnItemInAsync(("Y-S", 0, 10, 30), ("Y-T", 0, 10, 30), ("Y-W", 40, 0, 0));
        await world.FedByAsync("Y-S", new { location = "Y-W", leadTimeDays = 2 });
        await world.FedByAsync("Y-T", new { location = "Y-W", leadTimeDays = 2 });
        await world.CaughtUpAsync();
        await world.PostAsync(
            "/v1/transfer-orders",
            new { source = "Y-W", location = "Y-S", actor = "ann", lines = new[] { new { sku, quantity = 30, unitCost = 1, expectedOn = "2026-03-04" } } });

        await world.PlanAsync();

        Assert.Equal(["ACME > Y-W 20", "Y-W > Y-T 10"], await world.FlowsAsync(sku));
    }

    /// <summary>Two stores that ask for 30 each and sell 5 a day, and a warehouse that sells 4 a day itself, which ACME delivers to in 7 days.</summary>
    private async Task<string> ASellingWarehouseAsync(string name, decimal stock)
    {
        var sku = await world.AnItemInAsync(($"{name}-S1", 0, 30, 30), ($"{name}-S2", 10, 40, 40), ($"{name}-W", stock, 0, 0));
        await world.FedByAsync($"{name}-S1", new { location = $"{name}-W", leadTimeDays = 1, rank = 2 });
        await world.FedByAsync($"{name}-S2", new { location = $"{name}-W", leadTimeDays = 1, rank = 1 });

        foreach (var (location, mean) in new[] { ("S1", 5), ("S2", 5), ("W", 4) })
        {
            world.Forecasting.Complete(_monday.AddDays(-1), TheForecasting.Series($"{name}-{location}", sku, mean, 1));
        }

        return sku;
    }

    [Fact]
    public async Task One_store_that_cannot_be_planned_stops_neither_its_warehouse_nor_the_others()
    {
        var sku = await world.AnItemInAsync(("Z-S1", 0, 0, 0), ("Z-S2", 0, 0, 0), ("Z-W", 8, 0, 0));
        await world.FedByAsync("Z-S1", new { location = "Z-W", leadTimeDays = 1 });
        await world.FedByAsync("Z-S2", new { location = "Z-W", leadTimeDays = 1 });
        await world.PutAsync($"/v1/policies/Z-S1/{sku}", new { kind = "days-of-cover", coverDays = 3 });
        await world.PutAsync($"/v1/policies/Z-S2/{sku}", new { kind = "days-of-cover", coverDays = 3 });
        world.Forecasting.Complete(_monday.AddDays(-1), TheForecasting.Series("Z-S1", sku, 2, 1));
        await world.CaughtUpAsync();

        var run = await world.PlanAsync();
        var skipped = (await world.ItemsAsync($"/v1/planning-runs/{run.GetProperty("id").GetString()}/skipped?limit=100")).Where(row => row.GetProperty("sku").GetString() == sku);

        Assert.Equal(["Z-W > Z-S1 8"], await world.FlowsAsync(sku));
        Assert.Equal([("Z-S2", "no-forecast")], skipped.Select(row => (row.GetProperty("location").GetString(), row.GetProperty("type").GetString())));
    }
}
