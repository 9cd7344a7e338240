using Composerp.Forecasting.Domain;
using Composerp.Forecasting.Numerics.Hierarchy;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class LevelReconciliationTests
{
    private const int Window = 14;

    // The total is forecast right, two categories are off, each in its own way.
    private static LevelReconciliation Levels(double[] seriesOfFirst) => new(
    [
        LevelOf(-1, 30, (_, sold) => sold),
        LevelOf(0, 10, (day, sold) => sold + (day % 2 == 0 ? 4 : -4), seriesOfFirst),
        LevelOf(0, 20, (day, sold) => sold + (day % 3 == 0 ? 4 : -2), [20, 20]),
    ]);

    [Fact]
    public void What_is_surer_in_the_backtest_moves_the_series_and_they_add_up_to_it()
    {
        var levels = Levels([6, 12]);
        var errors = levels.Compare(Window).ToDictionary(method => method.Method, method => method.Error);
        var factors = levels.FactorsOf(ReconciliationMethod.Variance, (_, _) => false);

        Assert.True(errors[ReconciliationMethod.Variance] < errors[ReconciliationMethod.BottomUp]);
        Assert.Equal(30, (6 * factors[0][0]) + (20 * factors[1][0]), 1e-3);
        Assert.Equal(30, (12 * factors[0][1]) + (20 * factors[1][1]), 1e-3);
        Assert.True(factors[0][0] > 1 && factors[0][1] < 1);
    }

    [Fact]
    public void Bottom_up_changes_no_series() =>
        Assert.All(Levels([6, 12]).FactorsOf(ReconciliationMethod.BottomUp, (_, _) => false), factors => Assert.Equal([1, 1], factors));

    // Closed on the first day: only the series know.
    [Fact]
    public void On_planned_days_a_category_is_what_its_series_say_and_the_total_moves_with_it()
    {
        var factors = Levels([0, 12]).FactorsOf(ReconciliationMethod.Variance, (place, ahead) => place == 1 && ahead == 0);

        Assert.Equal((1, 1.0), (factors[0][0], Math.Round(factors[1][0], 3)));
    }

    [Fact]
    public void Series_that_say_nothing_have_nothing_to_share_and_none_grows_beyond_bounds()
    {
        var factors = Levels([0, 0.01]).FactorsOf(ReconciliationMethod.Variance, (_, _) => false);

        Assert.Equal([1, LevelReconciliation.FactorMax], factors[0]);
    }

    [Fact]
    public void Means_of_the_backtest_are_those_of_three_whole_windows()
    {
        var backtest = LevelBacktest.FindFor(14)!;
        double[] history = [.. Enumerable.Range(0, 120).Select(day => 5.0 + (day % 7))];

        Assert.Equal((42, null), (backtest.Count, LevelBacktest.FindFor(6)));
        Assert.Equal(42, backtest.FindMeans(Forecast.Of(history, 14, [0.5]))!.Length);
        Assert.Null(backtest.FindMeans(Forecast.Of(history.AsSpan(..50), 14, [0.5])));
        Assert.Equal([.. new double[40], 1, 2], backtest.NewestOf([1, 2]));
        Assert.Equal([.. history[^42..]], backtest.NewestOf(history));
    }

    /// <param name="own">Of both days ahead.</param>
    private static Level LevelOf(int parent, double own, Func<int, double, double> tested, double[]? series = null)
    {
        double[] sold = [.. Enumerable.Range(0, 3 * Window).Select(day => own + (own / 10 * ((day * 7 % 5) - 2)))];
        double[] forecast = [.. sold.Select((value, day) => tested(day, value))];

        return new(parent, [own, own], series is null ? forecast : null, sold, series, series is null ? null : forecast);
    }
}
