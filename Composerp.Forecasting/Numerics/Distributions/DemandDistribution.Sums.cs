using System.Numerics;
using System.Runtime.InteropServices;

namespace Composerp.Forecasting.Numerics.Distributions;

public sealed partial class DemandDistribution
{
    /// <summary>The quantiles of the demand of the first step, of the first two, .. and of the whole horizon together.</summary>
    /// <remarks>
    /// Drawn as in <see cref="WriteSumQuantiles"/>, but once for all sums: what a step's error adds to a sum depends only on
    /// how many steps of it follow. Time: half the square of the horizon times the draws, as one pass of vector additions each.
    /// </remarks>
    /// <param name="levels">Ascending, in (0, 1).</param>
    /// <param name="quantiles">Takes units: all steps for the first level, then those for the next.</param>
    public void WriteAllSumQuantiles(ReadOnlySpan<double> levels, Span<double> quantiles)
    {
        var horizon = _mean.Length;
        using var room = new Scratch((horizon + 3) * Draws);
        var drawn = room.Values[..((horizon + 1) * Draws)];
        var sums = room.Values.Slice(drawn.Length, Draws);
        var sortRoom = room.Values[(drawn.Length + Draws)..];
        using var reachRoom = new Scratch(horizon);
        var reaches = reachRoom.Values;
        double left = 0, total = 0, apart = 0;

        WriteDraws(drawn);

        for (var steps = 1; steps <= horizon; steps++)
        {
            left += _response[steps - 1];
            reaches[steps - 1] = left;
            total += _mean[steps - 1];
            apart += _scales[steps - 1] * _scales[steps - 1];
            var growth = _sumDeviations[steps - 1] * _sumDeviations[steps - 1] / apart;
            sums.Clear();

            for (var step = 0; step < steps; step++)
            {
                Add(sums, drawn.Slice((step + 1) * Draws, Draws), reaches[steps - 1 - step] * _scales[step]);
            }

            PartialSort.AroundLevels(sums, levels, sortRoom);

            for (var level = 0; level < levels.Length; level++)
            {
                quantiles[(level * horizon) + steps - 1] =
                    Quantile(total, steps * StepMax, ErrorDistribution.Quantile(sums, levels[level]), growth, levels[level]);
            }
        }
    }

    /// <summary>One row of errors for each step, shuffled; before them the row that is shuffled.</summary>
    private void WriteDraws(Span<double> drawn)
    {
        var errors = drawn[..Draws];

        for (var draw = 0; draw < Draws; draw++)
        {
            errors[draw] = ErrorDistribution.Quantile(_sortedErrors, (draw + 0.5) / Draws);
        }

        var state = Seed;

        for (var row = Draws; row < drawn.Length; row += Draws)
        {
            ShuffleFast(errors, ref state);
            errors.CopyTo(drawn[row..]);
        }
    }

    /// <summary>As the other shuffle, but for the division, which takes most of its time.</summary>
    private static void ShuffleFast(Span<double> values, ref ulong state)
    {
        for (var last = values.Length - 1; last > 0; last--)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            var other = (int)(((state >> 32) * (ulong)(last + 1)) >> 32);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    private static void Add(Span<double> sums, ReadOnlySpan<double> errors, double factor)
    {
        var sumVectors = MemoryMarshal.Cast<double, Vector<double>>(sums);
        var errorVectors = MemoryMarshal.Cast<double, Vector<double>>(errors);

        for (var i = 0; i < sumVectors.Length; i++)
        {
            sumVectors[i] += errorVectors[i] * factor;
        }

        for (var draw = sumVectors.Length * Vector<double>.Count; draw < sums.Length; draw++)
        {
            sums[draw] += errors[draw] * factor;
        }
    }
}
