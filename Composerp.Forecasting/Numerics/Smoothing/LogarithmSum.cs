namespace Composerp.Forecasting.Numerics.Smoothing;

/// <summary>Adds up the logarithms of positive numbers without taking one for each.</summary>
internal struct LogarithmSum
{
    private const double ProductMax = 1e100;
    private const double ProductMin = 1e-100;

    private double _product;
    private double _sum;

    public LogarithmSum() => _product = 1;

    public readonly double Value => _sum + Math.Log(_product);

    /// <param name="number">In 1e-200 to 1e200.</param>
    public void Add(double number)
    {
        _product *= number;

        if (_product is > ProductMax or < ProductMin)
        {
            _sum += Math.Log(_product);
            _product = 1;
        }
    }
}
