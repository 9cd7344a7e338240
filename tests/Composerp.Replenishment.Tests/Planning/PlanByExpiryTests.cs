using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.Planning;

/// <summary>Lots that expire, from the ledger's events to the stored proposal.</summary>
public sealed class PlanByExpiryTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    private static readonly DateOnly _monday = new(2026, 3, 2);

    [Fact]
    public async Task What_will_be_too_old_before_it_is_sold_is_ordered_anew()
    {
        var sku = await world.AnItemAtAsync("X1", leadTimeDays: 2);
        await world.OrderUpToAsync("X1", sku, 0.5, 1);
        world.Forecasting.Complete(new(2026, 3, 1), TheForecasting.Series("X1", sku, 10, 0));

        // Thirty for three days are there, but of the first lot only Monday's ten are sold.
        world.Ledger.Receive("X1", sku, 18, lot: "old", expiresOn: _monday);
        world.Ledger.Receive("X1", sku, 12, lot: "fresh", expiresOn: _monday.AddDays(90));
        await world.CaughtUpAsync();
        await world.PlanAsync();

        var proposal = await world.OpenProposalAsync(sku);
        Assert.Equal(8, proposal.GetProperty("quantity").GetDecimal());
        var explained = await world.GetAsync($"/v1/proposals/{proposal.GetProperty("id").GetString()}/explanation");
        var lost = explained.GetProperty("derivation").GetProperty("steps").GetProperty("outdating")[0];
        Assert.Equal((8, "2026-03-03"), (lost.GetProperty("quantity").GetDecimal(), lost.GetProperty("date").GetString()));
        Assert.Equal(8, explained.GetProperty("replayed").GetDecimal());
        Assert.Contains(
            explained.GetProperty("words").EnumerateArray().Select(word => word.GetString()!),
            sentence => sentence.Contains("- 8 that will be too old before they are sold, from 2026-03-03 on", StringComparison.Ordinal));
        Assert.Equal(0, (await world.PlanAsync()).GetProperty("proposals").GetInt32());
    }

    [Fact]
    public async Task What_is_too_old_by_now_does_not_count_where_nothing_is_forecast()
    {
        var sku = await world.AnItemAtAsync("X2");
        await world.MinMaxAsync("X2", sku, 10, 50);
        world.Ledger.Receive("X2", sku, 40, lot: "gone", expiresOn: _monday.AddDays(-1));
        world.Ledger.Receive("X2", sku, 5, lot: "last", expiresOn: _monday);
        await world.CaughtUpAsync();
        await world.PlanAsync();

        Assert.Equal(45, (await world.OpenProposalAsync(sku)).GetProperty("quantity").GetDecimal());
    }

    [Fact]
    public async Task Opening_balances_tell_of_expiry_too()
    {
        var sku = await world.AnItemAtAsync("X3");
        await world.MinMaxAsync("X3", sku, 10, 50);
        world.Ledger.State("X3", new Contracts.OpeningBalanceV1("X3", sku, "ON_HAND", 30, 7, 75, "gone", _monday.AddDays(-1)));
        await world.CaughtUpAsync();
        await world.PlanAsync();

        Assert.Equal(50, (await world.OpenProposalAsync(sku)).GetProperty("quantity").GetDecimal());
    }
}
