namespace Composerp.Forecasting.Numerics.Theta;

/// <summary>The straight line of least squares through all values so far, moved along with each.</summary>
/// <remarks>At time t (from 1) the line is Intercept + Slope x t.</remarks>
internal struct ThetaLine
{
    private int _count;
    private double _mean;

    public double Intercept { get; private set; }

    public double Slope { get; private set; }

    public void Add(double value)
    {
        var meanBefore = _mean;
        _count++;
        var count = (double)_count;
        _mean += (value - meanBefore) / count;
        Slope = _count == 1 ? 0 : (((count - 2) * Slope) + (6 * (value - meanBefore) / count)) / (count + 1);
        Intercept = _mean - (Slope * (count + 1) / 2);
    }
}
