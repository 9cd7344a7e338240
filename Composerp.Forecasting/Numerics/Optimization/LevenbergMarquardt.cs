namespace Composerp.Forecasting.Numerics.Optimization;

/// <summary>Finds the least sum of squares within bounds.</summary>
/// <remarks>
/// Gauss-Newton steps, shortened by a multiple of the diagonal until the sum falls. A parameter on its bound stays there
/// while the gradient points out of it.
/// Sources: Marquardt, SIAM Journal on Applied Mathematics 11 (1963) 431-441; the bounds: Bertsekas, SIAM Journal on
/// Control and Optimization 20 (1982) 221-246.
/// </remarks>
public static class LevenbergMarquardt
{
    private const double DampingFirst = 1e-2;
    private const double DampingMin = 1e-9;
    private const double DampingMax = 1e9;

    /// <summary>Values of scratch that so many parameters need.</summary>
    public static int ScratchLength(int parameters) => (3 * parameters * parameters) + (4 * parameters);

    /// <param name="parameters">Where to start, within the bounds; takes the best point found.</param>
    /// <param name="tolerance">Ends when a step takes off less than this share of the sum.</param>
    /// <param name="scratch">Room for <see cref="ScratchLength"/> values.</param>
    /// <returns>The sum at the best point; not finite where the start made no sense.</returns>
    public static double Minimize<T>(
        ref T problem,
        scoped Span<double> parameters,
        scoped ReadOnlySpan<double> lower,
        scoped ReadOnlySpan<double> upper,
        int evaluationsMax,
        double tolerance,
        scoped Span<double> scratch)
        where T : struct, ILeastSquares, allows ref struct
    {
        var count = parameters.Length;
        var square = count * count;
        var normal = scratch[..square];
        var trialNormal = scratch.Slice(square, square);
        var factor = scratch.Slice(2 * square, square);
        var gradient = scratch.Slice(3 * square, count);
        var trialGradient = scratch.Slice((3 * square) + count, count);
        var step = scratch.Slice((3 * square) + (2 * count), count);
        var trial = scratch.Slice((3 * square) + (3 * count), count);
        var sum = problem.Evaluate(parameters, gradient, normal);
        var damping = DampingFirst;

        for (var evaluation = 1; evaluation < evaluationsMax && sum > 0 && double.IsFinite(sum) && damping < DampingMax; evaluation++)
        {
            if (!FindStep(parameters, lower, upper, gradient, normal, damping, factor, step))
            {
                damping *= 10;
                continue;
            }

            for (var i = 0; i < count; i++)
            {
                trial[i] = Math.Clamp(parameters[i] + step[i], lower[i], upper[i]);
            }

            var trialSum = problem.Evaluate(trial, trialGradient, trialNormal);

            if (!(trialSum < sum))
            {
                // Not worth going on where even the step itself promised nothing.
                if (trialSum <= sum * (1 + (tolerance / 10)))
                {
                    break;
                }

                damping *= 8;
                continue;
            }

            var gain = (sum - trialSum) / sum;
            sum = trialSum;
            trial.CopyTo(parameters);
            var spareGradient = gradient;
            gradient = trialGradient;
            trialGradient = spareGradient;
            var spareNormal = normal;
            normal = trialNormal;
            trialNormal = spareNormal;
            damping = Math.Max(DampingMin, damping / 8);

            if (gain < tolerance)
            {
                break;
            }
        }

        return sum;
    }

    /// <summary>Solves (J'J + damping x its diagonal) step = -J'r for the parameters that may move.</summary>
    private static bool FindStep(
        ReadOnlySpan<double> parameters,
        scoped ReadOnlySpan<double> lower,
        scoped ReadOnlySpan<double> upper,
        ReadOnlySpan<double> gradient,
        ReadOnlySpan<double> normal,
        double damping,
        Span<double> factor,
        Span<double> step)
    {
        var count = parameters.Length;
        normal.CopyTo(factor);

        for (var i = 0; i < count; i++)
        {
            var diagonal = factor[(i * count) + i];
            var isHeld = diagonal <= 0
                || (parameters[i] <= lower[i] && gradient[i] > 0)
                || (parameters[i] >= upper[i] && gradient[i] < 0);
            step[i] = isHeld ? 0 : -gradient[i];
            factor[(i * count) + i] = isHeld ? 1 : diagonal * (1 + damping);

            if (isHeld)
            {
                factor.Slice(i * count, i).Clear();

                for (var below = i + 1; below < count; below++)
                {
                    factor[(below * count) + i] = 0;
                }
            }
        }

        return Cholesky.Solve(factor, step);
    }
}
