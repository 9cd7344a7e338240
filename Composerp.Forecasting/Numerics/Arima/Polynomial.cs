namespace Composerp.Forecasting.Numerics.Arima;

/// <summary>Polynomials of the lag: 1 + c1 B + c2 B^2 + ..</summary>
internal static class Polynomial
{
    /// <summary>Roots nearer to the unit circle than this make forecasts that hardly settle.</summary>
    private const double ReflectionMax = 0.99;

    /// <summary>Whether all roots of 1 - c1 z - c2 z^2 - .. lie outside of the unit circle.</summary>
    /// <remarks>By the step-down recursion of Durbin and Levinson: all partial autocorrelations are inside of (-1, 1).</remarks>
    public static bool IsStable(ReadOnlySpan<double> coefficients)
    {
        Span<double> current = stackalloc double[coefficients.Length];
        Span<double> next = stackalloc double[coefficients.Length];
        coefficients.CopyTo(current);

        for (var order = coefficients.Length; order > 0; order--)
        {
            var reflection = current[order - 1];

            if (!(Math.Abs(reflection) < ReflectionMax))
            {
                return false;
            }

            for (var i = 0; i < order - 1; i++)
            {
                next[i] = (current[i] + (reflection * current[order - 2 - i])) / (1 - (reflection * reflection));
            }

            next[..(order - 1)].CopyTo(current);
        }

        return true;
    }

    /// <summary>Multiplies a polynomial by 1 + c1 B^lag + c2 B^2lag + ..</summary>
    /// <param name="product">Holds the polynomial, from 1 on; takes the product. The room beyond its degree holds zeros.</param>
    /// <param name="degree">Of the polynomial before.</param>
    /// <returns>The degree of the product.</returns>
    public static int Multiply(Span<double> product, int degree, ReadOnlySpan<double> coefficients, int lag, double sign)
    {
        for (var at = degree + (coefficients.Length * lag); at > 0; at--)
        {
            for (var i = 0; i < coefficients.Length && (i + 1) * lag <= at; i++)
            {
                product[at] += sign * coefficients[i] * product[at - ((i + 1) * lag)];
            }
        }

        return degree + (coefficients.Length * lag);
    }
}
