namespace Composerp.Forecasting.Numerics.Global;

/// <summary>The days that the global model learns from: so many of each series as fit into a fixed room.</summary>
/// <remarks>
/// Which days those are depends on the seed, on the number of series and on a series' place among them, and on nothing
/// else. The room is taken once: a row costs 132 bytes here and some 40 in the native library while it trains, so that
/// 100,000 rows take 17 MB, however many series there are.
/// </remarks>
public sealed class GlobalSample
{
    /// <summary>Days before the oldest origin that is drawn: before that there is nothing to learn from.</summary>
    public const int HistoryMin = 28;

    /// <summary>Origins are drawn from so many newest days.</summary>
    private const int ReachMax = 728;

    /// <summary>Demand of more than so many times its base is a spike, from which nothing general is learned.</summary>
    private const double LabelMax = 100;

    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly int _rowsMax;
    private readonly int _horizon;
    private readonly double _rowsPerSeries;
    private readonly ulong _seed;
    private readonly float[] _features;
    private readonly float[] _labels;
    private readonly float[] _weights;

    /// <param name="rowsMax">Days at most, over all series.</param>
    /// <param name="seriesCount">Series that will be added; with more of them the last ones find no room.</param>
    /// <param name="horizon">Days ahead that will be forecast.</param>
    public GlobalSample(int rowsMax, int seriesCount, int horizon, ulong seed)
    {
        (_rowsMax, _horizon, _seed) = (rowsMax, horizon, seed);
        _rowsPerSeries = (double)rowsMax / Math.Max(1, seriesCount);
        _features = new float[rowsMax * GlobalFeatures.Names.Count];
        (_labels, _weights) = (new float[rowsMax], new float[rowsMax]);
    }

    public int Count { get; private set; }

    internal ReadOnlySpan<float> Features => _features.AsSpan(0, Count * GlobalFeatures.Names.Count);

    internal ReadOnlySpan<float> Labels => _labels.AsSpan(0, Count);

    internal ReadOnlySpan<float> Weights => _weights.AsSpan(0, Count);

    /// <param name="place">Of the series among all of them, from 0.</param>
    /// <param name="days">Days of the series that may be seen.</param>
    public void Add(GlobalSeries series, int place, int days)
    {
        var state = Mix(unchecked(_seed + ((ulong)place * Golden)));
        var wanted = (int)_rowsPerSeries + (Uniform(ref state) < _rowsPerSeries % 1 ? 1 : 0);
        var first = Math.Max(HistoryMin, days - ReachMax) - 1;

        if (wanted == 0 || days - 1 - first < 1)
        {
            return;
        }

        var features = new GlobalFeatures(series);
        var width = GlobalFeatures.Names.Count;

        for (var drawn = 0; drawn < wanted && Count < _rowsMax; drawn++)
        {
            var target = first + 1 + (int)(Uniform(ref state) * (days - 1 - first));
            var ahead = 1 + (int)(Uniform(ref state) * _horizon);
            var origin = target - ahead;

            if (origin < HistoryMin - 1 || double.IsNaN(series.Demand[target]))
            {
                continue;
            }

            var expected = features.Write(origin, ahead, _features.AsSpan(Count * width, width));

            if (expected == 0)
            {
                continue;
            }

            _labels[Count] = (float)Math.Min(LabelMax, series.Demand[target] / expected);
            _weights[Count] = (float)Math.Sqrt(expected);
            Count++;
        }
    }

    private static double Uniform(ref ulong state)
    {
        state = Mix(unchecked(state + Golden));

        return (state >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Source: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators (OOPSLA 2014).</summary>
    private static ulong Mix(ulong state)
    {
        unchecked
        {
            state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            state = (state ^ (state >> 27)) * 0x94D049BB133111EB;

            return state ^ (state >> 31);
        }
    }
}
