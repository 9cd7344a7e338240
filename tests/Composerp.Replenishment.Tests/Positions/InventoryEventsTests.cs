using System.Text.Json;
using Composerp.Contracts;
using Composerp.Replenishment.Tests.World;
using Composerp.ServiceDefaults.EventLog;

namespace Composerp.Replenishment.Tests.Positions;

public sealed class InventoryEventsTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task Stock_and_goods_in_transit_follow_the_ledger()
    {
        world.Ledger.Receive("S1", "nut", 10);
        world.Ledger.Sell("S1", "nut", 2.5m);
        world.Ledger.Dispatch("S1", "nut", 7);
        world.Ledger.Arrive("S1", "nut", 3);
        await world.CaughtUpAsync();

        Assert.Equal("""{"location":"S1","sku":"nut","onHand":10.5,"inTransit":4,"onOrder":0,"committed":0,"position":14.5}""", await TextAsync("S1", "nut"));
    }

    [Fact]
    public async Task Stock_begins_with_opening_balances_and_what_is_known_better_stays()
    {
        world.Ledger.Post(MovementKinds.Sale, "S5", null, new MovementLineV1("S5", "rod", Accounts.OnHand, -1, Version: 18, Balance: 24));
        world.Ledger.Receive("S5", "nut", 10);
        world.Ledger.Sell("S5", "nut", 4);
        world.Ledger.State(
            "S5",
            new("S5", "nut", Accounts.OnHand, 10, 1, 0),
            new("S5", "rod", Accounts.OnHand, 25, 17, 0),
            new("S5", "milk", Accounts.OnHand, 3, 9, 0, "A"),
            new("S5", "milk", Accounts.OnHand, 4, 2, 0, "B"),
            new("S5", "milk", Accounts.InTransit, 5, 2, 0),
            new("S5", "milk", Accounts.Reserved, 7, 2, 0));
        world.Ledger.Post(MovementKinds.Sale, "S5", null, new MovementLineV1("S5", "milk", Accounts.OnHand, -1, "A", Version: 10, Balance: 2));
        await world.CaughtUpAsync();

        Assert.Equal("""{"location":"S5","sku":"nut","onHand":6,"inTransit":0,"onOrder":0,"committed":0,"position":6}""", await TextAsync("S5", "nut"));
        Assert.Equal("""{"location":"S5","sku":"rod","onHand":24,"inTransit":0,"onOrder":0,"committed":0,"position":24}""", await TextAsync("S5", "rod"));
        Assert.Equal("""{"location":"S5","sku":"milk","onHand":6,"inTransit":5,"onOrder":0,"committed":0,"position":11}""", await TextAsync("S5", "milk"));
    }

    [Fact]
    public async Task Lots_are_counted_together()
    {
        world.Ledger.Receive("S1", "milk", 10, lot: "A");
        world.Ledger.Receive("S1", "milk", 5, lot: "B");
        world.Ledger.Receive("S1", "milk", 1);
        await world.CaughtUpAsync();

        Assert.Equal(16, (await world.PositionAsync("S1", "milk")).GetProperty("onHand").GetDecimal());
    }

    [Fact]
    public async Task Events_that_come_again_or_late_change_nothing()
    {
        var first = world.Ledger.Receive("S2", "bolt", 10);
        var second = world.Ledger.Sell("S2", "bolt", 4);
        await world.CaughtUpAsync();

        await ApplyAsync(first);
        await ApplyAsync(second, second);
        await ApplyAsync(second, first);

        Assert.Equal(6, (await world.PositionAsync("S2", "bolt")).GetProperty("onHand").GetDecimal());
    }

    [Fact]
    public async Task Items_and_locations_are_those_of_the_newest_event()
    {
        var older = world.Ledger.Item("rod", "A rod");
        world.Ledger.Item("rod", "A better rod");
        var first = world.Ledger.Location("S3", name: "Shop");
        world.Ledger.Location("S3", name: "Flagship");
        await world.CaughtUpAsync();

        await ApplyAsync(older, first);

        Assert.Equal("A better rod", await world.ReadAsync<string>("select name from item where sku = 'rod'"));
        Assert.Equal("Flagship", await world.ReadAsync<string>("select name from location where code = 'S3'"));
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_a_dead_letter_and_holds_up_nothing()
    {
        world.Ledger.Feed.Append(Shards.OfLocation("S4"), new NewEvent(EventTypes.MovementPosted, """{"movementId":"x"}"""u8.ToArray()));
        world.Ledger.Receive("S4", "nut", 3);
        await world.CaughtUpAsync();

        Assert.Equal(3, (await world.PositionAsync("S4", "nut")).GetProperty("onHand").GetDecimal());
        Assert.Equal(1, await world.ReadAsync<long>($"select count(*) from dead_letter where shard = {Shards.OfLocation("S4")}"));
    }

    [Fact]
    public async Task Positions_are_listed_page_by_page()
    {
        string[] skus = ["a", "b", "c", "d", "e"];

        foreach (var sku in skus)
        {
            world.Ledger.Receive("S9", sku, 1);
            world.Ledger.Receive("S9", sku, 1, lot: "L");
            world.Ledger.Dispatch("S9", sku, 1);
        }

        await world.CaughtUpAsync();

        var found = await world.ItemsAsync("/v1/positions?location=S9&limit=2");

        Assert.Equal(skus, found.Select(row => row.GetProperty("sku").GetString()));
    }

    private async Task<string> TextAsync(string location, string sku) =>
        JsonSerializer.Serialize(await world.PositionAsync(location, sku));

    private async Task ApplyAsync(params LoggedEvent[] events)
    {
        await using var connection = await world.Database.OpenConnectionAsync(ReplenishmentWorld.Token);
        await using var transaction = await connection.BeginTransactionAsync(ReplenishmentWorld.Token);
        await new InventoryEventsConsumer().ApplyAsync(events, transaction, ReplenishmentWorld.Token);
        await transaction.CommitAsync(ReplenishmentWorld.Token);
    }
}
