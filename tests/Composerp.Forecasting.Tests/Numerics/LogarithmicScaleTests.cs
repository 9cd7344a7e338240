using Composerp.Forecasting.Numerics;

namespace Composerp.Forecasting.Tests.Numerics;

public sealed class LogarithmicScaleTests
{
    // What grows by half each step is a straight line there, and comes back as it was.
    [Fact]
    public void A_model_sees_logarithms_around_zero_and_its_forecasts_come_back_in_units()
    {
        double[] series = [8, 12, 18];
        var made = Made.By(
            outlook => LogarithmicScale.Forecast(series, outlook, (ReadOnlySpan<double> seen, in Outlook into) =>
            {
                Assert.Equal(0, seen[0] + seen[1] + seen[2], 1e-12);
                seen.CopyTo(into.Fitted);
                into.Mean[0] = seen[2] + (seen[2] - seen[1]);
                into.Response[0] = 1;
            }),
            3,
            1);

        Assert.Equal(27, made.Mean[0], 1e-9);
        Assert.All(series.Zip(made.Fitted), value => Assert.Equal(value.First, value.Second, 1e-9));
    }
}
