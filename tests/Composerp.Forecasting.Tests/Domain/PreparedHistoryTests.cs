using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class PreparedHistoryTests
{
    private const int HistoryDays = 70;
    private const int Noon = 48;

    // A Tuesday.
    private static readonly DateOnly _origin = new(2026, 3, 10);

    [Fact]
    public void A_day_without_goods_is_unknown_and_a_day_without_sales_is_zero()
    {
        // Ten pieces came before the history; the last was sold at noon four days before the origin.
        var history = Of(Sold((20, 5), (10, 4), (4, 1)), Stock(0, (20, 30, -5), (10, 30, -4), (4, Noon, -1)));

        Assert.Equal(0, At(history, 12).Value);
        Assert.Equal(DayFlags.None, At(history, 12).Flags);
        Assert.All([3, 2, 1, 0], before => Assert.Equal((double.NaN, DayFlags.StockOut, 1), At(history, before)));
    }

    [Fact]
    public void A_part_of_a_day_without_goods_adds_half_of_what_its_weekday_usually_sells_then()
    {
        // Six a day, and goods until half past eleven on one.
        var sold = Enumerable.Range(0, HistoryDays).Select(before => (before, before == 7 ? 2m : 6m)).ToArray();
        var history = Of(Sold(sold), Stock(1_000, (7, 46, -1_000), (6, 0, 1_000)));
        var (value, flags, empty) = At(history, 7);

        Assert.Equal(49 / 96.0, empty, 1e-12);
        Assert.Equal(2 + Math.Round(0.5 * 6 * 49 / 96), value);
        Assert.Equal(DayFlags.StockOut, flags);
        Assert.Equal(2, history.Sold[^8]);
    }

    [Fact]
    public void The_hours_at_which_a_location_sells_count()
    {
        var sales = new long[RecordedStock.SlotsPerDay];
        sales[40] = 9_980;
        var recorded = Recorded(Sold((30, 8), (7, 2)), Stock(100, (7, 44, -100), (6, 0, 100))) with { Profile = new(sales) };
        var history = PreparedHistory.Of(recorded, _origin, HistoryDays, 1);

        // All but a few are sold in the morning.
        Assert.Equal((2, DayFlags.None), (At(history, 7).Value, At(history, 7).Flags));
    }

    [Fact]
    public void Nothing_is_out_of_stock_before_its_location_went_live() =>
        Assert.All(
            PreparedHistory.Of(
                Recorded(Sold((30, 8)), Stock(3, (30, 40, -8), (2, 40, 3))) with { LiveSince = _origin.AddDays(-2) },
                _origin, HistoryDays, 1).Flags,
            flags => Assert.Equal(DayFlags.None, flags));

    [Fact]
    public void Books_below_zero_are_wrong_and_no_stock_out() => Assert.All(
        Of(Sold((30, 8), (29, 8)), Stock(-8, (35, 40, 8), (30, 38, -16))).Flags, flags => Assert.Equal(DayFlags.None, flags));

    [Fact]
    public void A_young_item_begins_when_it_came_to_the_shelf_or_was_sold()
    {
        Assert.Equal(_origin.AddDays(-9), Of(Sold((5, 1)), Stock(4, (9, 40, 5), (5, 40, -1))).FirstDay);
        Assert.Equal([0, 0, 0], Of(Sold(), Stock(4, (2, 40, 4))).Values);
        Assert.Equal(_origin.AddDays(-5), Of(Sold((8, 0), (5, 1)), null).FirstDay);
    }

    [Fact]
    public void Marked_days_leave_base_demand()
    {
        var history = Of(
            Week(), null,
            Mark(MarkKind.Outlier, 12, 11), Mark(MarkKind.Promotion, 9, 9), Mark(MarkKind.Event, 5, 5), Mark(MarkKind.Closure, 3, 2));

        Assert.All([12, 11, 9, 5], before => Assert.Equal(double.NaN, At(history, before).Value));
        Assert.Equal(
            [DayFlags.Outlier, DayFlags.Promotion, DayFlags.Event, DayFlags.Closed],
            new[] { 11, 9, 5, 3 }.Select(before => At(history, before).Flags));

        // Whoever sold something was open.
        Assert.All([3, 2], before => Assert.Equal(3, At(history, before).Value));
    }

    [Fact]
    public void A_closed_day_without_sales_is_no_zero_and_forecasts_none()
    {
        var history = Of(Sold((20, 3), (9, 3), (8, 3)), null, Mark(MarkKind.Closure, 10, 10), Mark(MarkKind.Closure, -2, -2));

        Assert.Equal((double.NaN, DayFlags.Closed), (At(history, 10).Value, At(history, 10).Flags));
        Assert.Equal([1, 0, 1], history.Planned.Factors[..3]);
        Assert.Equal(DayFlags.Closed, history.Planned.Flags[1]);
    }

    [Fact]
    public void What_promotions_did_is_expected_of_the_next_one_and_not_of_other_days()
    {
        // Three a day, nine on ten days of promotion: with the two days of doubt (10 x 9 + 2 x 3) / (12 x 3).
        (int, decimal)[] sold = [.. Enumerable.Range(0, 60).Select(before => (before, before is >= 20 and < 30 ? 9m : 3m))];
        var history = Of(Sold(sold), null, Mark(MarkKind.Promotion, 29, 20), Mark(MarkKind.Promotion, -1, -3));

        Assert.Equal(new DayEffect(MarkKind.Promotion, "", 10, 96 / 36.0), Assert.Single(history.Effects));
        Assert.Equal([96 / 36.0, 96 / 36.0, 96 / 36.0, 1], history.Planned.Factors[..4]);
        Assert.All(history.Values.Where(double.IsFinite), value => Assert.Equal(3, value));
    }

    [Fact]
    public void What_is_on_promotion_every_week_is_how_that_weekday_is()
    {
        // Nine instead of three on the origin's weekday, for the last eight weeks; once on another day.
        (int, decimal)[] sold = [.. Enumerable.Range(0, HistoryDays).Select(before => (before, before % 7 == 0 && before < 56 ? 9m : 3m))];
        var weekly = Enumerable.Range(-1, 9).Select(week => Mark(MarkKind.Promotion, 7 * week, 7 * week));
        var history = Of(Sold(sold), null, [.. weekly, Mark(MarkKind.Promotion, -1, -1), Mark(MarkKind.Closure, -7, -7)]);

        Assert.Equal([9, 9, 9], new[] { 0, 7, 14 }.Select(before => At(history, before).Value));
        Assert.Equal(double.NaN, At(history, 49).Value);

        // The weeks in which it began tell what it does, on days that are not used to it.
        var uplift = Assert.Single(history.Effects).Uplift;
        Assert.InRange(uplift, 2, 3);
        Assert.Equal([uplift, 1, 1, 1, 1, 1, 0], history.Planned.Factors);
    }

    [Fact]
    public void A_usual_promotion_is_in_base_demand_already()
    {
        (int, decimal)[] sold = [.. Enumerable.Range(0, HistoryDays).Select(before => (before, before % 7 == 0 && before < 56 ? 9m : 3m))];
        var weekly = Enumerable.Range(-1, 9).Select(week => Mark(MarkKind.Promotion, 7 * week, 7 * week));

        Assert.Equal(1, Of(Sold(sold), null, [.. weekly]).Planned.Factors[6]);
        Assert.Equal(DayFlags.Promotion, Of(Sold(sold), null, [.. weekly]).Planned.Flags[6]);
    }

    [Fact]
    public void Events_are_alike_by_name_and_what_people_know_counts_more_than_what_was_measured()
    {
        (int, decimal)[] sold = [.. Enumerable.Range(0, 60).Select(before => (before, before == 21 ? 0m : 3m))];
        var history = Of(
            Sold(sold), null,
            Mark(MarkKind.Event, 21, 21, "Carnival"), Mark(MarkKind.Event, -1, -1, "Carnival"),
            Mark(MarkKind.Event, -2, -2, "Fair"), Mark(MarkKind.Event, -3, -3, "Match", 2.5));

        Assert.Equal([2 / 3.0, 1, 2.5, 1], history.Planned.Factors[..4]);
        Assert.Equal(["Carnival", "Fair", "Match"], history.Effects.Select(effect => effect.Name).Order());
    }

    [Fact]
    public void An_item_takes_over_the_history_of_the_one_it_replaces()
    {
        var old = Recorded(Sold((40, 10), (30, 10), (6, 10), (1, 10)), null);
        var heir = Recorded(Sold((6, 1), (2, 7)), null) with { Sku = "NEW", Predecessor = new(old, _origin.AddDays(-4), 0.5) };
        var history = PreparedHistory.Of(heir, _origin, HistoryDays, 5);

        Assert.Equal(_origin.AddDays(-40), history.FirstDay);
        Assert.Equal((5, DayFlags.Inherited), (At(history, 30).Value, At(history, 30).Flags));
        Assert.Equal(6, At(history, 6).Value);
        Assert.Equal((7, DayFlags.None), (At(history, 2).Value, At(history, 2).Flags));
        Assert.Equal(0, At(history, 1).Value);
        Assert.All(history.Planned.Factors, factor => Assert.Equal(1, factor));

        // From the day of the change on the old one is not sold any more.
        var replaced = PreparedHistory.Of(old with { ReplacedFrom = _origin.AddDays(3) }, _origin, HistoryDays, 5);
        Assert.Equal([1, 1, 0, 0, 0], replaced.Planned.Factors);
    }

    [Fact]
    public void What_promotions_did_to_the_old_item_is_expected_of_the_new_one()
    {
        var old = Recorded(Sold([.. Enumerable.Range(0, HistoryDays).Select(before => (before, before == 20 ? 8m : 4m))]), null);
        var heir = Recorded(Sold(), null) with
        {
            Sku = "NEW",
            Marks = [Mark(MarkKind.Promotion, -2, -2)],
            Predecessor = new(old with { Marks = [Mark(MarkKind.Promotion, 20, 20)] }, _origin.AddDays(-9), 1),
        };
        var history = PreparedHistory.Of(heir, _origin, HistoryDays, 3);

        Assert.Equal((double.NaN, DayFlags.Promotion | DayFlags.Inherited), (At(history, 20).Value, At(history, 20).Flags));
        Assert.Equal([1, (8 + 8) / 12.0, 1], history.Planned.Factors);
    }

    [Fact]
    public void Before_it_takes_over_an_item_is_not_sold_and_a_line_of_items_hands_on()
    {
        var first = Recorded(Sold((40, 8), (20, 8)), null);
        var second = Recorded(Sold(), null) with { Sku = "B", Predecessor = new(first, _origin.AddDays(-15), 0.5) };
        var third = Recorded(Sold(), null) with { Sku = "C", Predecessor = new(second, _origin.AddDays(3), 2) };
        var history = PreparedHistory.Of(third, _origin, HistoryDays, 4);

        Assert.Equal((8, 8), (At(history, 40).Value, At(history, 20).Value));
        Assert.Equal([0, 0, 1, 1], history.Planned.Factors);
    }

    [Fact]
    public void Where_every_day_is_marked_the_marked_ones_are_all_there_is() =>
        Assert.Equal([4, 4], Of(Sold((1, 4), (0, 4)), null, Mark(MarkKind.Promotion, 9, 0)).Values);

    [Fact]
    public void A_forecast_is_multiplied_day_by_day()
    {
        double[] demand = [.. Enumerable.Range(0, 60).Select(day => 5.0 + (day % 3))];
        var plain = Forecast.Of(demand, 4, [0.1, 0.9]);
        var planned = plain.Times([1, 0, 2, 1]);

        Assert.Equal([plain.Mean[0], 0, 2 * plain.Mean[2], plain.Mean[3]], planned.Mean);
        Assert.Equal(0, planned.Quantiles[1][1]);
        Assert.Equal(planned.SumSigma[0], planned.SumSigma[1]);
        Assert.True(planned.SumSigma[3] > planned.SumSigma[2]);
        Assert.Same(plain, plain.Times([1, 1, 1, 1]));
        Assert.All(plain.SumSigma.Zip(plain.Times([3, 3, 3, 3]).SumSigma), pair => Assert.Equal(3 * pair.First, pair.Second, 1e-9));
        Assert.All(
            plain.SumQuantiles.Zip(plain.Times([3, 3, 3, 3]).SumQuantiles).SelectMany(level => level.First.Zip(level.Second)),
            pair => Assert.Equal(3 * pair.First, pair.Second, 1e-9));
        Assert.All(plain.Times([0, 0, 0, 0]).SumQuantiles.SelectMany(days => days), units => Assert.Equal(0, units));
    }

    private static PreparedHistory Of((DateOnly[] Days, long[] Quantities) sold, RecordedStock? stock, params MarkedDays[] marks) =>
        PreparedHistory.Of(Recorded(sold, stock) with { Marks = marks }, _origin, HistoryDays, horizonDays: 7);

    private static RecordedHistory Recorded((DateOnly[] Days, long[] Quantities) sold, RecordedStock? stock) =>
        new("S001", "MILK", sold.Days, sold.Quantities, stock, null, SalesProfile.Even, [], null, null);

    /// <summary>Days before the origin, and units.</summary>
    private static (DateOnly[] Days, long[] Quantities) Sold(params (int Before, decimal Units)[] sold)
    {
        var days = sold.OrderByDescending(day => day.Before).ToArray();

        return ([.. days.Select(day => _origin.AddDays(-day.Before))], [.. days.Select(day => DemandQuantity.FindParts(day.Units)!.Value)]);
    }

    private static (DateOnly[] Days, long[] Quantities) Week() =>
        Sold([.. Enumerable.Range(0, 40).Select(before => (before, 3m))]);

    /// <summary>Stock of now, and its changes: days before the origin, quarter of an hour, units.</summary>
    private static RecordedStock Stock(int now, params (int Before, int Slot, int Units)[] changes)
    {
        var known = changes.Sum(change => change.Units) == now ? changes.Max(change => change.Before) : HistoryDays + 10;

        return new(
            now * DemandQuantity.PartsPerUnit,
            _origin.AddDays(-known),
            [.. changes.Select(change => _origin.AddDays(-change.Before))],
            [.. changes.Select(change => (short)change.Slot)],
            [.. changes.Select(change => change.Units * DemandQuantity.PartsPerUnit)]);
    }

    private static MarkedDays Mark(MarkKind kind, int firstBefore, int lastBefore, string reason = "because", double? uplift = null) =>
        new(kind, _origin.AddDays(-firstBefore), _origin.AddDays(-lastBefore), reason, uplift);

    private static (double Value, DayFlags Flags, double Empty) At(PreparedHistory history, int before) =>
        (history.Values[^(before + 1)], history.Flags[^(before + 1)], history.EmptyShares[^(before + 1)]);
}
