namespace Composerp.InventoryLedger.Housekeeping;

/// <summary>How many sequences a range of entries has, so that the busiest shard fills one in about a month.</summary>
internal static class RangeWidth
{
    public const long Least = 1_000_000;

    private const int Days = 30;

    /// <summary>An import is no month: ranges get wider step by step only, and narrower at once.</summary>
    private const int GrowthMax = 4;

    /// <param name="filled">The width of the last range that the busiest shard left behind.</param>
    /// <param name="took">How long that range was the busiest one's.</param>
    public static long Next(long filled, TimeSpan took)
    {
        var due = took > TimeSpan.Zero ? (Int128)filled * TimeSpan.FromDays(Days).Ticks / took.Ticks : long.MaxValue;

        return Math.Max(Least, (long)Int128.Min(Rounded(due), (Int128)filled * GrowthMax));
    }

    // Up to 1, 2 or 5 and zeros: bounds that can be read.
    private static Int128 Rounded(Int128 width)
    {
        var step = (Int128)1;

        while (step * 10 < width)
        {
            step *= 10;
        }

        return step >= width ? step : step * 2 >= width ? step * 2 : step * 5 >= width ? step * 5 : step * 10;
    }
}
