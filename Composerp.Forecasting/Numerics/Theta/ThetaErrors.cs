namespace Composerp.Forecasting.Numerics.Theta;

/// <summary>The sum of squared errors of a Theta model as a function of its alpha alone.</summary>
/// <remarks>
/// For a given alpha the forecasts are linear in the first level and in the share of the trend, 1 - 1/theta, so the best
/// two follow from two equations, and the search has one dimension.
/// </remarks>
internal ref struct ThetaErrors(ReadOnlySpan<double> series, ThetaKind kind)
{
    /// <summary>Theta at most 1e6: at infinity the smoothed line would say nothing.</summary>
    private const double ShareMax = 1 - 1e-6;

    private readonly ReadOnlySpan<double> _series = series;
    private readonly ThetaKind _kind = kind;

    /// <summary>Of the last evaluation.</summary>
    public double FirstLevel { get; private set; }

    /// <summary>1 - 1/theta of the last evaluation.</summary>
    public double Share { get; private set; }

    /// <returns>The least sum of squared errors for an alpha.</returns>
    public double Evaluate(double at)
    {
        var whole = WholeLine();
        var line = default(ThetaLine);
        double level = 0, kept = 1;
        double ww = 0, wd = 0, dd = 0, wy = 0, dy = 0, yy = 0;

        for (var t = 0; t < _series.Length; t++)
        {
            var value = _series[t];
            var used = _kind == ThetaKind.Dynamic ? line : whole;
            var keptAfter = kept * (1 - at);
            var trend = _kind == ThetaKind.Level ? 0 : (kept * used.Intercept) + ((1 - keptAfter) / at * used.Slope);
            var left = value - level;

            // The dynamic line knows nothing before the first value.
            if (t > 0 || _kind != ThetaKind.Dynamic)
            {
                ww += kept * kept;
                wd += kept * trend;
                dd += trend * trend;
                wy += kept * left;
                dy += trend * left;
                yy += left * left;
            }

            level += at * left;
            kept = keptAfter;
            line.Add(value);
        }

        return Solve(ww, wd, dd, wy, dy, yy);
    }

    private readonly ThetaLine WholeLine()
    {
        var line = default(ThetaLine);

        foreach (var value in _series)
        {
            line.Add(value);
        }

        return line;
    }

    private double Solve(double ww, double wd, double dd, double wy, double dy, double yy)
    {
        var determinant = (ww * dd) - (wd * wd);
        Share = _kind switch
        {
            ThetaKind.Level => 0,
            ThetaKind.Standard => 0.5,
            _ => determinant > 1e-12 * ww * dd ? Math.Clamp(((ww * dy) - (wd * wy)) / determinant, 0, ShareMax) : 0.5,
        };
        FirstLevel = ww > 0 ? (wy - (wd * Share)) / ww : 0;

        return yy - (2 * FirstLevel * wy) - (2 * Share * dy) + (FirstLevel * FirstLevel * ww) + (2 * FirstLevel * Share * wd) + (Share * Share * dd);
    }
}
