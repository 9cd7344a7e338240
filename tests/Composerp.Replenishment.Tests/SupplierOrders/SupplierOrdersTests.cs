using System.Net;
using System.Net.Http.Json;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.SupplierOrders;

public sealed class SupplierOrdersTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    private static readonly DateOnly _monday = new(2026, 3, 2);

    [Fact]
    public async Task Terms_are_stored_refused_by_field_and_deleted()
    {
        await world.PutAsync("/v1/suppliers/T-SUP", new { name = "T" });
        await world.PutAsync("/v1/suppliers/T-SUP/order-terms", new { terms = new { minimumValue = 500, belowMinimum = "hold", truckWeight = 1000, budget = 9000, budgetPeriod = "week" } });
        var terms = (await world.GetAsync("/v1/suppliers/T-SUP/order-terms")).GetProperty("terms");
        using var halfBudget = await world.Http.PutAsJsonAsync("/v1/suppliers/T-SUP/order-terms", new { terms = new { budget = 9 } }, ReplenishmentWorld.Token);
        using var unknown = await world.Http.PutAsJsonAsync("/v1/suppliers/T-NO/order-terms", new { terms = new { minimumValue = 1 } }, ReplenishmentWorld.Token);
        using var deleted = await world.Http.DeleteAsync("/v1/suppliers/T-SUP/order-terms", ReplenishmentWorld.Token);
        using var again = await world.Http.DeleteAsync("/v1/suppliers/T-SUP/order-terms", ReplenishmentWorld.Token);

        Assert.Equal((500, "hold", "week"), (terms.GetProperty("minimumValue").GetDecimal(), terms.GetProperty("belowMinimum").GetString(), terms.GetProperty("budgetPeriod").GetString()));
        var problem = await ReplenishmentWorld.ProblemAsync(halfBudget, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(("urn:composerp:replenishment:missing-field", "budgetPeriod"), (problem.GetProperty("type").GetString(), problem.GetProperty("field").GetString()));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NoContent, HttpStatusCode.NotFound), (unknown.StatusCode, deleted.StatusCode, again.StatusCode));
    }

    [Fact]
    public async Task An_order_is_filled_up_to_the_suppliers_minimum_by_the_most_urgent_and_replays()
    {
        var (urgent, later) = (await AnItemAsync("M-SUP", "M-1", 12, 10, 20, 2), await AnItemAsync("M-SUP", "M-1", 40, 10, 20, 1));
        world.Forecasting.Complete(_monday.AddDays(-1), TheForecasting.Series("M-1", urgent, 2, 1), TheForecasting.Series("M-1", later, 1, 1));
        var needed = await AnItemAsync("M-SUP", "M-1", 0, 10, 20, 1);
        await world.PutAsync("/v1/suppliers/M-SUP/order-terms", new { terms = new { minimumValue = 100 } });
        await world.CaughtUpAsync();

        await world.PlanAsync();

        // 20 of 2.50 are 50; the urgent one lasts 6 days, the other 40: 20 of the urgent one are another 50.
        Assert.Equal(["M-SUP > M-1 20"], await world.FlowsAsync(needed));
        Assert.Equal(["M-SUP > M-1 20"], await world.FlowsAsync(urgent));
        Assert.Empty(await world.FlowsAsync(later));
        var lifted = (await world.OpenProposalsAsync(urgent)).Single();
        var explained = await world.GetAsync($"/v1/proposals/{lifted.GetProperty("id").GetString()}/explanation");
        var effect = explained.GetProperty("effects").EnumerateArray().Single();
        Assert.Equal(("supplier-minimum", 20, 50), (effect.GetProperty("modifier").GetString(), effect.GetProperty("units").GetDecimal(), effect.GetProperty("money").GetDecimal()));
        Assert.Equal(20, explained.GetProperty("replayed").GetDecimal());
        Assert.Equal("Lifted from 0 to 20 for the supplier's minimum of an order of 100.", explained.GetProperty("words").EnumerateArray().Last().GetString());
        Assert.Equal(3, explained.GetProperty("supplierOrder").GetProperty("lines").GetInt32());

        var again = await world.PlanAsync();
        Assert.Equal((0, 0), (again.GetProperty("proposals").GetInt32(), again.GetProperty("withdrawn").GetInt32()));
    }

    [Fact]
    public async Task An_order_below_its_minimum_waits_where_that_is_the_rule()
    {
        var sku = await AnItemAsync("H-SUP", "H-1", 0, 10, 20, 1);
        await world.PutAsync("/v1/suppliers/H-SUP/order-terms", new { terms = new { minimumValue = 100, belowMinimum = "hold" } });
        await world.CaughtUpAsync();
        var run = await world.PlanAsync();

        Assert.Empty(await world.FlowsAsync(sku));
        var skipped = (await world.ItemsAsync($"/v1/planning-runs/{run.GetProperty("id").GetString()}/skipped?limit=100")).Single(row => row.GetProperty("sku").GetString() == sku);
        Assert.Equal(
            ("order-waits", "Not ordered: the order does not reach the supplier's minimum of 100, and waits."),
            (skipped.GetProperty("type").GetString(), skipped.GetProperty("reason").GetString()));

        await world.PutAsync("/v1/suppliers/H-SUP/order-terms", new { terms = new { minimumValue = 50, belowMinimum = "hold" } });
        await world.PostAsync("/v1/planning-runs", new { actor = "ann", scope = "net-change" });
        Assert.Equal(["H-SUP > H-1 20"], await world.FlowsAsync(sku));
    }

    [Fact]
    public async Task A_budget_is_what_orders_of_the_period_have_left_of_it()
    {
        var (first, second) = (await AnItemAsync("B-SUP", "B-1", 0, 10, 20, 1), await AnItemAsync("B-SUP", "B-2", 0, 10, 20, 1));
        await world.PutAsync("/v1/suppliers/B-SUP/order-terms", new { terms = new { budget = 80, budgetPeriod = "week" } });
        await world.CaughtUpAsync();
        await world.PlanAsync();
        Assert.Equal(32, (await QuantityAsync(first)) + (await QuantityAsync(second)));

        await world.OrderAsync("B-1", first, 16, "B-SUP");
        await world.PlanAsync();
        Assert.Equal(16, (await QuantityAsync(first)) + (await QuantityAsync(second)));
    }

    [Fact]
    public async Task Room_that_is_limited_lowers_the_orders_for_the_location()
    {
        var sku = await AnItemAsync("R-SUP", "R-1", 5, 10, 20, 1);
        await world.PutAsync($"/v1/suppliers/R-SUP/items/{sku}", new { leadTimeDays = 7, unitCost = 2.5m, unitVolume = 0.5 });
        await world.PutAsync("/v1/location-terms/R-1", new { storageVolume = 6 });
        await world.CaughtUpAsync();
        await world.PlanAsync();

        // 5 take 2.5 of 6 cubic metres: 7 more have room.
        Assert.Equal(7, await QuantityAsync(sku));
        Assert.EndsWith(
            "Lowered from 15 to 7 for the room of 3.5.", (await world.OpenProposalsAsync(sku)).Single().GetProperty("reason").GetString(), StringComparison.Ordinal);

        using var deleted = await world.Http.DeleteAsync("/v1/location-terms/R-1", ReplenishmentWorld.Token);
        await world.PlanAsync();
        Assert.Equal(15, await QuantityAsync(sku));
    }

    [Fact]
    public async Task Changes_lead_to_the_same_orders_as_a_full_plan()
    {
        var random = new Random(51);
        var skus = new List<string>();
        await world.PutAsync("/v1/suppliers/N-SUP", new { name = "N" });
        await world.PutAsync(
            "/v1/suppliers/N-SUP/order-terms",
            new { terms = new { minimumValue = 400, belowMinimum = "hold", truckWeight = 90, joinDays = 6, budget = 2_000, budgetPeriod = "month" } });

        for (var n = 0; n < 12; n++)
        {
            skus.Add(await AnItemAsync("N-SUP", $"N-{n % 2}", random.Next(0, 30), random.Next(5, 25), random.Next(25, 60), random.Next(1, 9), weight: random.Next(1, 5)));
        }

        foreach (var place in new[] { 0, 1 })
        {
            world.Forecasting.Complete(_monday.AddDays(-1), [.. skus.Index().Where(sku => sku.Index % 2 == place).Select(sku => TheForecasting.Series($"N-{place}", sku.Item, random.Next(1, 6), 1))]);
        }

        await world.CaughtUpAsync();
        await world.PlanAsync();
        var changed = 0L;

        for (var round = 0; round < 8; round++)
        {
            var sku = random.Next(skus.Count);
            world.Ledger.Receive($"N-{sku % 2}", skus[sku], random.Next(1, 20));
            await world.CaughtUpAsync();
            await world.PostAsync("/v1/planning-runs", new { actor = "ann", scope = "net-change" });
            var byChange = await ProposalsAsync();
            var full = await world.PlanAsync();

            Assert.Equal((0, 0), (full.GetProperty("proposals").GetInt32(), full.GetProperty("withdrawn").GetInt32()));
            Assert.Equal(byChange, await ProposalsAsync());

            foreach (var proposal in await world.ItemsAsync("/v1/proposals?status=proposed&supplier=N-SUP"))
            {
                await world.ReplaysAsync(proposal);
            }

            changed += await world.ReadAsync<long>("select count(supplier_order_id) from proposal where status = 'proposed'");
        }

        Assert.True(changed > 0);
    }

    private async Task<string> AnItemAsync(string supplier, string location, decimal stock, decimal minimum, decimal maximum, decimal multiple, decimal weight = 0)
    {
        var sku = await world.AnItemAtAsync(location, supplier, multiple: multiple);
        await world.PutAsync($"/v1/suppliers/{supplier}/items/{sku}", new { leadTimeDays = 7, orderMultiple = multiple, unitCost = 2.5m, unitWeight = weight });
        await world.PutAsync($"/v1/policies/{location}/{sku}", new { kind = "min-max", minimum, maximum });

        if (stock > 0)
        {
            world.Ledger.Receive(location, sku, stock);
        }

        return sku;
    }

    private async Task<decimal> QuantityAsync(string sku) => (await world.OpenProposalsAsync(sku)).Sum(proposal => proposal.GetProperty("quantity").GetDecimal());

    private Task<List<string>> ProposalsAsync() => world.ListAsync(
        """
        select id::text || quantity::text || reason || derivation::text || coalesce(supplier_order_id::text, '')
        from proposal where status = 'proposed' order by id
        """,
        row => row.GetString(0));
}
