using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Composerp.Forecasting.Numerics.Optimization;

namespace Composerp.Forecasting.Numerics.Smoothing;

/// <summary>The likelihood of one form of exponential smoothing with its derivatives, for the search of the weights.</summary>
/// <remarks>
/// Beside each state run its derivatives by the weights, of which there are at most four: one register. A season's change
/// only in its own phase. So one pass over the series gives the value, the gradient and J'J.
/// Multiplications are not fused and the register has a fixed width: the same on every machine, bit for bit.
/// </remarks>
internal readonly ref struct EtsSensitivity : ILeastSquares
{
    private readonly ReadOnlySpan<double> _series;
    private readonly EtsParameters _at;
    private readonly Span<double> _parameters;
    private readonly Span<double> _seasons;
    private readonly Span<Vector256<double>> _dSeasons;

    /// <param name="parameters">All of them; the states before the first value keep their values.</param>
    /// <param name="seasons">Room for one value of each phase.</param>
    /// <param name="dSeasons">Room for the derivatives of each phase.</param>
    public EtsSensitivity(
        ReadOnlySpan<double> series,
        in EtsParameters at,
        Span<double> parameters,
        Span<double> seasons,
        Span<Vector256<double>> dSeasons)
    {
        _series = series;
        _at = at;
        _parameters = parameters;
        _seasons = seasons;
        _dSeasons = dSeasons;
    }

    public double Evaluate(scoped ReadOnlySpan<double> parameters, scoped Span<double> gradient, scoped Span<double> normal)
    {
        parameters.CopyTo(_parameters);
        _at.FirstSeasons(_parameters, _seasons);
        _dSeasons.Clear();
        var sums = default(Sums);
        var isInside = _at.Form.Season == EtsSeason.Multiplicative
            ? RunMultiplicative(ref sums)
            : RunAdditive(ref sums);

        return isInside ? Finish(sums, gradient, normal) : double.PositiveInfinity;
    }

    private bool RunAdditive(ref Sums sums)
    {
        var (alpha, beta, gamma, phi) = (_parameters[0], _at.Beta(_parameters), _at.Gamma(_parameters), _at.Damping(_parameters));
        var (dAlpha, dBeta, dGamma, dPhi) = Derivatives();
        var (level, trend) = (_parameters[_at.Level], _at.FirstTrend(_parameters));
        var (dLevel, dTrend) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var isRelative = _at.Form.IsRelative;

        for (int t = 0, phase = 0; t < _series.Length; t++, phase = phase + 1 == _seasons.Length ? 0 : phase + 1)
        {
            ref var season = ref _seasons[phase];
            ref var dSeason = ref _dSeasons[phase];
            var damped = phi * trend;
            var dDamped = (dTrend * phi) + (dPhi * trend);
            var forecast = level + damped + season;
            var dForecast = dLevel + dDamped + dSeason;
            var error = _series[t] - forecast;

            if (!sums.Add(_series[t], forecast, error, dForecast, isRelative))
            {
                return false;
            }

            season += gamma * error;
            dSeason = dSeason - (dForecast * gamma) + (dGamma * error);
            level = level + damped + (alpha * error);
            dLevel = dLevel + dDamped - (dForecast * alpha) + (dAlpha * error);
            trend = damped + (beta * error);
            dTrend = dDamped - (dForecast * beta) + (dBeta * error);
        }

        return true;
    }

    private bool RunMultiplicative(ref Sums sums)
    {
        var (alpha, beta, gamma, phi) = (_parameters[0], _at.Beta(_parameters), _at.Gamma(_parameters), _at.Damping(_parameters));
        var (dAlpha, dBeta, dGamma, dPhi) = Derivatives();
        var (level, trend) = (_parameters[_at.Level], _at.FirstTrend(_parameters));
        var (dLevel, dTrend) = (Vector256<double>.Zero, Vector256<double>.Zero);

        for (int t = 0, phase = 0; t < _series.Length; t++, phase = phase + 1 == _seasons.Length ? 0 : phase + 1)
        {
            ref var season = ref _seasons[phase];
            ref var dSeason = ref _dSeasons[phase];
            var damped = phi * trend;
            var dDamped = (dTrend * phi) + (dPhi * trend);
            var unseasoned = level + damped;
            var dUnseasoned = dLevel + dDamped;
            var forecast = unseasoned * season;
            var dForecast = (dUnseasoned * season) + (dSeason * unseasoned);
            var error = _series[t] - forecast;

            if (!sums.Add(_series[t], forecast, error, dForecast, isRelative: true))
            {
                return false;
            }

            var (perSeason, perLevel) = (1 / season, 1 / unseasoned);
            var (moved, seasonMoved) = (error * perSeason, error * perLevel);
            var dMoved = (dForecast + (dSeason * moved)) * perSeason;
            var dSeasonMoved = (dForecast + (dUnseasoned * seasonMoved)) * perLevel;
            season += gamma * seasonMoved;
            dSeason = dSeason - (dSeasonMoved * gamma) + (dGamma * seasonMoved);
            level = unseasoned + (alpha * moved);
            dLevel = dUnseasoned - (dMoved * alpha) + (dAlpha * moved);
            trend = damped + (beta * moved);
            dTrend = dDamped - (dMoved * beta) + (dBeta * moved);
        }

        return true;
    }

    /// <summary>What the four weights in the recursion are by the parameters, some of which are shares of others.</summary>
    private (Vector256<double> Alpha, Vector256<double> Beta, Vector256<double> Gamma, Vector256<double> Phi) Derivatives()
    {
        var none = Vector256<double>.Zero;
        var beta = _at.Form.HasTrend
            ? none.WithElement(0, _parameters[_at.TrendShare]).WithElement(_at.TrendShare, _parameters[0])
            : none;
        var gamma = _at.Form.HasSeason
            ? none.WithElement(0, -_parameters[_at.SeasonShare]).WithElement(_at.SeasonShare, 1 - _parameters[0])
            : none;

        return (none.WithElement(0, 1), beta, gamma, _at.Phi > 0 ? none.WithElement(_at.Phi, 1) : none);
    }

    /// <summary>Puts together value, gradient and J'J, where the geometric mean of the forecasts scales relative errors.</summary>
    private double Finish(in Sums sums, Span<double> gradient, Span<double> normal)
    {
        var scale = _at.Form.IsRelative ? Math.Exp(2 * sums.Logarithms / _series.Length) : 1;
        var logs = sums.DLogs / _series.Length;

        for (var row = 0; row < _at.Weights; row++)
        {
            gradient[row] = scale * (sums.Gradient[row] + (sums.Squares * logs[row]));

            for (var column = 0; column <= row; column++)
            {
                normal[(row * _at.Weights) + column] = scale * (sums.Row(row)[column]
                    + (sums.Gradient[row] * logs[column]) + (logs[row] * sums.Gradient[column]) + (sums.Squares * logs[row] * logs[column]));
            }
        }

        return scale * sums.Squares;
    }

    /// <summary>What a pass adds up: squared errors, logarithms of the forecasts, and both by the weights.</summary>
    private struct Sums
    {
        private Vector256<double> _row0;
        private Vector256<double> _row1;
        private Vector256<double> _row2;
        private Vector256<double> _row3;
        private double _product;
        private double _logs;

        public double Squares { get; private set; }

        public Vector256<double> Gradient { get; private set; }

        public Vector256<double> DLogs { get; private set; }

        public readonly double Logarithms => _logs + (_product > 0 ? Math.Log(_product) : 0);

        public readonly Vector256<double> Row(int row) => row switch { 0 => _row0, 1 => _row1, 2 => _row2, _ => _row3 };

        /// <returns>False where a relative error has no meaning.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Add(double value, double forecast, double error, Vector256<double> dForecast, bool isRelative)
        {
            // d measured = -by x d forecast.
            var (measured, by) = (error, 1.0);

            if (isRelative)
            {
                if (!(forecast > 0))
                {
                    return false;
                }

                var inverse = 1 / forecast;
                measured = error * inverse;
                by = value * inverse * inverse;
                DLogs += dForecast * inverse;
                AddLogarithm(forecast);
            }

            Squares += measured * measured;
            Gradient -= dForecast * (by * measured);
            var weighted = dForecast * (by * by);
            _row0 += weighted * dForecast[0];
            _row1 += weighted * dForecast[1];
            _row2 += weighted * dForecast[2];
            _row3 += weighted * dForecast[3];

            return true;
        }

        /// <summary>One logarithm for many factors.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void AddLogarithm(double factor)
        {
            _product = _product > 0 ? _product * factor : factor;

            if (_product is > 1e100 or < 1e-100)
            {
                _logs += Math.Log(_product);
                _product = 1;
            }
        }
    }
}
