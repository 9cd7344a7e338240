using Composerp.Forecasting.Numerics.Combination;

namespace Composerp.Forecasting.Tests.Numerics.Combination;

public sealed class LocalModelsTests
{
    public static TheoryData<string, double[]> Degenerate => new()
    {
        { "one value", [7] },
        { "one zero", [0] },
        { "two values", [1, 3] },
        { "a week", [1, 2, 3, 4, 5, 6, 7] },
        { "all zero", new double[200] },
        { "constant", [.. Enumerable.Repeat(5.0, 200)] },
        { "huge", [.. Enumerable.Range(0, 200).Select(t => 1e15 * (1 + (t % 3)) / 3)] },
        { "tiny", [.. Enumerable.Range(0, 200).Select(t => 1e-12 * (1 + (t % 5)))] },
        { "from tiny to huge", [.. Enumerable.Range(0, 100).Select(t => Math.Pow(10, (t * 0.27) - 12))] },
        { "a single spike", [.. new double[100], 1_000, .. new double[99]] },
        { "a spike at the end", [.. new double[199], 1_000] },
        { "a step", [.. Enumerable.Repeat(1.0, 100), .. Enumerable.Repeat(900.0, 100)] },
        { "a straight line", [.. Enumerable.Range(1, 200).Select(t => (double)t)] },
        { "falling to nothing", [.. Enumerable.Range(0, 200).Select(t => Math.Max(0, 100.0 - t))] },
        { "every other", [.. Enumerable.Range(0, 200).Select(t => t % 2 * 8.0)] },
    };

    // Of one model or of all: finite, not negative, not absurd.
    [Theory, MemberData(nameof(Degenerate))]
    public void Every_model_makes_something_sane_of_every_series(string _, double[] series)
    {
        var most = series.Max();

        foreach (var periods in new int[][] { [1], [7], [24, 168] })
        {
            foreach (var model in Enum.GetValues<LocalModel>().Where(model => series.Min() > 0 || !model.ToString().StartsWith("Logarithmic", StringComparison.Ordinal)))
            {
                var made = Made.By(outlook => LocalModels.Forecast(model, series, periods, outlook), series.Length, 30);

                Assert.All(made.Mean, mean => Assert.InRange(mean, 0, 5 * most));
                Assert.All(made.Response, response => Assert.InRange(response, -1, 5));
                Assert.Equal(1, made.Response[0]);
                Assert.DoesNotContain(-777, made.Fitted);
            }
        }
    }

    [Fact]
    public void The_class_of_a_series_decides_who_competes()
    {
        double[] often = [.. Enumerable.Range(0, 100).Select(t => 3.0 + (t % 4))];
        double[] seldom = [.. Enumerable.Range(0, 100).Select(t => t % 5 == 0 ? 3.0 : 0)];

        Assert.Contains(LocalModel.Arima, LocalModels.For(often));
        Assert.DoesNotContain(LocalModel.TeunterSyntetosBabai, LocalModels.For(often));
        Assert.Contains(LocalModel.TeunterSyntetosBabai, LocalModels.For(seldom));
        Assert.DoesNotContain(LocalModel.Arima, LocalModels.For(seldom));
        Assert.Single(LocalModels.For([1, 2, 3]));
        Assert.Single(LocalModels.For(new double[50]));
    }
}
