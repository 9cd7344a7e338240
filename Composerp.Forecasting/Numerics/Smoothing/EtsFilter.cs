namespace Composerp.Forecasting.Numerics.Smoothing;

/// <summary>Runs one form of exponential smoothing over a series.</summary>
/// <remarks>
/// The states move alike for both kinds of error; only the likelihood tells them apart. q = level + phi x trend is the
/// forecast without its season: q, q + season or q x season. After the value the level is q + alpha u and the trend
/// phi x trend + beta u, where u is the error, divided by a multiplicative season.
/// </remarks>
public static class EtsFilter
{
    /// <summary>Filters a series.</summary>
    /// <param name="seasons">Holds the seasons by phase (index modulo their number), one value of 0 without; takes the last ones.</param>
    /// <param name="fitted">Takes the forecasts of one step; as long as the series, or empty.</param>
    /// <returns>
    /// The value that the likelihood makes least: the sum of squared errors, for relative ones times the squared
    /// geometric mean of the forecasts; infinite where a forecast of a relative form is not positive. Then the last states.
    /// </returns>
    public static (double Criterion, double Level, double Trend) Run(
        ReadOnlySpan<double> series, in EtsParameters at, ReadOnlySpan<double> parameters, Span<double> seasons, Span<double> fitted)
    {
        var (alpha, beta, gamma) = (parameters[0], at.Beta(parameters), at.Gamma(parameters));
        var phi = at.Damping(parameters);
        var (level, trend) = (parameters[at.Level], at.FirstTrend(parameters));
        var isMultiplicative = at.Form.Season == EtsSeason.Multiplicative;
        var isRelative = at.Form.IsRelative;
        double squares = 0;
        var logs = new LogarithmSum();

        for (int t = 0, phase = 0; t < series.Length; t++, phase = phase + 1 == seasons.Length ? 0 : phase + 1)
        {
            var season = seasons[phase];
            var base_ = level + (phi * trend);
            var forecast = isMultiplicative ? base_ * season : base_ + season;
            var error = series[t] - forecast;
            var moved = error;

            if (isRelative)
            {
                if (!(forecast > 0))
                {
                    return (double.PositiveInfinity, level, trend);
                }

                logs.Add(forecast);
            }

            var measured = isRelative ? error / forecast : error;
            squares += measured * measured;

            if (isMultiplicative)
            {
                moved = error / season;
                seasons[phase] = season + (gamma * error / base_);
            }
            else
            {
                seasons[phase] = season + (gamma * error);
            }

            level = base_ + (alpha * moved);
            trend = (phi * trend) + (beta * moved);

            if (!fitted.IsEmpty)
            {
                fitted[t] = forecast;
            }
        }

        return (isRelative ? squares * Math.Exp(2 * logs.Value / series.Length) : squares, level, trend);
    }
}
