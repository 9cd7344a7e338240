using Composerp.Replenishment.Numerics.Distributions;

namespace Composerp.Replenishment.Numerics.ServiceLevels;

/// <summary>Where the stock position stands after a review, as distances below the highest place it can have.</summary>
/// <remarks>
/// Order-up-to always stands at its level. A reorder point with a fixed lot stands anywhere between the two, each place as
/// likely (Hadley and Whitin, Analysis of Inventory Systems, 1963). Min-max stands where the renewals of demand lead it
/// (Zheng and Federgruen, Operations Research 39 (1991) 654-665), which is how much it undershoots the minimum.
/// </remarks>
public sealed class PositionSpread
{
    /// <summary>So many whole units are taken one by one; what is wider is taken at so many places.</summary>
    private const int Places = 64;

    private readonly double[] _below;
    private readonly double[] _weights;

    private PositionSpread(double[] below, double[] weights, double gap, double meanOrder) =>
        (_below, _weights, Gap, MeanOrder) = (below, weights, gap, meanOrder);

    public ReadOnlySpan<double> Below => _below;

    /// <summary>Sum to 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>From the reorder point to the highest place.</summary>
    public double Gap { get; }

    /// <summary>Units of a mean order.</summary>
    public double MeanOrder { get; }

    /// <summary>How far the position is below the reorder point when an order is placed, on average.</summary>
    public double MeanUndershoot => Math.Max(0, MeanOrder - Gap);

    /// <summary>Order-up-to: every review orders what was sold since the last one.</summary>
    public static PositionSpread OrderUpTo(double demandPerReview) => new([0], [1], 0, demandPerReview);

    /// <summary>A reorder point with lots, so many of them as lift the position above it.</summary>
    /// <param name="lot">Above 0, units.</param>
    public static PositionSpread Lots(double lot, bool isWhole)
    {
        if (isWhole && lot <= Places && lot == Math.Floor(lot))
        {
            return new(
                [.. Enumerable.Range(0, (int)lot).Select(n => (double)n)],
                [.. Enumerable.Repeat(1 / lot, (int)lot)], lot, lot);
        }

        // Whole units stand half a unit higher than the same stretch without gaps.
        var shift = isWhole ? 0.5 : 0;

        return new(
            [.. Quadrature.Nodes.ToArray().Select(node => (lot * node) - shift)],
            Quadrature.Weights.ToArray(), lot, lot);
    }

    /// <summary>Min-max: from a position at or below the minimum up to the maximum.</summary>
    /// <param name="gap">Maximum less minimum, 0 or more, units.</param>
    public static PositionSpread MinMax(IDemandDistribution perReview, double gap)
    {
        var isExact = perReview.IsWhole && gap <= Places && gap == Math.Floor(gap);
        var places = isExact ? Math.Max(1, (int)gap) : Places;
        var step = isExact ? 1 : gap / Places;

        if (gap == 0 || perReview.Mean == 0)
        {
            return OrderUpTo(perReview.Mean);
        }

        var probabilities = new double[places];
        var renewals = new double[places];
        var cumulative = 0.0;

        for (var place = 0; place < places; place++)
        {
            var until = perReview.Cumulative(isExact ? place : (place + 0.5) * step);
            (probabilities[place], cumulative) = (until - cumulative, until);
        }

        // So many reviews of a cycle find the position at each place.
        var still = 1 / Math.Max(1e-12, 1 - probabilities[0]);
        renewals[0] = still;
        var reviews = still;

        for (var place = 1; place < places; place++)
        {
            var sum = 0.0;

            for (var jump = 1; jump <= place; jump++)
            {
                sum += probabilities[jump] * renewals[place - jump];
            }

            renewals[place] = sum * still;
            reviews += renewals[place];
        }

        return new(
            [.. Enumerable.Range(0, places).Select(place => place * step)],
            [.. renewals.Select(value => value / reviews)],
            gap,
            perReview.Mean * reviews);
    }
}
