using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class DriftStateTests
{
    private static readonly DriftLimits _limits = new(0.7, 0.25, 0.05, 10);

    [Fact]
    public void A_series_that_is_always_forecast_too_high_drifts()
    {
        var alarm = Assert.Single(After(20, (4, 6, 9)).AlarmsOfSeries(_limits, []));

        Assert.Equal((DriftState.TrackingSignal, 1.0, 0.7), (alarm.Measure, alarm.Value, alarm.Limit));
    }

    // 0.05 a day, and three weeks without a sale: that is what selling seldom looks like.
    [Fact]
    public void A_slow_mover_that_does_not_sell_for_weeks_does_not_drift() =>
        Assert.Empty(After(21, 0.22, (0, 0.05, 1)).AlarmsOfSeries(_limits, []));

    [Fact]
    public void Errors_to_both_sides_do_not_drift() => Assert.Empty(After(40, (4, 6, 9), (8, 6, 9)).AlarmsOfSeries(_limits, []));

    [Fact]
    public void A_few_days_say_nothing() => Assert.Empty(After(9, (4, 6, 9)).AlarmsOfSeries(_limits, []));

    [Fact]
    public void An_alarm_ends_only_well_below_its_limit()
    {
        // 5.5 too high against 1 too low: the signal is 0.69 at first sight.
        var state = After(400, (4, 9.5, 20), (4, 3, 20));

        Assert.Empty(state.AlarmsOfSeries(_limits, []));
        Assert.Single(state.AlarmsOfSeries(_limits, [DriftState.TrackingSignal]));
    }

    [Fact]
    public void A_location_drifts_by_its_bias_and_by_its_coverage()
    {
        var biased = After(30, (10, 14, 20)).AlarmsOfLocation(_limits, 0.99, []);
        var uncovered = After(30, (10, 10, 9), (10, 10, 11)).AlarmsOfLocation(_limits, 0.99, []);

        Assert.Equal([(DriftState.Bias, 0.4)], biased.Select(alarm => (alarm.Measure, Math.Round(alarm.Value, 9))));
        Assert.Equal([DriftState.Coverage], uncovered.Select(alarm => alarm.Measure));
    }

    private static DriftState After(int days, params (double Actual, double Mean, double Highest)[] turns) => After(days, 0.5, turns);

    private static DriftState After(int days, double sigma, params (double Actual, double Mean, double Highest)[] turns)
    {
        var state = default(DriftState);

        for (var day = 0; day < days; day++)
        {
            var (actual, mean, highest) = turns[day % turns.Length];
            state = state.After(actual, mean, sigma, highest);
        }

        return state;
    }
}
