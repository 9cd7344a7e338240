namespace Composerp.Replenishment.Numerics.Distributions;

/// <summary>Demand given by some of its quantiles, as forecasts state it.</summary>
/// <remarks>
/// Between two levels the quantile function is linear, below the lowest it is flat, and above the highest its last rise
/// goes on once more: levels that end at 0.99 say little about the one case in a hundred.
/// </remarks>
public sealed class QuantileTable : IDemandDistribution
{
    private readonly double[] _levels;
    private readonly double[] _values;

    /// <param name="levels">Ascending, in (0, 1), at least two.</param>
    /// <param name="values">As many; what is negative or below its predecessor is lifted. Units.</param>
    public QuantileTable(ReadOnlySpan<double> levels, ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels.Length, 2, nameof(levels));
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, levels.Length, nameof(values));
        (_levels, _values) = (new double[levels.Length + 2], new double[levels.Length + 2]);
        levels.CopyTo(_levels.AsSpan(1));
        _levels[^1] = 1;

        for (var level = 0; level < values.Length; level++)
        {
            _values[level + 1] = Math.Max(_values[level], values[level]);
        }

        _values[0] = _values[1];
        _values[^1] = _values[^2] + (_values[^2] - _values[^3]);

        double squares = 0;

        for (var slice = 1; slice < _values.Length; slice++)
        {
            var (from, to) = (_values[slice - 1], _values[slice]);
            Mean += (_levels[slice] - _levels[slice - 1]) * (from + to) / 2;
            squares += (_levels[slice] - _levels[slice - 1]) * ((from * from) + (from * to) + (to * to)) / 3;
        }

        Variance = Math.Max(0, squares - (Mean * Mean));
    }

    public double Mean { get; }

    public double Variance { get; }

    public bool IsWhole => false;

    public double Cumulative(double stock) => 1 - Upper(stock);

    public double Upper(double stock)
    {
        if (stock >= _values[^1])
        {
            return 0;
        }

        var slice = _values.Length - 1;

        while (slice > 0 && _values[slice - 1] > stock)
        {
            slice--;
        }

        return slice == 0 ? 1 : (1 - _levels[slice]) + ((_levels[slice] - _levels[slice - 1]) * (_values[slice] - stock) / (_values[slice] - _values[slice - 1]));
    }

    public double Quantile(double probability)
    {
        var slice = 1;

        while (slice < _levels.Length - 1 && _levels[slice] < probability)
        {
            slice++;
        }

        var share = (probability - _levels[slice - 1]) / (_levels[slice] - _levels[slice - 1]);

        return _values[slice - 1] + (share * (_values[slice] - _values[slice - 1]));
    }

    public double Loss(double stock)
    {
        var loss = 0.0;

        for (var slice = _values.Length - 1; slice > 0 && _values[slice] > stock; slice--)
        {
            var (from, to) = (_values[slice - 1], _values[slice]);
            var width = _levels[slice] - _levels[slice - 1];

            // A slice that the stock cuts counts with the triangle above it.
            loss += from >= stock
                ? width * (((from + to) / 2) - stock)
                : width * (to - stock) * (to - stock) / (2 * (to - from));
        }

        return loss;
    }
}
