namespace Composerp.Replenishment.Numerics.SpecialFunctions;

/// <summary>The incomplete beta function, to about 1e-13 relative also far out in the tails.</summary>
/// <remarks>
/// Continued fraction: Abramowitz and Stegun, Handbook of Mathematical Functions (1964) 26.5.8, evaluated after Lentz,
/// Applied Optics 15 (1976) 668-671; its factor after Loader, Fast and Accurate Computation of Binomial Probabilities (2000).
/// </remarks>
public static class BetaFunctions
{
    private const double Epsilon = 1e-15;
    private const double Tiny = 1e-300;

    /// <summary>The regularized integrals of the beta function: below x and above it.</summary>
    /// <param name="x">In (0, 1).</param>
    /// <param name="rest">1 - x, given apart since it keeps its digits where x is close to 1.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    public static (double Lower, double Upper) Regularized(double x, double rest, double a, double b)
    {
        if (x < (a + 1) / (a + b + 2))
        {
            var lower = Math.Min(1, BinomialTerm(a, b, x, rest) * (b / (a + b)) * Fraction(a, b, x));

            return (lower, 1 - lower);
        }

        var upper = Math.Min(1, BinomialTerm(b, a, rest, x) * (a / (a + b)) * Fraction(b, a, rest));

        return (1 - upper, upper);
    }

    /// <summary>Gamma(a + b + 1) / (Gamma(a + 1) Gamma(b + 1)) x^a rest^b: the binomial probability of a among a + b, also between the whole numbers.</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    public static double BinomialTerm(double a, double b, double x, double rest)
    {
        var n = a + b;
        var logarithm = GammaFunctions.StirlingError(n) - GammaFunctions.StirlingError(a) - GammaFunctions.StirlingError(b)
            - GammaFunctions.Deviance(a, n * x) - GammaFunctions.Deviance(b, n * rest);

        return Math.Exp(logarithm) * Math.Sqrt(n / (2 * Math.PI * a * b));
    }

    private static double Fraction(double a, double b, double x)
    {
        var c = 1.0;
        var d = 1 / Guarded(1 - ((a + b) * x / (a + 1)));
        var product = d;

        for (var n = 1; ; n++)
        {
            var even = n * (b - n) * x / ((a + (2 * n) - 1) * (a + (2 * n)));
            d = 1 / Guarded(1 + (even * d));
            c = Guarded(1 + (even / c));
            product *= d * c;

            var odd = -(a + n) * (a + b + n) * x / ((a + (2 * n)) * (a + (2 * n) + 1));
            d = 1 / Guarded(1 + (odd * d));
            c = Guarded(1 + (odd / c));
            var factor = d * c;
            product *= factor;

            // Asked this way round, what is not a number ends the loop as well.
            if (!(Math.Abs(factor - 1) > Epsilon))
            {
                return product;
            }
        }
    }

    private static double Guarded(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
