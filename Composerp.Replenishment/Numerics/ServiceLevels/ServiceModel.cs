using System.Text.Json.Serialization;
using Composerp.Replenishment.Numerics.Distributions;

namespace Composerp.Replenishment.Numerics.ServiceLevels;

/// <summary>What becomes of demand that finds no stock.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Shortage>))]
public enum Shortage
{
    /// <summary>It waits: the next delivery serves it first.</summary>
    [JsonStringEnumMemberName("backordered")]
    Backordered,

    /// <summary>It goes elsewhere.</summary>
    [JsonStringEnumMemberName("lost")]
    Lost,
}

/// <summary>To which of the levels that can be kept a calculated one is rounded.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LevelRounding>))]
public enum LevelRounding
{
    /// <summary>The next higher one: the target is reached by every item.</summary>
    [JsonStringEnumMemberName("up")]
    Up,

    /// <summary>The one whose fill rate is nearest to the target: the target is reached by items together.</summary>
    [JsonStringEnumMemberName("nearest")]
    Nearest,
}

/// <summary>How an ordering rule serves demand that waits; for demand that is lost see <see cref="SimulatedLevel"/>.</summary>
/// <param name="Protection">Demand of lead time and review together.</param>
/// <param name="LeadTime">Demand of the lead time.</param>
/// <param name="DemandPerReview">Expected, units.</param>
public sealed record ServiceModel(
    IDemandDistribution Protection,
    IDemandDistribution LeadTime,
    double DemandPerReview,
    PositionSpread Spread)
{
    /// <summary>The share of demand that is served from the shelf, where the position after a review is at most this.</summary>
    /// <remarks>
    /// An order placed from position y arrives after the lead time and has to last until the next one does, so what is
    /// short meanwhile is the shortage of y over both less that over the lead time, which the delivery before left
    /// (Hadley and Whitin, Analysis of Inventory Systems, 1963). Exact.
    /// </remarks>
    /// <param name="top">Order-up-to level or maximum; reorder point plus lot.</param>
    public double FillRate(double top) => DemandPerReview > 0 ? 1 - ShortShare(top) : 1;

    /// <summary>The chance that the stock is out when the next delivery comes, where the position after a review is at most this.</summary>
    /// <remarks>
    /// Items of which one unit costs about the same to hold and to miss are served best with the least stock if this chance is the same
    /// for all of them, not their fill rate: that is the critical ratio of Arrow, Harris and Marschak, Econometrica 19 (1951).
    /// </remarks>
    public double StockOutChance(double top)
    {
        var chance = 0.0;

        for (var place = 0; place < Spread.Below.Length; place++)
        {
            chance += Spread.Weights[place] * Protection.Upper(top - Spread.Below[place]);
        }

        return chance;
    }

    /// <summary>The level that serves this share of demand.</summary>
    /// <param name="fillRate">In (0, 1).</param>
    /// <param name="step">Levels are whole multiples of this; 0 where every level can be kept. Units.</param>
    public double TopFor(double fillRate, LevelRounding rounding, double step)
    {
        var top = TopWithin(fillRate, step);

        if (step <= 0 || !double.IsFinite(top))
        {
            return top;
        }

        var above = StepsAbove(top, step) * step;

        return rounding == LevelRounding.Nearest && fillRate - FillRate(above - step) < FillRate(above) - fillRate
            ? above - step
            : above;
    }

    // The noise of the search must not cost one more step.
    private static double StepsAbove(double top, double step) => Math.Ceiling((top / step) - 1e-7);

    // As exactly as the next higher step asks for; to the last digits that matter where every level can be kept.
    private double TopWithin(double fillRate, double step)
    {
        if (DemandPerReview <= 0)
        {
            return 0;
        }

        var target = 1 - fillRate;

        // The share that is short falls with the level, from at most 1; regula falsi in the Illinois form.
        var deviation = Math.Max(Math.Sqrt(Protection.Variance), 1e-9);
        var low = Math.Min(0, Protection.Mean - (8 * deviation));
        var high = Protection.Mean + Spread.Gap + (4 * deviation);
        var missLow = ShortShare(low) - target;

        for (var tries = 0; missLow <= 0; tries++)
        {
            // No stock at all already does; a level below zero is one of backorders.
            if (tries == 60)
            {
                return low;
            }

            low = (2 * low) - high;
            missLow = ShortShare(low) - target;
        }

        var missHigh = ShortShare(high) - target;

        while (missHigh > 0)
        {
            (low, missLow) = (high, missHigh);
            high += Math.Max(4 * deviation, Math.Abs(high));
            missHigh = ShortShare(high) - target;
        }

        var side = 0;

        for (var tries = 0; tries < 200 && high - low > 1e-10 * Math.Max(1, Math.Abs(high)); tries++)
        {
            if (step > 0 && StepsAbove(low, step) == StepsAbove(high, step))
            {
                return high;
            }

            var middle = ((low * missHigh) - (high * missLow)) / (missHigh - missLow);

            if (!(middle > low && middle < high))
            {
                middle = (low + high) / 2;
            }

            var miss = ShortShare(middle) - target;

            if (Math.Abs(miss) <= 1e-14)
            {
                return middle;
            }

            if (miss > 0)
            {
                (low, missLow) = (middle, miss);
                missHigh = side == 1 ? missHigh / 2 : missHigh;
                side = 1;
            }
            else
            {
                (high, missHigh) = (middle, miss);
                missLow = side == -1 ? missLow / 2 : missLow;
                side = -1;
            }
        }

        return high;
    }

    private double ShortShare(double top)
    {
        var shortage = 0.0;

        for (var place = 0; place < Spread.Below.Length; place++)
        {
            var position = top - Spread.Below[place];
            shortage += Spread.Weights[place] * (Protection.Loss(position) - LeadTime.Loss(position));
        }

        return shortage / DemandPerReview;
    }
}
