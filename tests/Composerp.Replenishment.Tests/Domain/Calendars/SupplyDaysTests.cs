using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Calendars;
using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Replenishment.Tests.Domain.Calendars;

/// <summary>Plans by calendars. Monday is 2 March 2026.</summary>
public sealed class SupplyDaysTests
{
    private static readonly SupplierCalendar _always = SupplierCalendar.Always;

    /// <summary>Orders, deliveries, receiving days and closed days; lead time and review; the four days and the review that come of it.</summary>
    public static TheoryData<string, string, string, string, int, int, string> Lanes => new()
    {
        { "", "", "", "", 3, 2, "02 05, 04 07, 2" },
        { "Thursday", "", "", "", 2, 1, "05 07, 12 14, 7" },
        { "Monday Thursday", "Wednesday Saturday", "", "", 2, 1, "02 04, 05 07, 3" },

        // What is ordered on Tuesday comes on the Thursday that Monday's comes on, so Monday's lasts until the one after.
        { "Monday Tuesday", "Thursday", "", "", 1, 1, "02 05, 09 12, 7" },
        { "", "", "Friday", "", 1, 1, "02 06, 06 13, 7" },
        { "", "", "Friday", "06", 1, 1, "02 13, 13 20, 7" },
        { "Monday", "", "", "", 1, 8, "02 03, 16 17, 14" },
    };

    [Theory, MemberData(nameof(Lanes))]
    public void An_order_lasts_until_the_next_one_comes(
        string orders, string deliveries, string receiving, string closed, int leadTime, int review, string expected)
    {
        var lane = new DeliveryLane(
            _always with { OrderDays = Days(orders), DeliveryDays = Days(deliveries) },
            new(Days(receiving), closed.Length == 0 ? [] : [new(2026, 3, int.Parse(closed, null))]),
            null);
        var days = lane.Find(lane.FindOrderDay(AnItem.Monday, AnItem.Monday)!.Value, leadTime, review)!;

        Assert.Equal(expected, $"{days.OrderOn:dd} {days.ExpectedOn:dd}, {days.NextOrderOn:dd} {days.NextExpectedOn:dd}, {days.ReviewDays}");
    }

    [Fact]
    public void A_plan_covers_the_days_from_the_date_to_the_arrival_of_the_next_order()
    {
        // Thursdays: in six days, and again in thirteen.
        var item = AnItem.Under(new OrderUpToPolicy(0.95, 1)) with
        {
            Forecast = AnItem.Forecast(10, 3),
            Supply = AnItem.Delivered(3),
            Lane = new(_always with { OrderDays = [DayOfWeek.Thursday] }, LocationCalendar.Always, new(2026, 3, 5)),
        };

        var proposed = Assert.IsType<Proposed>(item.Plan(null)).Derivation;

        Assert.Equal((6, 7, 130.0), (proposed.Input.LeadTimeDays, proposed.Input.ReviewDays(1), proposed.Steps!.Target!.ExpectedDemand));
        Assert.Equal((new DateOnly(2026, 3, 5), new DateOnly(2026, 3, 8)), (proposed.OrderOn, proposed.ExpectedOn));
        Assert.StartsWith(
            "Ordered on 2026-03-05, it comes on 2026-03-08 at the earliest (3 days, then the next day of delivery and receiving); "
            + "what is ordered next, on 2026-03-12, comes on 2026-03-15. "
            + "Expected demand from 2026-03-02 to 2026-03-14 (lead time 6 + review 7 days) is 130; ",
            Explanation.InWords(proposed), StringComparison.Ordinal);
        AssertReplays(proposed);
    }

    [Fact]
    public void Measured_lead_times_move_to_the_days_of_delivery()
    {
        // One or three days from Monday: on Wednesday or on Saturday, with 3 and 4 days to the next.
        double[] measured = [0, 0.75, 0, 0.25];
        var lane = new DeliveryLane(_always with { DeliveryDays = [DayOfWeek.Wednesday, DayOfWeek.Saturday] }, LocationCalendar.Always, AnItem.Monday);

        var (days, leadTimes) = lane.Find(lane.Find(AnItem.Monday, 2, 1)!, AnItem.Monday, measured, 1)!.Value;

        Assert.Equal([0, 0, 0.75, 0, 0, 0.25], leadTimes);
        Assert.Equal(4, days.ReviewDays);
    }

    public static TheoryData<OrderPolicy> Policies =>
    [
        new MinMaxPolicy(10, 300),
        new OrderUpToPolicy(0.95, 2),
        new CalculatedPolicy(PolicyForm.OrderUpTo, new(ServiceKind.FillRate, 0.97, DistributionChoice.Forecast, Shortage.Backordered, LevelRounding.Up), 1, null, null, null, null),
        new CalculatedPolicy(PolicyForm.ReorderPoint, new(ServiceKind.CycleService, 0.97, DistributionChoice.Gamma, Shortage.Backordered, LevelRounding.Up), 1, null, 40, null, null),
        new TimePhasedPolicy(5, null, 1, 3),
        new DaysOfCoverPolicy(5, 9),
    ];

    [Theory, MemberData(nameof(Policies))]
    public void Every_policy_orders_no_less_by_calendars_than_without_and_replays(OrderPolicy policy)
    {
        var plain = AnItem.Under(policy) with { Forecast = AnItem.Forecast(10, 3), Supply = AnItem.Delivered(2) };
        var lane = new DeliveryLane(_always with { OrderDays = [DayOfWeek.Monday, DayOfWeek.Thursday] }, new([DayOfWeek.Friday], []), AnItem.Monday);

        foreach (var item in new[] { plain with { Lane = lane }, plain with { Lane = lane, LeadTimes = [0, 0, 0.5, 0.5] } })
        {
            var proposed = Assert.IsType<Proposed>(item.Plan(null)).Derivation;

            Assert.True(proposed.Quantity >= Assert.IsType<Proposed>((item with { Lane = null }).Plan(null)).Derivation.Quantity);
            Assert.Equal(new DateOnly(2026, 3, 6), proposed.ExpectedOn);
            AssertReplays(proposed);

            var after = item with
            {
                Position = item.Position with { OnOrder = proposed.Quantity }, Receipts = [new(proposed.ExpectedOn, proposed.Quantity)],
            };
            Assert.IsType<Enough>(after.Plan(null));
        }
    }

    [Fact]
    public void Calendars_that_never_meet_are_told_of()
    {
        var item = AnItem.Under(new MinMaxPolicy(10, 30)) with
        {
            Lane = new(_always with { DeliveryDays = [DayOfWeek.Monday] }, new([DayOfWeek.Friday], []), AnItem.Monday),
        };

        Assert.Equal("calendars-never-meet", Assert.IsType<Skipped>(item.Plan(null)).Type);
    }

    [Fact]
    public void What_is_promised_to_others_is_not_there()
    {
        var item = AnItem.Under(new MinMaxPolicy(10, 30)) with { Position = new(25, 0, 0) { Committed = 16 } };

        var proposed = Assert.IsType<Proposed>(item.Plan(null)).Derivation;

        Assert.Equal(21, proposed.Quantity);
        Assert.StartsWith(
            "The stock position is 9 (25 on hand + 0 in transit + 0 on order - 16 promised to others), ",
            Explanation.InWords(proposed), StringComparison.Ordinal);
        AssertReplays(proposed);
        Assert.Equal(
            10,
            Assert.IsType<Proposed>((item with
            {
                Policy = new TimePhasedPolicy(0, null, 1, 1),
                Forecast = AnItem.Forecast(0, 1),
                Position = new(6, 0, 0) { Committed = 16 },
            }).Plan(null)).Derivation.Quantity);
    }

    private static void AssertReplays(Derivation derivation)
    {
        var stored = JsonSerializer.Serialize(derivation, ReplenishmentJson.Default.Derivation);
        var replayed = JsonSerializer.Deserialize(stored, ReplenishmentJson.Default.Derivation)!.Replay();

        Assert.Equal(derivation.Quantity, replayed.Quantity);
        Assert.Equal(stored, JsonSerializer.Serialize(replayed, ReplenishmentJson.Default.Derivation));
        Assert.Equal(Explanation.InWords(derivation), Explanation.InWords(replayed));
    }

    private static DayOfWeek[] Days(string names) => [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<DayOfWeek>)];
}
