using Composerp.Forecasting.Numerics.Intermittent;

namespace Composerp.Forecasting.Tests.Numerics.Intermittent;

public sealed class IntermittentModelTests
{
    private static readonly double[] _demand = [0, 2, 0, 0, 3, 0, 1, 0, 0, 0, 4, 0];

    // croston(c(0, 2, 0, 0, 3, 0, 1, 0, 0, 0, 4, 0), alpha = 0.1); by hand 2.191 / 2.281.
    [Fact]
    public void Croston_is_that_of_the_literature()
    {
        var made = Made.By(outlook => Croston.Forecast(_demand, 0.1, isCorrected: false, outlook), 12, 2);

        Assert.Equal(0.9605436212, made.Mean[0], 1e-9);
        Assert.Equal(made.Mean[0], made.Mean[1]);
        Assert.True(double.IsNaN(made.Fitted[1]));
        Assert.Equal(1, made.Fitted[2]);
    }

    [Fact]
    public void Syntetos_and_Boylan_take_half_of_alpha_off() => Assert.Equal(
        0.95 * 0.9605436212, Made.By(outlook => Croston.Forecast(_demand, 0.1, isCorrected: true, outlook), 12, 1).Mean[0], 1e-9);

    // By hand: the size goes 2, 2.1, 1.99, 2.191; the probability starts at 4 / 12 and moves by a fifth at each step.
    [Fact]
    public void Teunter_Syntetos_and_Babai_fade_while_nothing_is_demanded()
    {
        var probability = 4.0 / 12;

        foreach (var value in _demand)
        {
            probability += 0.2 * ((value > 0 ? 1 : 0) - probability);
        }

        Assert.Equal(2.191 * probability, Made.By(outlook => Tsb.Forecast(_demand, 0.1, 0.2, outlook), 12, 1).Mean[0], 1e-12);

        double[] dead = [.. _demand, .. new double[100]];
        Assert.InRange(Made.By(outlook => Tsb.Forecast(dead, 0.1, 0.2, outlook), 112, 1).Mean[0], 0, 1e-9);
    }

    // Buckets of three steps hold 2, 3, 1 and 4, if each starts after the one before; a constant sum is shared out evenly.
    [Fact]
    public void Aggregation_shares_the_sum_of_a_bucket_out()
    {
        double[] everyThird = [.. Enumerable.Range(0, 60).Select(t => t % 3 == 0 ? 6.0 : 0)];

        Assert.Equal(2, Made.By(outlook => TemporalAggregation.ForecastAdida(everyThird, outlook), 60, 1).Mean[0], 1e-6);
        Assert.InRange(Made.By(outlook => TemporalAggregation.ForecastImapa(everyThird, outlook), 60, 1).Mean[0], 1.5, 2.5);
    }

    [Fact]
    public void Nothing_demanded_is_nothing_forecast()
    {
        var zeros = new double[30];

        Assert.Equal(0, Made.By(outlook => Croston.Forecast(zeros, 0.1, isCorrected: true, outlook), 30, 1).Mean[0]);
        Assert.Equal(0, Made.By(outlook => Tsb.Forecast(zeros, 0.1, 0.1, outlook), 30, 1).Mean[0]);
        Assert.Equal(0, Made.By(outlook => TemporalAggregation.ForecastImapa(zeros, outlook), 30, 1).Mean[0]);
    }

    // Syntetos, Boylan and Croston (2005): 1.32 steps between demands and 0.49 of squared variation part the classes.
    [Theory]
    [InlineData(new double[] { 5, 6, 5, 4, 5, 6 }, DemandClass.Smooth)]
    [InlineData(new double[] { 1, 20, 1, 1, 30, 1 }, DemandClass.Erratic)]
    [InlineData(new double[] { 5, 0, 0, 6, 0, 5 }, DemandClass.Intermittent)]
    [InlineData(new double[] { 1, 0, 0, 30, 0, 1 }, DemandClass.Lumpy)]
    [InlineData(new double[] { 0, 0 }, DemandClass.None)]
    [InlineData(new double[0], DemandClass.None)]
    public void Demand_is_classified_by_how_often_and_how_evenly_it_comes(double[] demand, DemandClass expected) =>
        Assert.Equal(expected, DemandPattern.Of(demand).Class);

    [Fact]
    public void The_two_numbers_are_what_they_are_called()
    {
        var pattern = DemandPattern.Of([0, 2, 0, 4]);

        Assert.Equal(2, pattern.Interval);
        Assert.Equal(1 / 9.0, pattern.SquaredVariation, 1e-12);
    }
}
