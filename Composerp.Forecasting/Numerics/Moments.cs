namespace Composerp.Forecasting.Numerics;

/// <summary>Mean and variance of values as they come.</summary>
/// <remarks>Source: Welford, Technometrics 4 (1962) 419-420.</remarks>
internal struct Moments
{
    private double _squares;

    public int Count { get; private set; }

    public double Mean { get; private set; }

    /// <summary>Of the values themselves, not estimated for others: the squares over the count; 0 without values.</summary>
    public readonly double Variance => Count > 0 ? _squares / Count : 0;

    public void Add(double value)
    {
        Count++;
        var before = value - Mean;
        Mean += before / Count;
        _squares += before * (value - Mean);
    }
}
