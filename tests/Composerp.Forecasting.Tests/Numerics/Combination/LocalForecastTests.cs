using Composerp.Forecasting.Numerics.Combination;

namespace Composerp.Forecasting.Tests.Numerics.Combination;

public sealed class LocalForecastTests
{
    [Fact]
    public void Members_as_good_as_each_other_count_alike_and_one_out_of_the_race_not_at_all()
    {
        var weights = new double[4];

        CombinationWeights.Write([5, 5, 10, double.PositiveInfinity], weights);

        Assert.Equal([4 / 9.0, 4 / 9.0, 1 / 9.0, 0], weights, (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void A_member_without_any_error_counts_alone()
    {
        var weights = new double[3];

        CombinationWeights.Write([3, 0, 8], weights);

        Assert.Equal([0, 1, 0], weights);
    }

    [Fact]
    public void A_series_that_only_one_model_understands_is_left_to_it()
    {
        // Each week repeats the one before but for a shuffle every half year that no average foresees.
        double[] series = [.. Enumerable.Range(0, 730).Select(day => 1.0 + (((day % 7 * 5) + (day / 182 * 3)) % 7 * 10))];

        var local = LocalForecast.Of(series, [7], 14);

        Assert.Equal(series[^7..], local.Forecast.Mean[..7], (x, y) => Math.Abs(x - y) < 2);
    }

    [Fact]
    public void Weights_add_up_to_one_and_the_backtest_saw_only_what_was_before_it()
    {
        var random = new Random(20_260_403);
        double[] series = [.. Enumerable.Range(0, 300).Select(day => 20 + (5 * Math.Sin(day)) + random.Next(5))];
        var local = LocalForecast.Of(series, [7], 28);

        Assert.Equal(1, local.Models.Sum(model => model.Weight), 1e-12);
        Assert.Equal([216, 244, 272], local.Backtest.Select(backtest => backtest.FitLength));

        // Other values after the oldest origin, which change weights: its members' forecasts stay between the same bounds.
        double[] other = [.. series[..216], .. series[216..].Select(value => value * 3)];
        var changed = LocalForecast.Of(other, [7], 28);
        Assert.All(changed.Backtest[0].Forecast.Mean, mean => Assert.InRange(mean, 10, 35));
    }
}
