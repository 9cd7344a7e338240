namespace Composerp.Replenishment.Numerics.ServiceLevels;

/// <summary>Sixteen places in (0, 1) and their weights, by which smooth functions are averaged (Gauss 1814, Legendre's polynomial).</summary>
internal static class Quadrature
{
    private const int Count = 16;

    private static readonly double[] _nodes = new double[Count];
    private static readonly double[] _weights = new double[Count];

#pragma warning disable CA1810 // Both arrays come out of one loop.
    static Quadrature()
#pragma warning restore CA1810
    {
        for (var n = 0; n < Count; n++)
        {
            var x = Math.Cos(Math.PI * (n + 0.75) / (Count + 0.5));
            double value = 1, slope = 1;

            for (var step = 0; step < 100 && Math.Abs(value / slope) > 1e-16; step++)
            {
                (value, slope) = Legendre(x);
                x -= value / slope;
            }

            slope = Legendre(x).Slope;
            _nodes[n] = (1 - x) / 2;
            _weights[n] = 1 / ((1 - (x * x)) * slope * slope);
        }
    }

    public static ReadOnlySpan<double> Nodes => _nodes;

    /// <summary>Sum to 1.</summary>
    public static ReadOnlySpan<double> Weights => _weights;

    private static (double Value, double Slope) Legendre(double x)
    {
        double value = x, before = 1;

        for (var degree = 2; degree <= Count; degree++)
        {
            (value, before) = ((((2 * degree) - 1) * x * value - ((degree - 1) * before)) / degree, value);
        }

        return (value, Count * ((x * value) - before) / ((x * x) - 1));
    }
}
