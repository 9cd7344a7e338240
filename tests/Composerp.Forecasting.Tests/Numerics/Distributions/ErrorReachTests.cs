using Composerp.Forecasting.Numerics.Distributions;

namespace Composerp.Forecasting.Tests.Numerics.Distributions;

public sealed class ErrorReachTests
{
    // Half of the first step's error, which is twice as large as the second's, is left in the second.
    [Fact]
    public void Each_step_has_its_own_scale()
    {
        var deviations = new double[2];

        ErrorReach.WriteOfStep([1, 0.5], [2, 1], deviations);

        Assert.Equal([2, Math.Sqrt(2)], deviations);
    }

    // The model behind simple exponential smoothing, drawn 20,000 times: y = l + e, l' = l + alpha e.
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    public void Errors_of_a_day_and_of_a_sum_of_days_spread_as_the_model_says(double alpha)
    {
        const int days = 14;
        const int draws = 20_000;
        var random = new Random(20_260_302);
        double daySquares = 0, sumSquares = 0;

        for (var draw = 0; draw < draws; draw++)
        {
            double level = 0, sum = 0, demand = 0;

            for (var day = 0; day < days; day++)
            {
                var error = random.NextDouble() - 0.5;
                demand = level + error;
                level += alpha * error;
                sum += demand;
            }

            daySquares += demand * demand;
            sumSquares += sum * sum;
        }

        double[] response = [1, .. Enumerable.Repeat(alpha, days - 1)];
        var (ofStep, ofSum) = (new double[days], new double[days]);
        ErrorReach.WriteOfStep(response, Even(response), ofStep);
        ErrorReach.WriteOfSum(response, Even(response), ofSum);
        var oneStep = Math.Sqrt(1.0 / 12);

        Assert.Equal(ofStep[^1], Math.Sqrt(daySquares / draws) / oneStep, ofStep[^1] * 0.02);
        Assert.Equal(ofSum[^1], Math.Sqrt(sumSquares / draws) / oneStep, ofSum[^1] * 0.02);
    }

    // Day 8 of a seasonal naive forecast repeats the observation of day 1: its error holds two weeks of change, and the
    // sum of both days three errors' worth.
    [Fact]
    public void Errors_of_the_second_week_hold_those_of_the_first()
    {
        double[] response = [1, 0, 0, 0, 0, 0, 0, 1];
        var (ofStep, ofSum) = (new double[8], new double[8]);

        ErrorReach.WriteOfStep(response, Even(response), ofStep);
        ErrorReach.WriteOfSum(response, Even(response), ofSum);

        Assert.Equal([1, 1, Math.Sqrt(2)], new[] { ofStep[0], ofStep[6], ofStep[7] });
        Assert.Equal([1, Math.Sqrt(7), Math.Sqrt(7 + 4)], new[] { ofSum[0], ofSum[6], ofSum[7] }, (x, y) => Math.Abs(x - y) < 1e-12);
    }

    private static double[] Even(double[] response) => [.. response.Select(_ => 1.0)];
}
