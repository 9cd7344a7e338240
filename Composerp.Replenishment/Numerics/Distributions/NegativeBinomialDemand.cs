using Composerp.Replenishment.Numerics.SpecialFunctions;

namespace Composerp.Replenishment.Numerics.Distributions;

/// <summary>Negative binomial demand: whole units with more variance than the Poisson has, as slow and lumpy movers have.</summary>
/// <remarks>
/// Its shortage in closed form follows from the recursion of Panjer, ASTIN Bulletin 12 (1981) 22-26: summed over all
/// demand above the stock.
/// </remarks>
public sealed class NegativeBinomialDemand : IDemandDistribution
{
    private readonly double _count;
    private readonly double _success;
    private readonly double _failure;

    /// <param name="mean">Units, above 0.</param>
    /// <param name="variance">Above the mean.</param>
    public NegativeBinomialDemand(double mean, double variance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mean);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(variance, mean);
        (Mean, Variance) = (mean, variance);
        _count = mean * mean / (variance - mean);
        _success = mean / variance;
        _failure = (variance - mean) / variance;
    }

    public double Mean { get; }

    public double Variance { get; }

    public bool IsWhole => true;

    public double Probability(double units) => units == 0
        ? Math.Exp(_count * Math.Log(_success))
        : _count / (_count + units) * BetaFunctions.BinomialTerm(_count, units, _success, _failure);

    public double Cumulative(double stock) => stock < 0 ? 0 : BetaFunctions.Regularized(_success, _failure, _count, Math.Floor(stock) + 1).Lower;

    public double Upper(double stock) => stock < 0 ? 1 : BetaFunctions.Regularized(_success, _failure, _count, Math.Floor(stock) + 1).Upper;

    public double Quantile(double probability) =>
        WholeQuantile.Of(this, (1 + _failure) / Math.Sqrt(_count * _failure), probability);

    public double Loss(double stock)
    {
        if (stock <= 0)
        {
            return Mean - stock;
        }

        // Linear between whole units.
        var units = Math.Floor(stock);
        var upper = Upper(units);
        var atUnits = (units + _count) * (_failure / _success) * Probability(units);

        return Math.Max(0, ((Mean - units) * upper) + atUnits - ((stock - units) * upper));
    }
}
