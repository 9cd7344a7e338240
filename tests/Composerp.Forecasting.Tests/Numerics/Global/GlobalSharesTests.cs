using Composerp.Forecasting.Numerics.Accuracy;
using Composerp.Forecasting.Numerics.Combination;
using Composerp.Forecasting.Numerics.Global;
using Composerp.Forecasting.Numerics.Intermittent;

namespace Composerp.Forecasting.Tests.Numerics.Global;

public sealed class GlobalSharesTests
{
    [Fact]
    public void A_class_takes_the_share_that_did_best_on_its_own_series()
    {
        var shares = new GlobalShares();

        for (var seed = 0; seed < 12; seed++)
        {
            // Of smooth series the global model knew everything, of intermittent ones nothing.
            var (smooth, seldom) = (Made(seed, often: true), Made(seed, often: false));
            Add(shares, smooth, local => local.Backtest.Select(tested => smooth[tested.FitLength..(tested.FitLength + 7)]));
            Add(shares, seldom, local => local.Backtest.Select(_ => Enumerable.Repeat(50.0, 7).ToArray()));
        }

        Assert.Equal(1, shares.Of(DemandClass.Smooth));
        Assert.Equal(0, shares.Of(DemandClass.Intermittent));
    }

    [Fact]
    public void A_class_of_few_series_follows_all()
    {
        var shares = new GlobalShares();

        for (var seed = 0; seed < 12; seed++)
        {
            var smooth = Made(seed, often: true);
            Add(shares, smooth, local => local.Backtest.Select(tested => smooth[tested.FitLength..(tested.FitLength + 7)]));
        }

        Assert.Equal(1, shares.Of(DemandClass.Lumpy));
        Assert.Equal(0, new GlobalShares().Of(DemandClass.Smooth));
    }

    [Fact]
    public void Each_series_counts_by_its_own_steps_however_much_it_sells()
    {
        var shares = new GlobalShares();
        double[] large = [.. Made(77, often: true).Select(units => 1_000 * units)];
        Add(shares, large, local => local.Backtest.Select(_ => Enumerable.Repeat(17_000.0, 7).ToArray()));

        for (var seed = 0; seed < 11; seed++)
        {
            var small = Made(seed, often: true);
            Add(shares, small, local => local.Backtest.Select(tested => small[tested.FitLength..(tested.FitLength + 7)]));
        }

        Assert.Equal(1, shares.Of(DemandClass.Smooth));
    }

    // By hand: the mean over origins, days and levels, over the mean step from day to day.
    [Fact]
    public void Losses_are_those_of_a_day_and_a_level_by_the_steps_of_the_series()
    {
        var series = Made(5, often: true);
        var local = LocalForecast.Of(series, [7], 7);
        var step = series.Zip(series.Skip(1), (one, next) => Math.Abs(next - one)).Average();
        var expected = (from origin in Enumerable.Range(0, local.Backtest.Count)
                        let distribution = local.DistributionBefore(origin, series, wholeUnits: true)
                        from ahead in Enumerable.Range(0, 7)
                        from level in (double[])[0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]
                        select PinballLoss.Of(series[local.Backtest[origin].FitLength + ahead], distribution.Quantile(ahead, level), level) / step).Average();
        var shares = new GlobalShares();

        Add(shares, series, of => of.Backtest.Select(tested => series[tested.FitLength..(tested.FitLength + 7)]));

        Assert.Equal(1, shares.Series);
        Assert.Equal(expected, shares.Losses().Local, 1e-9);
        Assert.True(shares.Losses().Global < expected);
        Assert.Equal(shares.Losses().Global, shares.Losses().Combined, 1e-12);
    }

    [Fact]
    public void Without_a_share_the_local_forecast_stays_bit_for_bit_and_half_of_it_is_half_way()
    {
        var series = Made(3, often: true);
        var local = LocalForecast.Of(series, [7], 7);
        double[] global = [1, 2, 3, 4, 5, 6, 7];
        var backtest = local.Backtest.Select(_ => global).ToList();

        var (none, half) = (local.With(global, backtest, 0), local.With(global, backtest, 0.5));

        Assert.Equal(local.Forecast.Mean, none.Forecast.Mean);
        Assert.Equal(
            local.DistributionOf(series, true).Quantile(3, 0.9), none.DistributionOf(series, true).Quantile(3, 0.9));
        Assert.Equal(local.Forecast.Mean.Select((mean, ahead) => (mean + ahead + 1) / 2), half.Forecast.Mean, (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(local.Backtest[1].Forecast.Mean.Select((mean, ahead) => (mean + ahead + 1) / 2), half.Backtest[1].Forecast.Mean, (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(0.5, half.GlobalShare);
    }

    [Fact]
    public void Series_without_a_backtest_or_without_demand_decide_nothing()
    {
        var shares = new GlobalShares();
        Add(shares, [1, 2, 3], _ => []);
        Add(shares, new double[100], local => local.Backtest.Select(_ => new double[7]));

        Assert.Equal(0, shares.Of(DemandClass.None));
    }

    private static void Add(GlobalShares shares, double[] series, Func<LocalForecast, IEnumerable<double[]>> backtest)
    {
        var local = LocalForecast.Of(series, [7], 7);
        shares.Add(series, local, [.. backtest(local)], wholeUnits: true);
    }

    private static double[] Made(int seed, bool often)
    {
        var random = new Random(seed);

        return [.. Enumerable.Range(0, 120).Select(_ => often ? 10.0 + random.Next(8) : random.Next(4) == 0 ? 2.0 + random.Next(2) : 0)];
    }
}
