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
