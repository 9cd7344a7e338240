using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class ModelChoiceTests
{
    private static readonly double[] _levels = [0.1, 0.5, 0.9];
    private static readonly double[] _week = [0.6, 0.7, 0.8, 1, 1.2, 1.6, 1.1];

    [Fact]
    public void A_seasonal_series_with_noise_is_forecast_better_than_by_repeating_the_week()
    {
        var random = new Random(20_260_304);
        double[] demand = [.. Enumerable.Range(0, 730).Select(day => Math.Round((40 * _week[day % 7]) + random.Next(-12, 13)))];

        var choice = Choose(demand);

        Assert.Equal(ForecastModel.WeekdaySmoothing, choice.Model);
        Assert.InRange(choice.Accuracy!.Mase!.Value, 0, 0.8);
        Assert.InRange(choice.Accuracy.Bias!.Value, -0.05, 0.05);
        Assert.All(
            choice.Accuracy.Covered.Zip(_levels),
            level => Assert.InRange((double)level.First / choice.Accuracy.Days, level.Second - 0.12, level.Second + 0.12));
    }

    // Each week repeats the one before but for a shuffle every half year that no average foresees.
    [Fact]
    public void A_series_that_repeats_the_last_week_is_forecast_so()
    {
        double[] demand = [.. Enumerable.Range(0, 730).Select(day => (double)(((day % 7 * 5) + (day / 182 * 3)) % 7 * 10))];

        Assert.Equal(ForecastModel.SeasonalNaive, Choose(demand).Model);
    }

    [Fact]
    public void A_weekday_that_does_not_grow_with_the_level_is_added_to_it()
    {
        double[] demand = [.. Enumerable.Range(0, 730).Select(day => 5 + (day * 0.2) + (day % 7 == 5 ? 60 : 0) + (day * 7_919 % 5))];

        Assert.Equal(ForecastModel.AdditiveWeekdaySmoothing, Choose(demand).Model);
    }

    [Fact]
    public void A_history_too_short_for_a_backtest_is_forecast_with_the_first_model_and_no_accuracy() =>
        Assert.Equal(new ModelChoice(ForecastModel.WeekdaySmoothing, null), Choose([3, 1, 4, 1, 5, 9, 2, 6]));

    [Fact]
    public void Accuracy_adds_up_as_its_definitions_say()
    {
        // Two weeks of 10 fit a level of 10 exactly; then come a week of 12.
        var accuracy = Choose([.. Enumerable.Repeat(10.0, 14), .. Enumerable.Repeat(12.0, 7)]).Accuracy!;

        Assert.Equal((7, 84, 14, -14), (accuracy.Days, accuracy.Actual, accuracy.AbsoluteError, accuracy.Error));
        Assert.Equal(14 / 84.0, accuracy.Wape!.Value, 1e-12);
        Assert.Equal(-14 / 84.0, accuracy.Bias!.Value, 1e-12);
        Assert.Equal(7 * 2 * 0.5, accuracy.Pinball, 1e-9);
        Assert.Equal([0, 0, 0], accuracy.Covered);
        Assert.Null(accuracy.Mase);
    }

    private static ModelChoice Choose(double[] demand) => ModelChoice.Of(demand, wholeUnits: true, 28, _levels);
}
