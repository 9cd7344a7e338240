using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class DemandAdjustmentsTests
{
    private static readonly DateOnly _origin = new(2026, 3, 1);

    private static readonly ForecastNumbers _numbers = new([10, 10, 10], [2, 2, 2], [2, 3, 4], [[8, 8, 8], [13, 13, 13]], [[8, 17, 26], [13, 25, 36]]);

    [Fact]
    public void A_change_in_percent_changes_the_spread_as_well()
    {
        var final = Apply(AdjustmentKind.Percent, 50, 1, 3);

        Assert.Equal([15, 15, 15], final.Mean);
        Assert.Equal([3, 3, 3], final.Sigma);
        Assert.Equal([12, 12, 12], final.Quantiles[0]);
        Assert.Equal([19.5, 37.5, 54], final.SumQuantiles![1]);
    }

    [Fact]
    public void Units_move_the_distribution_of_their_days_only()
    {
        var final = Apply(AdjustmentKind.Delta, -9, 2, 2);

        Assert.Equal([10, 1, 10], final.Mean);
        Assert.Equal([8, 0, 8], final.Quantiles[0]);
        Assert.Equal([13, 4, 13], final.Quantiles[1]);
        Assert.Equal([8, 8, 17], final.SumQuantiles![0]);
        Assert.Equal(_numbers.SumSigma, final.SumSigma);
    }

    [Fact]
    public void Nothing_is_left_of_a_day_without_demand()
    {
        Assert.Equal([0, 10, 10], Apply(AdjustmentKind.Percent, -100, 1, 1).Quantiles[1].Select((units, day) => day == 0 ? units : 10));
        Assert.Equal([0, 7, 7], Apply(AdjustmentKind.Delta, -30, 1, 1).Mean.Select((units, day) => day == 0 ? units : 7));
    }

    [Fact]
    public void Each_changes_what_the_one_before_left()
    {
        var double2 = Adjustment(AdjustmentKind.Percent, 100, 1, 3, sku: null);
        var set = Adjustment(AdjustmentKind.Absolute, 6, 1, 3);
        var book = new DemandAdjustments([double2, set, Adjustment(AdjustmentKind.Absolute, 1, 1, 3, sku: "OTHER")]);
        var ordered = new[] { double2, set }.OrderBy(adjustment => adjustment.Id).ToArray();

        Assert.Equal(ordered, book.Of("S001", "MILK"));
        Assert.Equal([double2], book.Of("S001", "SALT"));
        Assert.Empty(book.Of("S002", "MILK"));
        Assert.Equal([6, 6, 6], DemandAdjustments.Apply(_numbers, _origin, [double2, set]).Mean);
        Assert.Equal([12, 12, 12], DemandAdjustments.Apply(_numbers, _origin, [set, double2]).Mean);
    }

    [Fact]
    public void Days_that_nobody_forecasts_change_nothing() => Assert.Same(_numbers, Apply(AdjustmentKind.Absolute, 5, 4, 9));

    [Fact]
    public void It_counts_from_the_day_it_is_made_to_that_on_which_it_ends()
    {
        var made = Adjustment(AdjustmentKind.Absolute, 5, 1, 9) with { MadeOn = _origin, ExpiresOn = _origin.AddDays(5) };

        Assert.False(made.IsInEffect(_origin.AddDays(-1)));
        Assert.True(made.IsInEffect(_origin));
        Assert.True(made.IsInEffect(_origin.AddDays(5)));
        Assert.False(made.IsInEffect(_origin.AddDays(6)));
        Assert.False((made with { WithdrawnOn = _origin.AddDays(2) }).IsInEffect(_origin.AddDays(2)));
    }

    private static ForecastNumbers Apply(AdjustmentKind kind, double value, int firstDay, int lastDay) =>
        DemandAdjustments.Apply(_numbers, _origin, [Adjustment(kind, value, firstDay, lastDay)]);

    private static DemandAdjustment Adjustment(AdjustmentKind kind, double value, int firstDay, int lastDay, string? sku = "MILK") => new(
        Guid.CreateVersion7(), "S001", sku, _origin.AddDays(firstDay), _origin.AddDays(lastDay), kind, value, _origin, null, null);
}
