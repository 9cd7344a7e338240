using Composerp.Replenishment.Domain.Allocation;

namespace Composerp.Replenishment.Tests.Domain.Allocation;

public sealed class SupplyNetworkTests
{
    [Fact]
    public void Stores_are_planned_before_the_warehouses_that_supply_them()
    {
        var order = SupplyNetwork.Order([new("W1", "S1"), new("C", "W1"), new("C", "W2"), new("W2", "S1"), new("W2", "S2")]);

        Assert.Equal(["S1", "W1", "S2", "W2", "C"], order.Locations);
        Assert.Null(order.Violation);
    }

    [Fact]
    public void A_circle_is_refused_by_name()
    {
        var order = SupplyNetwork.Order([new("A", "B"), new("B", "C"), new("C", "B"), new("C", "D")]);

        Assert.Equal(["B", "C", "B"], order.Cycle);
        Assert.Equal("A location would supply itself: B supplies C supplies B.", order.Violation!.Reason);
    }

    [Fact]
    public void A_location_that_supplies_itself_is_a_circle() => Assert.Equal(["A", "A"], SupplyNetwork.Order([new("A", "A")]).Cycle);

    [Fact]
    public void A_circle_is_found_exactly_where_there_is_one()
    {
        var random = new Random(14);

        for (var instance = 0; instance < 1_000; instance++)
        {
            var count = random.Next(2, 8);
            SupplyLane[] lanes = [.. Enumerable.Range(0, random.Next(1, 10)).Select(_ => new SupplyLane($"L{random.Next(count)}", $"L{random.Next(count)}"))];

            var order = SupplyNetwork.Order(lanes);

            // Whoever is left when all that supply nobody are taken away again and again is in a circle or above one.
            var left = lanes.ToList();

            while (left.RemoveAll(lane => left.TrueForAll(other => other.From != lane.To)) > 0)
            {
            }

            Assert.Equal(left.Count > 0, order.Cycle is not null);

            if (order.Cycle is { } cycle)
            {
                Assert.Equal(cycle[0], cycle[^1]);
                Assert.All(cycle.Zip(cycle.Skip(1)), step => Assert.Contains(new SupplyLane(step.First, step.Second), lanes));
            }
            else
            {
                var places = order.Locations.Index().ToDictionary(place => place.Item, place => place.Index);
                Assert.All(lanes, lane => Assert.True(places[lane.To] < places[lane.From]));
            }
        }
    }

    [Fact]
    public void Excess_moves_only_where_it_saves_more_than_it_costs()
    {
        Site[] sites = [new("A", 30, 0), new("B", 0, 25), new("C", 0, 10), new("D", 8, 0)];
        TransferLane[] lanes = [new("A", "B", 10, 1), new("A", "C", 40, 1), new("D", "C", 2, 1), new("D", "B", 0, 6)];

        var transfers = Rebalancing.Of(sites, lanes, new(UnitValue: 5, Pack: 4, ReturnMin: 1));

        Assert.Equal(
            [new("A", "B", 24, 34, 86), new("D", "C", 8, 10, 30)],
            transfers);
        Assert.Equal([new("A", "B", 24, 34, 86)], Rebalancing.Of(sites, [lanes[0], lanes[1]], new(5, 4, 1)));
        Assert.Empty(Rebalancing.Of(sites, [lanes[0]], new(5, 4, ReturnMin: 4)));
        Assert.Equal((4, 8, 8, 24), (LeastOf(10, 1), LeastOf(20, 0), LeastOf(17, 1), LeastOf(0, 5)));

        // Of 24: what 4 save at 5 each is to be more than moving them costs.
        static decimal LeastOf(decimal fixedCost, decimal unitCost) => new TransferGate(5, 4, 1).Least(new("A", "B", fixedCost, unitCost), 24);
    }

    [Fact]
    public void Transfers_take_no_more_than_there_is_and_is_needed()
    {
        var random = new Random(15);

        for (var instance = 0; instance < 1_000; instance++)
        {
            Site[] sites = [.. Enumerable.Range(0, 6).Select(n => n % 2 == 0 ? new Site($"L{n}", random.Next(40), 0) : new Site($"L{n}", 0, random.Next(40)))];
            TransferLane[] lanes = [.. Enumerable.Range(0, 9).Select(n => new TransferLane($"L{n / 3 * 2}", $"L{(n % 3 * 2) + 1}", random.Next(30), random.Next(4)))];

            var transfers = Rebalancing.Of(sites, lanes, new(3, random.Next(1, 6), 1));

            Assert.All(sites, site => Assert.True(
                transfers.Where(one => one.From == site.Location).Sum(one => one.Quantity) <= site.Excess
                && transfers.Where(one => one.To == site.Location).Sum(one => one.Quantity) <= site.Shortage));
            Assert.All(transfers, one => Assert.True(one.Saving > 0 && one.Saving == (3 * one.Quantity) - one.Cost));
        }
    }
}
