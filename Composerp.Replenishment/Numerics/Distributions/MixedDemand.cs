namespace Composerp.Replenishment.Numerics.Distributions;

/// <summary>A mixture: with each probability another distribution, as when the lead time is one of several.</summary>
public sealed class MixedDemand : IDemandDistribution
{
    private readonly double[] _weights;
    private readonly IDemandDistribution[] _parts;

    /// <param name="weights">Above 0; taken relative to their sum.</param>
    /// <param name="parts">As many, at least one.</param>
    public MixedDemand(ReadOnlySpan<double> weights, IReadOnlyList<IDemandDistribution> parts)
    {
        ArgumentOutOfRangeException.ThrowIfZero(parts.Count, nameof(parts));
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, parts.Count, nameof(weights));
        (_weights, _parts) = (weights.ToArray(), [.. parts]);
        var total = _weights.Sum();
        var squares = 0.0;
        IsWhole = true;

        for (var part = 0; part < _parts.Length; part++)
        {
            _weights[part] /= total;
            Mean += _weights[part] * _parts[part].Mean;
            IsWhole &= _parts[part].IsWhole;
        }

        for (var part = 0; part < _parts.Length; part++)
        {
            var distance = _parts[part].Mean - Mean;
            squares += _weights[part] * (_parts[part].Variance + (distance * distance));
        }

        Variance = squares;
    }

    public double Mean { get; }

    public double Variance { get; }

    public bool IsWhole { get; }

    public double Cumulative(double stock)
    {
        var sum = 0.0;

        for (var part = 0; part < _parts.Length; part++)
        {
            sum += _weights[part] * _parts[part].Cumulative(stock);
        }

        return sum;
    }

    public double Upper(double stock)
    {
        var sum = 0.0;

        for (var part = 0; part < _parts.Length; part++)
        {
            sum += _weights[part] * _parts[part].Upper(stock);
        }

        return sum;
    }

    public double Loss(double stock)
    {
        var sum = 0.0;

        for (var part = 0; part < _parts.Length; part++)
        {
            sum += _weights[part] * _parts[part].Loss(stock);
        }

        return sum;
    }

    // It lies between the smallest and the largest of the parts' own quantiles.
    public double Quantile(double probability)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;

        foreach (var part in _parts)
        {
            var quantile = part.Quantile(probability);
            (low, high) = (Math.Min(low, quantile), Math.Max(high, quantile));
        }

        if (WholeQuantile.Suffices(this, low, probability))
        {
            return low;
        }

        for (var precision = 1e-13 * Math.Max(1, Math.Abs(high)); high - low > (IsWhole ? 1 : precision);)
        {
            var middle = IsWhole ? Math.Floor((low + high) / 2) : (low + high) / 2;
            (low, high) = WholeQuantile.Suffices(this, middle, probability) ? (low, middle) : (middle, high);
        }

        return high;
    }
}
