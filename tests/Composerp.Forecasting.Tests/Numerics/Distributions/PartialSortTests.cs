using Composerp.Forecasting.Numerics.Distributions;

namespace Composerp.Forecasting.Tests.Numerics.Distributions;

public sealed class PartialSortTests
{
    private static readonly double[] _levels = [0.0001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 0.9999];

    public static TheoryData<string, double[]> Samples
    {
        get
        {
            var random = new Random(20_261_128);

            return new()
            {
                { "even", [.. Enumerable.Range(0, 1_000).Select(_ => random.NextDouble())] },
                { "a long tail", [.. Enumerable.Range(0, 1_000).Select(_ => Math.Exp(12 * random.NextDouble()))] },
                { "few values", [.. Enumerable.Range(0, 1_000).Select(_ => (double)random.Next(3))] },
                { "a spike", [.. new double[999], 1e9] },
                { "all alike", [.. Enumerable.Repeat(-3.5, 100)] },
                { "two", [2, 1] },
                { "one", [7] },
                { "small", [.. Enumerable.Range(0, 9).Select(_ => random.NextDouble() - 0.5)] },
            };
        }
    }

    [Theory, MemberData(nameof(Samples))]
    public void Quantiles_are_those_of_the_sorted_sample(string _, double[] sample)
    {
        var sorted = sample.Order().ToArray();
        var partly = sample.ToArray();

        PartialSort.AroundLevels(partly, _levels, new double[sample.Length]);

        Assert.All(_levels, level => Assert.Equal(ErrorDistribution.Quantile(sorted, level), ErrorDistribution.Quantile(partly, level)));
    }
}
