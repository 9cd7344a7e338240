namespace Composerp.Replenishment.Numerics.Distributions;

/// <summary>The standard normal distribution.</summary>
/// <remarks>
/// The integrals keep about 14 digits, relative, in both tails. Sources: Cody, Mathematics of Computation 23 (1969)
/// 631-637, with the coefficients of Algorithm 715, ACM Transactions on Mathematical Software 19 (1993); far out Laplace's
/// continued fraction.
/// </remarks>
public static class NormalDistribution
{
    private static readonly double[] _centreNumerator =
    [
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
    ];

    private static readonly double[] _centreDenominator =
    [
        1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
    ];

    private static readonly double[] _middleNumerator =
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static readonly double[] _middleDenominator =
    [
        1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static readonly double[] _tailNumerator =
    [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static readonly double[] _tailDenominator =
    [
        1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];

    private const double OneOverRootTwoPi = 0.39894228040143267794;

    private const double CentreMax = 0.67448975;

    private static readonly double _middleMax = Math.Sqrt(32);

    private static readonly double[] _centreIntegralNumerator =
    [
        18154.981253343561249, 1067.6894854603709582, 161.02823106855587881, 2.2352520354606839287, 0.065682337918207449113,
    ];

    private static readonly double[] _centreIntegralDenominator =
    [
        45507.789335026729956, 10260.932208618978205, 976.09855173777669322, 47.20258190468824187, 1,
    ];

    private static readonly double[] _middleIntegralNumerator =
    [
        9842.7148383839780218, 11602.651437647350124, 6848.1904505362823326, 2494.5375852903726711, 597.27027639480026226,
        93.506656132177855979, 8.8831497943883759412, 0.39894151208813466764, 1.0765576773720192317e-8,
    ];

    private static readonly double[] _middleIntegralDenominator =
    [
        19685.429676859990727, 38912.003286093271411, 34900.952721145977266, 18615.571640885098091, 6485.558298266760755,
        1519.377599407554805, 235.38790178262499861, 22.266688044328115691, 1,
    ];

    public static double Density(double z) => OneOverRootTwoPi * HalfSquareExponential(z);

    /// <summary>P(Z &lt;= z).</summary>
    public static double Cumulative(double z) => z > 0 ? 1 - Upper(z) : Upper(-z);

    /// <summary>P(Z > z).</summary>
    public static double Upper(double z)
    {
        var y = Math.Abs(z);

        if (y <= CentreMax)
        {
            var square = z * z;

            return 0.5 - (z * Polynomial(_centreIntegralNumerator, square) / Polynomial(_centreIntegralDenominator, square));
        }

        var tail = HalfSquareExponential(y) * (y <= _middleMax
            ? Polynomial(_middleIntegralNumerator, y) / Polynomial(_middleIntegralDenominator, y)
            : OneOverRootTwoPi / (y + TailFraction(y)));

        return z > 0 ? tail : 1 - tail;
    }

    /// <summary>The unit loss E[(Z - z)+]: density(z) - z P(Z > z), without the cancellation of that form in the tail.</summary>
    public static double Loss(double z)
    {
        if (z < 0)
        {
            return Loss(-z) - z;
        }

        if (z <= _middleMax)
        {
            return Density(z) - (z * Upper(z));
        }

        var fraction = TailFraction(z);

        return Density(z) * fraction / (z + fraction);
    }

    /// <summary>The z with P(Z &lt;= z) = probability: the inverse of the cumulative distribution.</summary>
    /// <remarks>
    /// Relative accuracy about 1e-16. Source: Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477-484.
    /// </remarks>
    /// <param name="probability">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside its range.</exception>
    public static double Quantile(double probability)
    {
        if (probability is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Must be in (0, 1).");
        }

        var fromCentre = probability - 0.5;

        if (Math.Abs(fromCentre) <= 0.425)
        {
            var r = 0.180625 - (fromCentre * fromCentre);

            return fromCentre * Polynomial(_centreNumerator, r) / Polynomial(_centreDenominator, r);
        }

        var tail = Math.Sqrt(-Math.Log(Math.Min(probability, 1 - probability)));
        var distance = tail <= 5
            ? Polynomial(_middleNumerator, tail - 1.6) / Polynomial(_middleDenominator, tail - 1.6)
            : Polynomial(_tailNumerator, tail - 5) / Polynomial(_tailDenominator, tail - 5);

        return Math.CopySign(distance, fromCentre);
    }

    // In two factors, or the square would lose the digits that the exponential needs.
    private static double HalfSquareExponential(double z)
    {
        var y = Math.Abs(z);
        var coarse = Math.Truncate(y * 16) / 16;

        return Math.Exp(-coarse * coarse / 2) * Math.Exp(-(y - coarse) * (y + coarse) / 2);
    }

    // Laplace: P(Z > y) = density(y) / (y + 1 / (y + 2 / (y + ...))); so many terms suffice above the root of 32.
    private static double TailFraction(double y)
    {
        const int Terms = 40;
        var fraction = 0.0;

        for (var n = Terms; n > 0; n--)
        {
            fraction = n / (y + fraction);
        }

        return fraction;
    }

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        var sum = 0.0;

        for (var n = coefficients.Length - 1; n >= 0; n--)
        {
            sum = (sum * x) + coefficients[n];
        }

        return sum;
    }
}
