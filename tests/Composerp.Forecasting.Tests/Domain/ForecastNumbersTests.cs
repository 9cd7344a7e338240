using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class ForecastNumbersTests
{
    private static readonly ForecastNumbers _numbers = new(
        [1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 1, 1, 1, 1, 1, 1], [1, 2, 3, 4, 5, 6, 7, 8], [[2, 4, 6, 8, 10, 12, 14, 16]], [[2, 5, 9, 14, 20, 27, 35, 44]]);

    [Fact]
    public void Days_that_have_passed_fall_away_and_the_last_week_comes_again()
    {
        var later = _numbers.After(2, 8);

        Assert.Equal([3, 4, 5, 6, 7, 8, 2, 3], later.Mean);
        Assert.Equal([6, 8, 10, 12, 14, 16, 4, 6], later.Quantiles[0]);
        Assert.Equal(_numbers.SumSigma, later.SumSigma);
    }

    // The first sum was one unit above its mean, the second two, ..: so they are above the means of the later days.
    [Fact]
    public void Sums_keep_their_spread_around_the_means_of_their_days() =>
        Assert.Equal([4, 9, 15, 22, 30, 39, 42, 46], _numbers.After(2, 8).SumQuantiles![0]);

    [Fact]
    public void A_longer_horizon_grows_the_spread_of_sums_with_its_root()
    {
        var longer = _numbers.After(0, 32);

        Assert.Equal(16, longer.SumSigma[31], 1e-9);
        Assert.Equal(_numbers.SumQuantiles![0], longer.SumQuantiles![0].Take(8));
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 2], longer.Mean.Skip(8).Take(8));
    }

    [Fact]
    public void A_forecast_of_less_than_a_week_ends_with_its_last_day() =>
        Assert.Equal([3, 3, 3], new ForecastNumbers([1, 2, 3], [1, 1, 1], [1, 1, 1], [], null).After(2, 3).Mean);

    [Fact]
    public void Nothing_passed_changes_nothing() => Assert.Same(_numbers, _numbers.After(0, 8));
}
