using Composerp.Replenishment.Numerics.SpecialFunctions;

namespace Composerp.Replenishment.Numerics.Distributions;

/// <summary>Gamma demand: never below zero and skewed, as the demand of a few days is.</summary>
/// <remarks>
/// Source of its use for service levels: Burgin, Operational Research Quarterly 26 (1975) 507-525; Strijbosch and Moors,
/// Journal of the Operational Research Society 50 (1999).
/// </remarks>
public sealed class GammaDemand : IDemandDistribution
{
    private readonly double _shape;
    private readonly double _scale;

    /// <param name="mean">Units, above 0.</param>
    /// <param name="variance">Above 0.</param>
    public GammaDemand(double mean, double variance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mean);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(variance);
        (Mean, Variance) = (mean, variance);
        (_shape, _scale) = (mean * mean / variance, variance / mean);
    }

    public double Mean { get; }

    public double Variance { get; }

    public bool IsWhole => false;

    public double Cumulative(double stock) => GammaFunctions.Regularized(_shape, stock / _scale).Lower;

    public double Upper(double stock) => GammaFunctions.Regularized(_shape, stock / _scale).Upper;

    public double Quantile(double probability)
    {
        // Wilson and Hilferty, Proceedings of the National Academy of Sciences 17 (1931) 684-688; for small shapes the
        // first term of the series at zero.
        var root = 1 - (1 / (9 * _shape)) + (NormalDistribution.Quantile(probability) / (3 * Math.Sqrt(_shape)));
        var start = root > 0.2
            ? _shape * root * root * root
            : Math.Exp((Math.Log(probability) + GammaFunctions.LogGamma(_shape + 1)) / _shape);

        return start > 0 ? _scale * Refined(start, probability) : 0;
    }

    public double Loss(double stock)
    {
        if (stock <= 0)
        {
            return Mean - stock;
        }

        var y = stock / _scale;

        return Math.Max(0, _scale * ((_shape * GammaFunctions.PoissonTerm(_shape, y)) + ((_shape - y) * GammaFunctions.Regularized(_shape, y).Upper)));
    }

    // Newton's steps within a bracket, on the smaller of the two tails, so that high levels keep their digits.
    private double Refined(double start, double probability)
    {
        double low = 0, high = double.PositiveInfinity, y = start;

        for (var step = 0; step < 100; step++)
        {
            var (lower, upper) = GammaFunctions.Regularized(_shape, y);
            var miss = probability <= 0.5 ? lower - probability : 1 - probability - upper;

            if (miss == 0)
            {
                return y;
            }

            (low, high) = miss < 0 ? (y, high) : (low, y);
            var density = _shape * GammaFunctions.PoissonTerm(_shape, y) / y;
            var next = y - (miss / density);

            if (!(next > low && next < high))
            {
                next = double.IsPositiveInfinity(high) ? 2 * y : low + ((high - low) / 2);
            }

            if (Math.Abs(next - y) <= 1e-14 * y)
            {
                return next;
            }

            y = next;
        }

        return y;
    }
}
