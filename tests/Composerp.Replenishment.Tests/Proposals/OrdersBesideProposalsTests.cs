using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Composerp.Replenishment.Tests.World;
using Composerp.Tests.Support;
using Npgsql;

namespace Composerp.Replenishment.Tests.Proposals;

/// <summary>An order by hand beside an open proposal of the same item: together they would be double supply.</summary>
public sealed class OrdersBesideProposalsTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Theory]
    [InlineData("draft")]
    [InlineData("approved")]
    public async Task A_proposal_is_refused_until_a_plan_has_seen_the_order(string state)
    {
        var (sku, id) = await AProposedItemAsync($"B-{state}");
        var number = await DraftAsync($"B-{state}", sku, 20);

        if (state == "approved")
        {
            await world.PostAsync($"/v1/purchase-orders/{number}/submit", new { actor = "ann" });
            await world.PostAsync($"/v1/purchase-orders/{number}/approve", new { actor = "bob" });
        }

        var problem = await RefusalAsync(id);
        var named = Assert.Single(problem.GetProperty("proposals").EnumerateArray());
        Assert.Equal("urn:composerp:replenishment:proposal-outdated", problem.GetProperty("type").GetString());
        Assert.Equal((id, sku, number), (
            named.GetProperty("id").GetString(), named.GetProperty("sku").GetString(), named.GetProperty("orders")[0].GetString()));

        // The next plan lowers it by what was ordered; then it is no double.
        await world.PostAsync("/v1/planning-runs", new { actor = "ann", scope = "net-change" });
        Assert.Equal(JsonValueKind.Undefined, (await world.OpenProposalAsync(sku)).ValueKind);
        Assert.Equal(20, (await world.PositionAsync($"B-{state}", sku)).GetProperty("onOrder").GetDecimal());
    }

    [Fact]
    public async Task A_line_that_was_raised_counts_and_an_order_that_was_cancelled_does_not()
    {
        var (sku, id, number) = await ASeenOrderAsync("B3");
        await EditAsync(number, sku, 26);
        Assert.Equal(number, (await RefusalAsync(id)).GetProperty("proposals")[0].GetProperty("orders")[0].GetString());

        await world.PostAsync($"/v1/purchase-orders/{number}/cancel", new { actor = "ann", reason = "No." });
        await world.PostAsync($"/v1/proposals/{id}/approve", new { actor = "bob" });
        Assert.Equal(26, (await world.PositionAsync("B3", sku)).GetProperty("onOrder").GetDecimal());
    }

    [Fact]
    public async Task A_line_that_was_lowered_is_no_double()
    {
        var (sku, id, number) = await ASeenOrderAsync("B5");
        await EditAsync(number, sku, 3);

        await world.PostAsync($"/v1/proposals/{id}/approve", new { actor = "bob" });

        Assert.Equal(29, (await world.PositionAsync("B5", sku)).GetProperty("onOrder").GetDecimal());
    }

    [Fact]
    public async Task An_order_by_hand_waits_for_whoever_decides_on_the_proposal()
    {
        var (sku, id) = await AProposedItemAsync("B4");
        await using var connection = await world.Database.OpenConnectionAsync(ReplenishmentWorld.Token);
        await using var deciding = await connection.BeginTransactionAsync(ReplenishmentWorld.Token);
        await using var locking = new NpgsqlCommand($"select id from proposal where id = '{id}' for update", connection, deciding);
        await locking.ExecuteNonQueryAsync(ReplenishmentWorld.Token);

        var drafting = DraftAsync("B4", sku, 20);
        await Eventually.HoldsAsync(
            async _ => await world.ReadAsync<long>(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") > 0,
            "the order waits",
            ReplenishmentWorld.Token);
        Assert.False(drafting.IsCompleted);

        await deciding.RollbackAsync(ReplenishmentWorld.Token);
        var number = await drafting;
        Assert.Equal(number, (await RefusalAsync(id)).GetProperty("proposals")[0].GetProperty("orders")[0].GetString());
    }

    private async Task<(string Sku, string Id)> AProposedItemAsync(string location)
    {
        var sku = await world.AKnownItemAsync(location);
        world.Ledger.Receive(location, sku, 10);
        await world.CaughtUpAsync();
        await world.MinMaxAsync(location, sku, 10, 30);
        await world.PlanAsync();

        return (sku, (await world.OpenProposalAsync(sku)).GetProperty("id").GetString()!);
    }

    /// <summary>A draft of four, and a proposal of what is missing beside it.</summary>
    private async Task<(string Sku, string Id, string Number)> ASeenOrderAsync(string location)
    {
        var sku = await world.AKnownItemAsync(location);
        var number = await DraftAsync(location, sku, 4);
        await world.MinMaxAsync(location, sku, 10, 30);
        await world.PlanAsync();

        return (sku, (await world.OpenProposalAsync(sku)).GetProperty("id").GetString()!, number);
    }

    private async Task<string> DraftAsync(string location, string sku, decimal quantity) => (await world.PostAsync(
        "/v1/purchase-orders", new { supplier = "ACME", location, actor = "ann", lines = new[] { new { sku, quantity } } })).GetProperty("number").GetString()!;

    private async Task EditAsync(string number, string sku, decimal quantity)
    {
        using var response = await world.Http.PutAsJsonAsync(
            $"/v1/purchase-orders/{number}/lines", new { actor = "ann", reason = "More.", lines = new[] { new { sku, quantity } } }, ReplenishmentWorld.Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<JsonElement> RefusalAsync(string id)
    {
        using var response = await world.Http.PostAsJsonAsync($"/v1/proposals/{id}/approve", new { actor = "bob" }, ReplenishmentWorld.Token);

        return await ReplenishmentWorld.ProblemAsync(response, HttpStatusCode.Conflict);
    }
}
