using System.Text.Json.Serialization;
using Composerp.Replenishment.Numerics.Distributions;

namespace Composerp.Replenishment.Domain;

/// <summary>Where the safety stock comes from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SafetyStockMethod>))]
public enum SafetyStockMethod
{
    /// <summary>The normal quantile times the deviation of the forecast's error.</summary>
    [JsonStringEnumMemberName("normal")]
    Normal,

    /// <summary>The distribution of the sum of days, from the forecast's quantiles.</summary>
    [JsonStringEnumMemberName("quantiles")]
    Quantiles,

    /// <summary>The forecast's own quantiles of the sum of as many days.</summary>
    [JsonStringEnumMemberName("sum-quantiles")]
    SumQuantiles,
}

/// <summary>The level S of an order-up-to policy: expected demand plus safety stock over the days to be covered.</summary>
/// <param name="ExpectedDemand">Sum of the forecast's means, units.</param>
/// <param name="Sigma">Standard deviation of the error of the forecast for these days together, units.</param>
/// <param name="Z">Standard deviations that the service level asks for; null where quantiles were used.</param>
/// <param name="SafetyStock">Units; negative for service levels below one half, and not clipped.</param>
/// <param name="Level">Units.</param>
public sealed record TargetLevel(
    double ExpectedDemand,
    double Sigma,
    SafetyStockMethod Method,
    double? Z,
    double SafetyStock,
    double Level)
{
    /// <summary>Above this ratio of deviation to mean the normal distribution expects demand below zero too often.</summary>
    /// <remarks>
    /// 0.5 means two deviations between mean and zero, P(X &lt; 0) = 2.3 %; the usual rule of thumb, for instance Silver,
    /// Pyke and Peterson, Inventory Management and Production Planning and Scheduling (1998).
    /// </remarks>
    public const double RegularVariationMax = 0.5;

    [JsonIgnore]
    public bool IsRegular => Sigma <= RegularVariationMax * ExpectedDemand;

    /// <summary>The level that covers the window's demand with a probability.</summary>
    /// <remarks>
    /// Where demand is regular, the sum of many days is close to normal and the deviations of the forecast's own errors
    /// say most. Where it is not (slow movers, lumpy demand), the normal form gives too much at low levels and too little
    /// at high ones, so the forecast's quantiles are convolved, as far as they reach up to the service level.
    /// </remarks>
    /// <param name="serviceLevel">In (0, 1).</param>
    public static TargetLevel Of(ForecastWindow window, double serviceLevel)
    {
        var expected = 0.0;
        var variance = 0.0;

        for (var day = 0; day < window.Days; day++)
        {
            expected += window.Mean[day];
            variance += (double)window.Sigma[day] * window.Sigma[day];
        }

        var sigma = window.SumSigmaRatio * Math.Sqrt(variance);
        var isRegular = sigma <= RegularVariationMax * expected;
        var reaches = window.Levels.Length > 0 && window.Levels[^1] >= serviceLevel;

        // The forecast's own distribution of the sum knows how its days move together.
        if (reaches && window.Sums?.FirstOrDefault(sum => sum.Days == window.Days) is { } own)
        {
            var quantile = new QuantileTable(window.Levels, own.Values).Quantile(serviceLevel);

            return new(expected, sigma, SafetyStockMethod.SumQuantiles, null, quantile - expected, quantile);
        }

        if (!isRegular && reaches && window.Quantiles.Length > 0 && DemandSum.Find(window) is { } sum)
        {
            var independent = sum.Quantile(serviceLevel);

            // The convolution takes days as independent: where their errors move together, the distance to the mean grows as the deviation does.
            var level = expected + (Math.Max(1, window.SumSigmaRatio) * (independent - expected));

            return new(expected, sigma, SafetyStockMethod.Quantiles, null, level - expected, level);
        }

        var z = NormalDistribution.Quantile(serviceLevel);

        return new(expected, sigma, SafetyStockMethod.Normal, z, z * sigma, expected + (z * sigma));
    }
}
