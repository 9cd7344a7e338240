using Composerp.Replenishment.Domain;

namespace Composerp.Replenishment.Tests.Domain;

/// <summary>Item-locations to plan, with everything in order unless a test says otherwise.</summary>
internal static class AnItem
{
    public static readonly DateOnly Monday = new(2026, 3, 2);

    public static ItemLocationSnapshot Under(OrderPolicy policy) => new(
        new("S1", "nut"),
        new(Monday, "UTC", null, AllowsNegative: false),
        IsItemKnown: true,
        policy,
        "ACME",
        Delivered(),
        new(0, 0, 0),
        Forecast: null);

    public static SupplyTerms Delivered(int leadTimeDays = 7, decimal minimum = 0, decimal multiple = 1) =>
        new("ACME", leadTimeDays, minimum, multiple, 2.5m);

    /// <summary>A forecast made on the Sunday before, the same for every day of its horizon.</summary>
    public static Forecast Forecast(double mean, double sigma, int horizonDays = 28) => new(
        Guid.Empty,
        "test",
        Monday.AddDays(-1),
        [.. Enumerable.Repeat((float)mean, horizonDays)],
        [.. Enumerable.Repeat((float)sigma, horizonDays)],
        SumSigma: null,
        [],
        []);

    /// <summary>A forecast with the same quantiles every day; its mean and deviation are those of the demand behind them.</summary>
    public static Forecast Forecast(IReadOnlyList<(double Demand, double Probability)> day, double[] levels, int horizonDays = 28)
    {
        var mean = day.Sum(value => value.Demand * value.Probability);
        var sigma = Math.Sqrt(day.Sum(value => value.Probability * (value.Demand - mean) * (value.Demand - mean)));

        return Forecast(mean, sigma, horizonDays) with
        {
            Levels = levels,
            Quantiles = [.. levels.SelectMany(level => Enumerable.Repeat((float)QuantileOf(day, level), horizonDays))],
        };
    }

    private static double QuantileOf(IReadOnlyList<(double Demand, double Probability)> day, double level)
    {
        var cumulative = 0.0;

        return day.OrderBy(value => value.Demand).First(value => (cumulative += value.Probability) >= level - 1e-9).Demand;
    }
}
