namespace Composerp.Replenishment.Numerics.Distributions;

/// <summary>Demand that takes certain values with certain probabilities: an observed history, or the sum of days on a grid.</summary>
public sealed class DiscreteDemand : IDemandDistribution
{
    // P(demand > value) and E[(demand - value)+] at each value, summed from the top, so that small tails keep their digits.
    private readonly double[] _values;
    private readonly double[] _upper;
    private readonly double[] _loss;

    /// <param name="values">Ascending, without repeats, at least one; units.</param>
    /// <param name="probabilities">As many, 0 or more; taken relative to their sum.</param>
    public DiscreteDemand(ReadOnlySpan<double> values, ReadOnlySpan<double> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Length, nameof(values));
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Length, values.Length, nameof(probabilities));
        _values = values.ToArray();
        (_upper, _loss) = (new double[_values.Length], new double[_values.Length]);
        double total = 0, mean = 0, squares = 0;

        for (var place = 0; place < _values.Length; place++)
        {
            total += probabilities[place];
            mean += probabilities[place] * _values[place];
        }

        mean /= total;
        IsWhole = true;

        for (var place = _values.Length - 1; place >= 0; place--)
        {
            var distance = _values[place] - mean;
            squares += probabilities[place] / total * distance * distance;
            IsWhole &= _values[place] == Math.Floor(_values[place]);

            if (place > 0)
            {
                _upper[place - 1] = _upper[place] + (probabilities[place] / total);
                _loss[place - 1] = _loss[place] + (_upper[place - 1] * (_values[place] - _values[place - 1]));
            }
        }

        (Mean, Variance) = (mean, squares);
    }

    public double Mean { get; }

    public double Variance { get; }

    public bool IsWhole { get; }

    /// <summary>What was seen, each time as likely.</summary>
    /// <param name="sample">In any order, at least one value.</param>
    public static DiscreteDemand OfSample(ReadOnlySpan<double> sample)
    {
        var sorted = sample.ToArray();
        Array.Sort(sorted);
        var values = new List<double>();
        var counts = new List<double>();

        foreach (var value in sorted)
        {
            if (values.Count > 0 && values[^1] == value)
            {
                counts[^1]++;
            }
            else
            {
                values.Add(value);
                counts.Add(1);
            }
        }

        return new([.. values], [.. counts]);
    }

    /// <summary>The probabilities of 0, 1, 2.. steps of a grid.</summary>
    /// <param name="spacing">Units per step, above 0.</param>
    public static DiscreteDemand OnGrid(ReadOnlySpan<double> probabilities, double spacing)
    {
        var values = new double[probabilities.Length];

        for (var step = 0; step < values.Length; step++)
        {
            values[step] = step * spacing;
        }

        return new(values, probabilities);
    }

    public double Cumulative(double stock) => 1 - Upper(stock);

    public double Upper(double stock) => PlaceOf(stock) is var place and >= 0 ? _upper[place] : 1;

    public double Quantile(double probability)
    {
        var limit = WholeQuantile.UpperLimit(probability);
        int low = 0, high = _values.Length - 1;

        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _upper[middle] <= limit ? (low, middle) : (middle + 1, high);
        }

        return _values[low];
    }

    public double Loss(double stock)
    {
        var place = PlaceOf(stock);

        return place < 0 ? Mean - stock : Math.Max(0, _loss[place] - ((stock - _values[place]) * _upper[place]));
    }

    // The last value that the stock serves; -1 where it serves none.
    private int PlaceOf(double stock)
    {
        var found = Array.BinarySearch(_values, stock);

        return found >= 0 ? found : ~found - 1;
    }
}
