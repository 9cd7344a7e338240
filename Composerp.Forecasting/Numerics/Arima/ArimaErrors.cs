using Composerp.Forecasting.Numerics.Optimization;

namespace Composerp.Forecasting.Numerics.Arima;

/// <summary>The conditional sum of squares of an ARIMA model, with its derivatives.</summary>
/// <remarks>
/// What was before the first value counts as the mean. The derivative of the errors by a weight is again a filtered
/// series: by an autoregressive weight of lag i the series without that polynomial, i steps later; by one of a moving
/// average the errors through its inverse. So four filters give all derivatives.
/// Source: Box and Jenkins, Time Series Analysis: Forecasting and Control (1976), 7.2.
/// </remarks>
internal readonly ref struct ArimaErrors : ILeastSquares
{
    private const int WeightsMax = 16;

    private readonly ReadOnlySpan<double> _series;
    private readonly ArimaOrder _order;
    private readonly int _period;
    private readonly Span<double> _errors;
    private readonly Span<double> _byAutoregression;
    private readonly Span<double> _bySeasonalAutoregression;
    private readonly Span<double> _byAverage;
    private readonly Span<double> _bySeasonalAverage;

    /// <param name="series">Differenced, less its mean.</param>
    /// <param name="scratch">Room for <see cref="ScratchLength"/> values; the first ones hold the errors.</param>
    public ArimaErrors(ReadOnlySpan<double> series, in ArimaOrder order, int period, Span<double> scratch)
    {
        var length = series.Length;
        _series = series;
        _order = order;
        _period = period;
        _errors = scratch[..length];
        _byAutoregression = scratch.Slice(length, length);
        _bySeasonalAutoregression = scratch.Slice(2 * length, length);
        _byAverage = scratch.Slice(3 * length, length);
        _bySeasonalAverage = scratch.Slice(4 * length, length);
    }

    public static int ScratchLength(int length) => 5 * length;

    public double Evaluate(scoped ReadOnlySpan<double> parameters, scoped Span<double> gradient, scoped Span<double> normal)
    {
        var phi = parameters[.._order.P];
        var theta = parameters.Slice(_order.P, _order.Q);
        var seasonalPhi = parameters.Slice(_order.P + _order.Q, _order.SeasonalP);
        var seasonalTheta = parameters[(_order.P + _order.Q + _order.SeasonalP)..];

        if (!IsInside(phi, theta, seasonalPhi, seasonalTheta))
        {
            return double.PositiveInfinity;
        }

        _series.CopyTo(_errors);
        Divide(_errors, theta, 1);
        Divide(_errors, seasonalTheta, _period);

        // The errors without one of the two autoregressive polynomials.
        _errors.CopyTo(_byAutoregression);
        Multiply(_byAutoregression, seasonalPhi, _period);
        _errors.CopyTo(_bySeasonalAutoregression);
        Multiply(_bySeasonalAutoregression, phi, 1);
        _bySeasonalAutoregression.CopyTo(_errors);
        Multiply(_errors, seasonalPhi, _period);
        _errors.CopyTo(_byAverage);
        Divide(_byAverage, theta, 1);
        _errors.CopyTo(_bySeasonalAverage);
        Divide(_bySeasonalAverage, seasonalTheta, _period);

        return Sum(gradient, normal);
    }

    private static bool IsInside(
        ReadOnlySpan<double> phi, ReadOnlySpan<double> theta, ReadOnlySpan<double> seasonalPhi, ReadOnlySpan<double> seasonalTheta) =>
        Polynomial.IsStable(phi) && Polynomial.IsStable(seasonalPhi) && IsInvertible(theta) && IsInvertible(seasonalTheta);

    private static bool IsInvertible(ReadOnlySpan<double> theta)
    {
        Span<double> negative = stackalloc double[theta.Length];

        for (var i = 0; i < theta.Length; i++)
        {
            negative[i] = -theta[i];
        }

        return Polynomial.IsStable(negative);
    }

    /// <summary>Applies 1 - c1 B^lag - c2 B^2lag - .. in place.</summary>
    private static void Multiply(Span<double> values, ReadOnlySpan<double> coefficients, int lag)
    {
        for (var t = values.Length - 1; t >= lag && coefficients.Length > 0; t--)
        {
            for (int i = 0, before = t - lag; i < coefficients.Length && before >= 0; i++, before -= lag)
            {
                values[t] -= coefficients[i] * values[before];
            }
        }
    }

    /// <summary>Applies the inverse of 1 + c1 B^lag + c2 B^2lag + .. in place.</summary>
    private static void Divide(Span<double> values, ReadOnlySpan<double> coefficients, int lag)
    {
        for (var t = lag; t < values.Length && coefficients.Length > 0; t++)
        {
            for (int i = 0, before = t - lag; i < coefficients.Length && before >= 0; i++, before -= lag)
            {
                values[t] -= coefficients[i] * values[before];
            }
        }
    }

    private double Sum(Span<double> gradient, Span<double> normal)
    {
        var count = _order.Weights;
        Span<double> row = stackalloc double[WeightsMax];
        gradient.Clear();
        normal.Clear();
        double squares = 0;

        for (var t = 0; t < _errors.Length; t++)
        {
            var error = _errors[t];
            squares += error * error;
            var at = Lagged(_byAutoregression, t, 1, _order.P, row, 0);
            at = Lagged(_byAverage, t, 1, _order.Q, row, at);
            at = Lagged(_bySeasonalAutoregression, t, _period, _order.SeasonalP, row, at);
            Lagged(_bySeasonalAverage, t, _period, _order.SeasonalQ, row, at);

            for (var i = 0; i < count; i++)
            {
                var derivative = row[i];
                gradient[i] += derivative * error;

                for (var j = 0; j <= i; j++)
                {
                    normal[(i * count) + j] += derivative * row[j];
                }
            }
        }

        return squares;
    }

    private static int Lagged(ReadOnlySpan<double> values, int t, int lag, int count, Span<double> row, int at)
    {
        for (var i = 1; i <= count; i++)
        {
            row[at++] = t >= i * lag ? -values[t - (i * lag)] : 0;
        }

        return at;
    }
}
