using Composerp.Replenishment.Numerics.SpecialFunctions;

namespace Composerp.Replenishment.Numerics.Distributions;

/// <summary>Poisson demand: single units, bought independently.</summary>
public sealed class PoissonDemand : IDemandDistribution
{
    /// <param name="mean">Units, above 0.</param>
    public PoissonDemand(double mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mean);
        Mean = mean;
    }

    public double Mean { get; }

    public double Variance => Mean;

    public bool IsWhole => true;

    public double Probability(double units) => GammaFunctions.PoissonTerm(units, Mean);

    public double Cumulative(double stock) => stock < 0 ? 0 : GammaFunctions.Regularized(Math.Floor(stock) + 1, Mean).Upper;

    public double Upper(double stock) => stock < 0 ? 1 : GammaFunctions.Regularized(Math.Floor(stock) + 1, Mean).Lower;

    public double Quantile(double probability) => WholeQuantile.Of(this, 1 / Math.Sqrt(Mean), probability);

    public double Loss(double stock)
    {
        if (stock <= 0)
        {
            return Mean - stock;
        }

        // Linear between whole units.
        var units = Math.Floor(stock);
        var upper = Upper(units);

        return Math.Max(0, ((Mean - units) * upper) + (Mean * Probability(units)) - ((stock - units) * upper));
    }
}
