using Composerp.Replenishment.Numerics.Distributions;
using Composerp.Replenishment.Numerics.Simulation;

namespace Composerp.Replenishment.Numerics.ServiceLevels;

/// <summary>The level for a fill rate by trying: where demand that finds no stock is lost, no formula is exact.</summary>
/// <remarks>
/// What was lost never leaves the stock, so the position, the orders and the next losses all depend on it; approximations
/// in closed form miss by up to three points. The rule is lived through on a path of the item's own demand instead: every
/// share of its distribution once, in an order that is always the same, so that the answer can be calculated again.
/// </remarks>
public static class SimulatedLevel
{
    private const int Days = 4_096;
    private const int WarmUpDays = 256;
    private const ulong Seed = 0x9E3779B97F4A7C15;

    /// <param name="day">Demand of one day.</param>
    /// <param name="leadTimes">The probabilities of 0, 1, 2.. days.</param>
    /// <param name="rule">Its gap, lot and review; its levels are looked for.</param>
    /// <param name="start">Where to look first.</param>
    /// <param name="step">Levels are whole multiples of this; 0 takes a hundredth of the review's demand.</param>
    public static double TopFor(
        IDemandDistribution day,
        ReadOnlySpan<double> leadTimes,
        StockRule rule,
        Shortage shortage,
        double fillRate,
        double start,
        double step,
        LevelRounding rounding)
    {
        using var room = new Scratch(Days);
        var path = room.Values;
        var state = Seed;
        Fill(path, day, ref state);
        var drawn = new int[512];
        Draw(drawn, leadTimes, ref state);
        var gap = rule.Level - rule.ReorderPoint;
        var width = step > 0 ? step : Math.Max(day.Mean * rule.ReviewDays / 100, 1e-4);

        // In whole steps: the largest that misses and the smallest that reaches.
        var low = Math.Floor(start / width);
        var stride = Math.Max(1, Math.Round(Math.Sqrt(day.Variance) / width));
        var high = low;

        for (var rate = RateAt(low, path); rate >= fillRate && low > 0; rate = RateAt(low, path))
        {
            (high, low) = (low, Math.Max(0, low - stride));
            stride *= 2;
        }

        for (; RateAt(high, path) < fillRate; stride *= 2)
        {
            (low, high) = (high, high + stride);
        }

        while (high - low > 1)
        {
            var middle = Math.Floor((low + high) / 2);
            (low, high) = RateAt(middle, path) < fillRate ? (middle, high) : (low, middle);
        }

        var isNearer = rounding == LevelRounding.Nearest && high > low && fillRate - RateAt(low, path) < RateAt(high, path) - fillRate;

        return (isNearer ? low : high) * width;

        double RateAt(double steps, ReadOnlySpan<double> demand)
        {
            var top = steps * width;

            return StockSimulation.Run(demand, drawn, rule with { ReorderPoint = top - gap, Level = top }, shortage, Math.Max(0, top), WarmUpDays).FillRate;
        }
    }

    private static void Fill(Span<double> path, IDemandDistribution day, ref ulong state)
    {
        for (var n = 0; n < path.Length; n++)
        {
            path[n] = Math.Max(0, day.Quantile((n + 0.5) / path.Length));
        }

        Shuffle(path, ref state);
    }

    private static void Draw(Span<int> drawn, ReadOnlySpan<double> leadTimes, ref ulong state)
    {
        var (days, until) = (0, leadTimes[0]);

        for (var n = 0; n < drawn.Length; n++)
        {
            while ((n + 0.5) / drawn.Length > until && days < leadTimes.Length - 1)
            {
                days++;
                until += leadTimes[days];
            }

            drawn[n] = days;
        }

        Shuffle(drawn, ref state);
    }

    /// <summary>Source of the numbers: Marsaglia, Journal of Statistical Software 8 (2003), 14; of the shuffle: Fisher and Yates (1938).</summary>
    private static void Shuffle<T>(Span<T> values, ref ulong state)
    {
        for (var last = values.Length - 1; last > 0; last--)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            var other = (int)(state % (ulong)(last + 1));
            (values[last], values[other]) = (values[other], values[last]);
        }
    }
}
