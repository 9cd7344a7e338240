namespace Composerp.Replenishment.Numerics.SpecialFunctions;

/// <summary>The gamma function and its incomplete integrals, to about 1e-13 relative also far out in the tails.</summary>
/// <remarks>
/// Sources: Abramowitz and Stegun, Handbook of Mathematical Functions (1964) 6.1 and 6.5 for series and continued
/// fraction, the latter evaluated after Lentz, Applied Optics 15 (1976) 668-671; Loader, Fast and Accurate Computation of
/// Binomial Probabilities (2000) for terms that keep their digits at large counts.
/// </remarks>
public static class GammaFunctions
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    private const double Epsilon = 1e-16;

    private const double FractionEpsilon = 1e-15;

    // Lentz's method must not divide by zero.
    private const double Tiny = 1e-300;

    // From here on Stirling's series is exact to the last digits.
    private const double SeriesFrom = 16;

    /// <param name="x">Above 0.</param>
    public static double LogGamma(double x)
    {
        var product = 1.0;

        while (x < SeriesFrom)
        {
            product *= x;
            x++;
        }

        return ((x - 0.5) * Math.Log(x)) - x + HalfLogTwoPi + StirlingSeries(x) - Math.Log(product);
    }

    /// <summary>e^-mean mean^x / Gamma(x + 1): the Poisson probability of x, also between the whole numbers.</summary>
    /// <param name="x">0 or more.</param>
    /// <param name="mean">Above 0.</param>
    public static double PoissonTerm(double x, double mean) => x == 0
        ? Math.Exp(-mean)
        : Math.Exp(-StirlingError(x) - Deviance(x, mean)) / Math.Sqrt(2 * Math.PI * x);

    /// <summary>The regularized integrals of the gamma function: below x and above it.</summary>
    /// <param name="a">Above 0.</param>
    public static (double Lower, double Upper) Regularized(double a, double x)
    {
        if (x <= 0)
        {
            return (0, 1);
        }

        if (double.IsPositiveInfinity(x))
        {
            return (1, 0);
        }

        var term = PoissonTerm(a, x);

        if (x < a + 1)
        {
            var lower = Math.Min(1, term * LowerSeries(a, x));

            return (lower, 1 - lower);
        }

        var upper = Math.Min(1, a * term * UpperFraction(a, x));

        return (1 - upper, upper);
    }

    /// <summary>ln Gamma(x + 1) less Stirling's ln(sqrt(2 pi x) (x / e)^x).</summary>
    /// <param name="x">Above 0.</param>
    internal static double StirlingError(double x) => x >= SeriesFrom
        ? StirlingSeries(x)
        : LogGamma(x + 1) - ((x + 0.5) * Math.Log(x)) + x - HalfLogTwoPi;

    /// <summary>x ln(x / mean) + mean - x, without the cancellation where both are close.</summary>
    /// <param name="x">Above 0.</param>
    /// <param name="mean">Above 0.</param>
    internal static double Deviance(double x, double mean)
    {
        var difference = x - mean;

        if (Math.Abs(difference) >= 0.1 * (x + mean))
        {
            return (x * Math.Log(x / mean)) - difference;
        }

        var ratio = difference / (x + mean);
        var sum = difference * ratio;
        var power = 2 * x * ratio;

        for (var n = 3; ; n += 2)
        {
            power *= ratio * ratio;
            var next = sum + (power / n);

            if (!(Math.Abs(next - sum) > 0))
            {
                return sum;
            }

            sum = next;
        }
    }

    private static double StirlingSeries(double x)
    {
        var square = 1 / (x * x);

        return ((((((((1.0 / 156 * square) - (691.0 / 360360)) * square) + (1.0 / 1188)) * square - (1.0 / 1680)) * square
            + (1.0 / 1260)) * square - (1.0 / 360)) * square + (1.0 / 12)) / x;
    }

    private static double LowerSeries(double a, double x)
    {
        double term = 1, sum = 1;

        for (var n = 1; term > sum * Epsilon; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum;
    }

    private static double UpperFraction(double a, double x)
    {
        var b = x + 1 - a;
        var c = 1 / Tiny;
        var d = 1 / Guarded(b);
        var product = d;

        for (var n = 1; ; n++)
        {
            var numerator = -n * (n - a);
            b += 2;
            d = 1 / Guarded((numerator * d) + b);
            c = Guarded(b + (numerator / c));
            var factor = d * c;
            product *= factor;

            // Asked this way round, what is not a number ends the loop as well.
            if (!(Math.Abs(factor - 1) > FractionEpsilon))
            {
                return product;
            }
        }
    }

    private static double Guarded(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
