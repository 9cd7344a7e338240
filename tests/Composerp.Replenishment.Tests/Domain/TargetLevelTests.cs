using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Numerics.Distributions;

namespace Composerp.Replenishment.Tests.Domain;

public sealed class TargetLevelTests
{
    private static readonly double[] _levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99];

    // Sells on one day in ten, three at a time: demand over 14 days is lumpy.
    private static readonly (double, double)[] _lumpy = [(0, 0.9), (3, 0.1)];

    // Sells 0 to 4 a day.
    private static readonly (double, double)[] _slow = [(0, 0.45), (1, 0.3), (2, 0.15), (3, 0.07), (4, 0.03)];

    [Fact]
    public void Regular_demand_uses_the_deviation_of_the_forecasts_error()
    {
        var target = Of(AnItem.Forecast(mean: 100, sigma: 10), days: 9, 0.975);

        Assert.Equal(SafetyStockMethod.Normal, target.Method);
        Assert.Equal(900 + (1.959963984540054 * 30), target.Level, 1e-9);
    }

    [Fact]
    public void The_deviation_is_of_the_days_to_cover_not_of_the_lead_time_alone()
    {
        var target = Of(AnItem.Forecast(mean: 100, sigma: 10), days: 4 + 12, 0.975);

        Assert.Equal(10 * Math.Sqrt(16), target.Sigma, 1e-9);
    }

    // 4, 5, 6.. times the daily deviation for 1, 2, 3.. days.
    [Fact]
    public void Errors_that_move_together_count_as_the_forecast_says()
    {
        var forecast = AnItem.Forecast(mean: 100, sigma: 10) with { SumSigma = [.. Enumerable.Range(4, 28).Select(n => 10f * n)] };

        Assert.Equal(10 * 12, Of(forecast, days: 9, 0.95).Sigma, 1e-4);
        Assert.Equal(10 * 31 * Math.Sqrt(2), Of(forecast, days: 56, 0.95).Sigma, 1e-3);
    }

    [Fact]
    public void A_service_level_below_one_half_takes_stock_away()
    {
        Assert.True(Of(AnItem.Forecast(100, 10), 4, 0.3).SafetyStock < 0);
    }

    public static TheoryData<string, int, double> Irregular => new()
    {
        { "lumpy", 1, 0.95 },
        { "lumpy", 4, 0.98 },
        { "lumpy", 8, 0.9 },
        { "lumpy", 14, 0.95 },
        { "lumpy", 14, 0.98 },
        { "lumpy", 14, 0.99 },
        { "slow", 3, 0.9 },
        { "slow", 3, 0.99 },
        { "slow", 1, 0.97 },
    };

    // The true service of the level: P(demand over the days <= level), by exact convolution.
    [Theory, MemberData(nameof(Irregular))]
    public void Irregular_demand_gets_the_service_that_was_asked_for(string demand, int days, double serviceLevel)
    {
        var day = demand == "lumpy" ? _lumpy : _slow;

        var target = Of(AnItem.Forecast(day, _levels), days, serviceLevel);

        Assert.Equal(SafetyStockMethod.Quantiles, target.Method);
        Assert.InRange(ServiceOf(day, days, Math.Ceiling(target.Level)), serviceLevel - 0.01, 1);
    }

    [Fact]
    public void The_normal_form_would_miss_the_service_level_of_lumpy_demand()
    {
        var withoutQuantiles = AnItem.Forecast(_lumpy, _levels) with { Levels = [], Quantiles = [] };

        var target = Of(withoutQuantiles, days: 4, 0.98);

        Assert.Equal(SafetyStockMethod.Normal, target.Method);
        Assert.True(ServiceOf(_lumpy, 4, Math.Ceiling(target.Level)) < 0.95);
    }

    [Fact]
    public void Quantiles_that_end_below_the_service_level_are_not_used()
    {
        Assert.Equal(SafetyStockMethod.Normal, Of(AnItem.Forecast(_lumpy, _levels), 14, 0.995).Method);
    }

    [Fact]
    public void Quantiles_that_contradict_the_mean_are_not_used()
    {
        // Sells on one day in five hundred: every level says zero, the mean does not.
        var rare = AnItem.Forecast([(0, 0.998), (5, 0.002)], _levels);

        Assert.Equal(SafetyStockMethod.Normal, Of(rare, 14, 0.95).Method);
    }

    [Fact]
    public void The_convolution_agrees_with_the_normal_form_where_both_hold()
    {
        double[] quantiles = [.. _levels.Select(level => 100 + (20 * NormalDistribution.Quantile(level)))];
        var forecast = AnItem.Forecast(100, 20) with
        {
            Levels = _levels,
            Quantiles = [.. quantiles.SelectMany(value => Enumerable.Repeat((float)value, 28))],
        };
        var window = ForecastWindow.Of(forecast, AnItem.Monday, 14);

        var normal = TargetLevel.Of(window, 0.95);
        var convolved = DemandSum.Find(window)?.Quantile(0.95);

        Assert.Equal(normal.SafetyStock, convolved!.Value - 1400, 0.1 * normal.SafetyStock);
    }

    private static TargetLevel Of(Forecast forecast, int days, double serviceLevel) =>
        TargetLevel.Of(ForecastWindow.Of(forecast, AnItem.Monday, days), serviceLevel);

    private static double ServiceOf((double Demand, double Probability)[] day, int days, double level)
    {
        var sums = new Dictionary<double, double> { [0] = 1 };

        for (var n = 0; n < days; n++)
        {
            sums = sums
                .SelectMany(sum => day.Select(value => (Demand: sum.Key + value.Demand, Probability: sum.Value * value.Probability)))
                .GroupBy(sum => sum.Demand)
                .ToDictionary(sum => sum.Key, sum => sum.Sum(one => one.Probability));
        }

        return sums.Where(sum => sum.Key <= level).Sum(sum => sum.Value);
    }
}
