using System.Net;
using System.Net.Http.Json;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Approvals;

// A world of its own: once limits are kept, they hold for everybody.
public sealed class ApprovalLimitsTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task Limits_by_role_amount_and_supplier_hold_for_orders_and_for_proposals()
    {
        var sku = await world.AKnownItemAsync("V1");
        await world.PutAsync("/v1/suppliers/BOLTS", new { name = "Bolts" });
        await world.PutAsync("/v1/approval-roles/buyer", new { limits = new object[] { new { amountMax = 50 }, new { supplier = "BOLTS", amountMax = 0 } } });
        await world.PutAsync("/v1/approval-roles/head", new { limits = new[] { new { supplier = (string?)null } } });
        await world.PutAsync("/v1/approvers/bob", new { role = "buyer", actor = "admin" });
        await world.PutAsync("/v1/approvers/eve", new { role = "head", actor = "admin" });

        // 2.5 each: 20 are 50, within the limit; 21 are not.
        Assert.Equal(HttpStatusCode.OK, await ApproveAsync(await AProposedOrderAsync("V1", sku, 20), "bob"));
        var large = await AProposedOrderAsync("V1", sku, 21);
        Assert.Equal(HttpStatusCode.Forbidden, await ApproveAsync(large, "bob"));
        Assert.Equal(HttpStatusCode.Forbidden, await ApproveAsync(large, "nobody"));
        Assert.Equal(HttpStatusCode.OK, await ApproveAsync(large, "eve"));
        Assert.Equal(HttpStatusCode.Forbidden, await ApproveAsync(await AProposedOrderAsync("V1", sku, 1, "BOLTS"), "bob"));

        var planned = await world.AKnownItemAsync("V2");
        await world.MinMaxAsync("V2", planned, 10, 30);
        await world.PlanAsync();
        var id = (await world.OpenProposalAsync(planned)).GetProperty("id").GetString();
        using var refused = await world.Http.PostAsJsonAsync($"/v1/proposals/{id}/approve", new { actor = "bob" }, ReplenishmentWorld.Token);
        Assert.Equal(
            "urn:composerp:replenishment:approval-limit-exceeded",
            (await ReplenishmentWorld.ProblemAsync(refused, HttpStatusCode.Forbidden)).GetProperty("type").GetString());
        Assert.Equal("proposed", (await world.OpenProposalAsync(planned)).GetProperty("status").GetString());
        Assert.Equal(0, await world.ReadAsync<long>("select count(*) from purchase_order where location = 'V2'"));

        // Put up instead, for somebody whose limit is higher.
        var order = await world.PostAsync($"/v1/proposals/{id}/approve", new { actor = "bob", @as = "proposed" });
        Assert.Equal(HttpStatusCode.OK, await ApproveAsync(order.GetProperty("number").GetString()!, "eve"));
    }

    [Fact]
    public async Task Nobody_gives_themselves_a_role()
    {
        using var response = await world.Http.PutAsJsonAsync("/v1/approvers/zoe", new { role = "head", actor = "zoe" }, ReplenishmentWorld.Token);

        await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.UnprocessableEntity);
    }

    private async Task<string> AProposedOrderAsync(string location, string sku, decimal quantity, string supplier = "ACME")
    {
        var order = await world.PostAsync(
            "/v1/purchase-orders",
            new { supplier, location, actor = "ann", lines = new[] { new { sku, quantity, unitCost = 2.5m, expectedOn = "2026-03-09" } } });
        var number = order.GetProperty("number").GetString()!;
        await world.PostAsync($"/v1/purchase-orders/{number}/submit", new { actor = "ann" });

        return number;
    }

    private async Task<HttpStatusCode> ApproveAsync(string number, string actor)
    {
        using var response = await world.Http.PostAsJsonAsync($"/v1/purchase-orders/{number}/approve", new { actor }, ReplenishmentWorld.Token);

        return response.StatusCode;
    }
}
