using Composerp.Replenishment.Domain;

namespace Composerp.Replenishment.Tests.Domain;

public sealed class ItemLocationPlanTests
{
    private static readonly OrderUpToPolicy _orderUpTo = new(0.95, 7);

    // minimum, maximum, on hand, in transit, on order, supplier's minimum, multiple, quantity
    public static TheoryData<decimal, decimal, decimal, decimal, decimal, decimal, decimal, decimal> MinMaxOrders => new()
    {
        { 10, 30, 11, 0, 0, 0, 1, 0 },
        { 10, 30, 10, 0, 0, 0, 1, 20 },
        { 10, 30, 9.5m, 0, 0, 0, 1, 21 },
        { 10, 30, 4, 6, 0, 0, 1, 20 },
        { 10, 30, 4, 0, 7, 0, 1, 0 },
        { 10, 30, 4, 1, 5, 0, 1, 20 },
        { 10, 30, 0, 0, 0, 50, 1, 50 },
        { 10, 30, 0, 0, 0, 0, 12, 36 },
        { 10, 30, 0, 0, 0, 50, 12, 60 },
        { 10, 30, 0, 0, 0, 48, 12, 48 },
        { 10, 22, 10, 0, 0, 0, 5, 15 },
        { 0, 0, 0, 0, 0, 10, 1, 0 },
        { 0, 5, 0, 0, 0, 0, 1, 5 },
        { 0, 0.75m, 0, 0, 0, 0, 0.25m, 0.75m },
        { 0, 0.8m, 0, 0, 0, 0, 0.25m, 1 },
        { 0, 2.1m, 0, 0, 0, 0, 0.3m, 2.1m },
    };

    [Theory, MemberData(nameof(MinMaxOrders))]
    public void Min_max_orders_what_is_missing_to_the_maximum(
        decimal minimum, decimal maximum, decimal onHand, decimal inTransit, decimal onOrder, decimal atLeast, decimal multiple, decimal expected)
    {
        var item = AnItem.Under(new MinMaxPolicy(minimum, maximum)) with
        {
            Position = new(onHand, inTransit, onOrder),
            Supply = AnItem.Delivered(minimum: atLeast, multiple: multiple),
        };

        Assert.Equal(expected, QuantityOf(item.Plan(null)));
    }

    [Fact]
    public void Order_up_to_covers_lead_time_and_review_with_the_forecasts_error()
    {
        var item = AnItem.Under(_orderUpTo) with { Forecast = AnItem.Forecast(mean: 10, sigma: 3), Position = new(40, 5, 15) };

        // 14 days of 10, and 1.645 x 3 x root(14) = 18.46: 158.46 less 60 is 98.46.
        Assert.Equal(99, QuantityOf(item.Plan(null)));
    }

    [Fact]
    public void A_position_at_the_level_orders_nothing()
    {
        var item = AnItem.Under(_orderUpTo) with { Forecast = AnItem.Forecast(mean: 10, sigma: 0), Position = new(140, 0, 0) };

        Assert.IsType<Enough>(item.Plan(null));
    }

    [Fact]
    public void The_date_decides_which_days_of_the_forecast_count()
    {
        var weekly = AnItem.Forecast(mean: 0, sigma: 0, horizonDays: 21) with
        {
            Mean = [.. Enumerable.Range(1, 21).Select(day => (float)day)],
        };
        var item = AnItem.Under(new OrderUpToPolicy(0.95, 1)) with { Forecast = weekly, Supply = AnItem.Delivered(leadTimeDays: 1) };

        Assert.Equal(1 + 2, QuantityOf(item.Plan(null)));
        Assert.Equal(4 + 5, QuantityOf(item.Plan(AnItem.Monday.AddDays(3))));
    }

    [Fact]
    public void Days_that_the_forecast_has_seen_are_not_covered_again()
    {
        var window = ForecastWindow.Of(AnItem.Forecast(10, 1), AnItem.Monday.AddDays(-5), 7);

        Assert.Equal((AnItem.Monday, AnItem.Monday.AddDays(6), 7), (window.From, window.To, window.CoveredDays));
    }

    [Fact]
    public void A_short_forecast_goes_on_with_its_last_full_week_by_day_of_the_week()
    {
        var forecast = AnItem.Forecast(0, 0, horizonDays: 10) with { Mean = [.. Enumerable.Range(0, 10).Select(day => (float)day)] };

        var window = ForecastWindow.Of(forecast, AnItem.Monday.AddDays(8), 12);

        Assert.Equal([8, 9, 3, 4, 5, 6, 7, 8, 9, 3, 4, 5], window.Mean);
        Assert.Equal((2, ForecastExtension.LastWeek), (window.CoveredDays, window.Extension));
    }

    [Fact]
    public void A_forecast_shorter_than_a_week_goes_on_with_its_mean()
    {
        var forecast = AnItem.Forecast(0, 0, horizonDays: 3) with { Mean = [1, 2, 6] };

        var window = ForecastWindow.Of(forecast, AnItem.Monday, 5);

        Assert.Equal([1, 2, 6, 3, 3], window.Mean);
        Assert.Equal((3, ForecastExtension.Mean), (window.CoveredDays, window.Extension));
    }

    [Fact]
    public void A_forecast_of_long_ago_still_answers_and_the_reason_says_so()
    {
        var item = AnItem.Under(_orderUpTo) with { Forecast = AnItem.Forecast(2, 0.5) };

        var proposed = Assert.IsType<Proposed>(item.Plan(AnItem.Monday.AddYears(9)));

        Assert.Contains("covers 0 of 14 days; its last full week was repeated", Explanation.InWords(proposed.Derivation), StringComparison.Ordinal);
    }

    // One row per obstacle, in order of precedence.
    public static TheoryData<string, string> Obstacles => new()
    {
        { "item", "unknown-item" },
        { "location", "unknown-location" },
        { "time zone", "unknown-time-zone" },
        { "go-live", "not-live" },
        { "count", "no-opening-count" },
        { "supply", "not-supplied" },
        { "forecast", "no-forecast" },
        { "numbers", "unusable-forecast" },
    };

    [Theory, MemberData(nameof(Obstacles))]
    public void What_cannot_be_planned_is_skipped_with_its_reason(string without, string type)
    {
        var whole = AnItem.Under(_orderUpTo) with { Forecast = AnItem.Forecast(10, 3) };
        var item = without switch
        {
            "item" => whole with { IsItemKnown = false, Location = null },
            "location" => whole with { Location = null },
            "time zone" => whole with { Location = whole.Location! with { Today = null } },
            "go-live" => whole with { Location = whole.Location! with { GoLive = AnItem.Monday.AddDays(1) } },
            "count" => whole with { Position = new(-1, 0, 0) },
            "supply" => whole with { Supply = null },
            "forecast" => whole with { Forecast = null },
            _ => whole with { Forecast = AnItem.Forecast(double.NaN, 3) },
        };

        var skipped = Assert.IsType<Skipped>(item.Plan(null));

        Assert.Equal(type, skipped.Type);
        Assert.EndsWith(".", skipped.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_location_that_may_go_below_zero_is_filled_from_below_zero()
    {
        var item = AnItem.Under(new MinMaxPolicy(5, 10)) with
        {
            Position = new(-3, 0, 0),
            Location = new(AnItem.Monday, "UTC", AnItem.Monday, AllowsNegative: true),
        };

        Assert.Equal(13, QuantityOf(item.Plan(null)));
    }

    [Theory]
    [InlineData(1e30)]
    [InlineData(8e14)]
    public void A_quantity_out_of_range_is_skipped(double mean)
    {
        var item = AnItem.Under(_orderUpTo) with { Forecast = AnItem.Forecast(mean, 0) };

        Assert.Equal("quantity-out-of-range", Assert.IsType<Skipped>(item.Plan(null)).Type);
    }

    internal static decimal QuantityOf(PlanningOutcome outcome) => outcome switch
    {
        Proposed proposed => proposed.Derivation.Quantity,
        Enough => 0,
        _ => throw new InvalidOperationException($"Not planned: {outcome}"),
    };
}
