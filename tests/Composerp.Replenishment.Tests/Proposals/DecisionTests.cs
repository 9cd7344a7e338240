using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Composerp.Contracts;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Proposals;

public sealed class DecisionTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task An_approved_proposal_is_a_purchase_order_on_order_and_in_the_log()
    {
        var (sku, id) = await AProposalAsync("A1");

        var order = await world.PostAsync($"/v1/proposals/{id}/approve", new { actor = "bob" });
        var number = order.GetProperty("number").GetString()!;

        Assert.Matches("^PO-[0-9]{6}$", number);
        Assert.Equal(JsonSerializer.Serialize(order), JsonSerializer.Serialize(await world.GetAsync($"/v1/purchase-orders/{number}")));
        Assert.Equal(("approved", "bob", "ACME", "A1"), (
            order.GetProperty("status").GetString(), order.GetProperty("approvedBy").GetString(),
            order.GetProperty("supplier").GetString(), order.GetProperty("location").GetString()));
        Assert.Equal(
            $$"""{"sku":"{{sku}}","quantity":30,"received":0,"unitCost":2.5,"expectedOn":"2026-03-09","onOrder":30}""",
            Assert.Single(order.GetProperty("lines").EnumerateArray()).GetRawText());

        Assert.Equal(30, (await world.PositionAsync("A1", sku)).GetProperty("onOrder").GetDecimal());

        var logged = Assert.Single(await world.LogOfAsync("A1"));
        var told = logged.Read(ContractsJson.Default.PurchaseOrderApprovedV1);
        Assert.Equal((EventTypes.PurchaseOrderApproved, number, "A1", "bob"), (logged.Type, told.Number, told.Location, told.Actor));
        Assert.Equal(new PurchaseOrderLineV1(sku, 30, new DateOnly(2026, 3, 9), 2.5m), Assert.Single(told.Lines));

        await world.PlanAsync();
        Assert.Equal(JsonValueKind.Undefined, (await world.OpenProposalAsync(sku)).ValueKind);
    }

    [Fact]
    public async Task Approving_again_names_the_order_of_the_first_time()
    {
        var (_, id) = await AProposalAsync("A2");
        var order = await world.PostAsync($"/v1/proposals/{id}/approve", new { actor = "bob" });

        using var again = await world.Http.PostAsJsonAsync($"/v1/proposals/{id}/approve", new { actor = "bob" }, ReplenishmentWorld.Token);
        var problem = await ReplenishmentWorld.ProblemAsync(again, HttpStatusCode.Conflict);

        Assert.Equal("urn:composerp:replenishment:proposal-not-open", problem.GetProperty("type").GetString());
        Assert.Equal(
            order.GetProperty("number").GetString(),
            Assert.Single(problem.GetProperty("proposals").EnumerateArray()).GetProperty("purchaseOrder").GetString());
        Assert.Single(await world.LogOfAsync("A2"));
    }

    [Fact]
    public async Task Many_are_approved_together_one_order_per_supplier_and_location()
    {
        (string Location, string Supplier)[] places = [("B1", "ACME"), ("B1", "ACME"), ("B1", "BOLTS"), ("B2", "ACME")];
        var ids = new List<string>();

        foreach (var (location, supplier) in places)
        {
            ids.Add((await AProposalAsync(location, supplier)).Id);
        }

        var orders = (await world.PostAsync("/v1/proposals/approve", new { ids, actor = "bob" })).GetProperty("purchaseOrders").EnumerateArray().ToList();

        Assert.Equal(
            [("B1", "ACME", 2), ("B1", "BOLTS", 1), ("B2", "ACME", 1)],
            orders.Select(order => (
                order.GetProperty("location").GetString()!, order.GetProperty("supplier").GetString()!, order.GetProperty("lines").GetArrayLength())));
        Assert.Equal(2, (await world.LogOfAsync("B1")).Count);
        Assert.Single(await world.LogOfAsync("B2"));
    }

    [Fact]
    public async Task Of_many_all_are_approved_or_none()
    {
        var (_, rejected) = await AProposalAsync("C1");
        var (_, open) = await AProposalAsync("C1");
        await world.PostAsync($"/v1/proposals/{rejected}/reject", new { actor = "bob", reason = "Too much." });

        using var response = await world.Http.PostAsJsonAsync(
            "/v1/proposals/approve", new { ids = new[] { open, rejected }, actor = "bob" }, ReplenishmentWorld.Token);
        await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.Conflict);

        Assert.Equal("proposed", (await world.GetAsync($"/v1/proposals/{open}")).GetProperty("status").GetString());
        Assert.Empty(await world.LogOfAsync("C1"));
    }

    [Fact]
    public async Task Approved_at_once_by_many_it_is_ordered_once()
    {
        var (sku, id) = await AProposalAsync("D1");

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(n =>
            world.Http.PostAsJsonAsync($"/v1/proposals/{id}/approve", new { actor = $"buyer {n}" }, ReplenishmentWorld.Token)));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, responses.Count(response => response.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(30, (await world.PositionAsync("D1", sku)).GetProperty("onOrder").GetDecimal());
        Assert.Single(await world.LogOfAsync("D1"));
    }

    [Fact]
    public async Task Approvals_in_opposite_order_do_not_wait_for_each_other()
    {
        var ids = new List<string>();

        for (var n = 0; n < 10; n++)
        {
            ids.Add((await AProposalAsync($"E{n}")).Id);
        }

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => world.Http.PostAsJsonAsync(
            "/v1/proposals/approve", new { ids = n % 2 == 0 ? ids : ids.AsEnumerable().Reverse(), actor = "bob" }, ReplenishmentWorld.Token)));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Created);
        Assert.Equal(9, responses.Count(response => response.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_rejected_proposal_says_by_whom_and_why_and_may_be_proposed_again()
    {
        var (sku, id) = await AProposalAsync("F1");

        await world.PostAsync($"/v1/proposals/{id}/reject", new { actor = "bob", reason = "Discontinued." });
        var proposal = await world.GetAsync($"/v1/proposals/{id}");

        Assert.Equal(("rejected", "bob", "Discontinued."), (
            proposal.GetProperty("status").GetString(), proposal.GetProperty("decidedBy").GetString(), proposal.GetProperty("decisionReason").GetString()));

        await world.PlanAsync();
        Assert.Equal(30, (await world.OpenProposalAsync(sku)).GetProperty("quantity").GetDecimal());
    }

    [Fact]
    public async Task The_lead_time_counts_from_the_approval()
    {
        var (_, id) = await AProposalAsync("G1");
        var noon = world.Now;

        try
        {
            world.Now = noon.AddDays(3);
            var order = await world.PostAsync($"/v1/proposals/{id}/approve", new { actor = "bob" });

            Assert.Equal("2026-03-12", order.GetProperty("lines")[0].GetProperty("expectedOn").GetString());
        }
        finally
        {
            world.Now = noon;
        }
    }

    [Fact]
    public async Task Proposals_are_filtered_and_listed_page_by_page()
    {
        var skus = new List<string>();

        for (var n = 0; n < 5; n++)
        {
            skus.Add((await AProposalAsync("H1", n == 0 ? "BOLTS" : "ACME")).Sku);
        }

        var all = await world.ItemsAsync("/v1/proposals?status=proposed&location=H1&limit=2");
        var bolts = await world.ItemsAsync("/v1/proposals?location=H1&supplier=BOLTS");

        Assert.Equal(skus.Order(StringComparer.Ordinal), all.Select(row => row.GetProperty("sku").GetString()));
        Assert.Equal(skus[0], Assert.Single(bolts).GetProperty("sku").GetString());
        Assert.False(all[0].TryGetProperty("derivation", out _));
    }

    [Fact]
    public async Task The_dearest_come_first_where_that_is_asked_for_page_by_page()
    {
        for (var n = 0; n < 5; n++)
        {
            var sku = await world.AnItemAtAsync("H2");
            await world.MinMaxAsync("H2", sku, 10, 20 + (n * 7 % 3));
        }

        await world.CaughtUpAsync();
        await world.PlanAsync();

        var all = await world.ItemsAsync("/v1/proposals?status=proposed&location=H2&sort=-value&limit=2");
        using var unknown = await world.Http.GetAsync("/v1/proposals?sort=colour", ReplenishmentWorld.Token);
        await ReplenishmentWorld.ProblemAsync(unknown, HttpStatusCode.BadRequest);

        Assert.Equal([22, 21, 21, 20, 20], all.Select(row => row.GetProperty("quantity").GetDecimal()));
        Assert.Equal(5, all.DistinctBy(row => row.GetProperty("id").GetString()).Count());
    }

    public static TheoryData<string, string, int, string> Bad => new()
    {
        { "/v1/proposals/approve", """{"ids":[],"actor":"bob"}""", 422, "id-count-out-of-range" },
        { "/v1/proposals/approve", """{"ids":["01a20add-72f0-7d42-b42f-bb1663aede85"],"actor":"bob"}""", 404, "unknown-proposal" },
        { "/v1/proposals/approve", """{"ids":["x"],"actor":"bob"}""", 400, "malformed-json" },
        { "/v1/proposals/approve", """{"ids":["01a20add-72f0-7d42-b42f-bb1663aede85"]}""", 400, "malformed-json" },
        { "/v1/proposals/01a20add-72f0-7d42-b42f-bb1663aede85/approve", """{"actor":"bob"}""", 404, "unknown-proposal" },
        { "/v1/proposals/01a20add-72f0-7d42-b42f-bb1663aede85/approve", """{"actor":" "}""", 422, "malformed-text" },
        { "/v1/proposals/01a20add-72f0-7d42-b42f-bb1663aede85/reject", """{"actor":"bob","reason":"No."}""", 404, "unknown-proposal" },
        { "/v1/proposals/01a20add-72f0-7d42-b42f-bb1663aede85/reject", """{"actor":"bob","reason":""}""", 422, "malformed-text" },
    };

    [Theory, MemberData(nameof(Bad))]
    public async Task Bad_input_gets_a_clear_problem(string path, string body, int status, string type)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await world.Http.PostAsync(path, content, ReplenishmentWorld.Token);

        var problem = await ReplenishmentWorld.ProblemAsync(response, (HttpStatusCode)status);

        Assert.Equal($"urn:composerp:replenishment:{type}", problem.GetProperty("type").GetString());
    }

    /// <summary>An open proposal of 30.</summary>
    private async Task<(string Sku, string Id)> AProposalAsync(string location, string supplier = "ACME")
    {
        var sku = await world.AnItemAtAsync(location, supplier);
        await world.MinMaxAsync(location, sku, 10, 30, supplier);
        await world.CaughtUpAsync();
        await world.PlanAsync();

        return (sku, (await world.OpenProposalAsync(sku)).GetProperty("id").GetString()!);
    }
}
