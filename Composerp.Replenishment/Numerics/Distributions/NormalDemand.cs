namespace Composerp.Replenishment.Numerics.Distributions;

/// <summary>Normal demand: many buyers, or a long interval. It also expects a little demand below zero.</summary>
/// <param name="mean">Units.</param>
/// <param name="deviation">Units, 0 or more; at 0 demand is certain.</param>
public sealed class NormalDemand(double mean, double deviation) : IDemandDistribution
{
    public double Mean => mean;

    public double Variance => deviation * deviation;

    public bool IsWhole => false;

    public double Cumulative(double stock) => deviation > 0 ? NormalDistribution.Cumulative((stock - mean) / deviation) : stock >= mean ? 1 : 0;

    public double Upper(double stock) => deviation > 0 ? NormalDistribution.Upper((stock - mean) / deviation) : stock >= mean ? 0 : 1;

    public double Quantile(double probability) => mean + (NormalDistribution.Quantile(probability) * deviation);

    public double Loss(double stock) => deviation > 0
        ? deviation * NormalDistribution.Loss((stock - mean) / deviation)
        : Math.Max(0, mean - stock);
}
