using Composerp.Forecasting.Numerics.Optimization;

namespace Composerp.Forecasting.Numerics.Hierarchy;

/// <summary>Makes forecasts that were made for each level by itself add up, changing those least that are surest.</summary>
/// <remarks>
/// The forecasts less the part of them that breaks the sums, measured by the covariance W of their errors: with one row of
/// C for each sum, W C' (C W C')^-1 C y. Of a tree the equations with a diagonal W are a tree themselves and are solved from
/// the leaves to the top and back, without filling in; covariances add a narrow product, for which Woodbury's identity
/// needs a matrix of moments by moments alone. Source: Wickramasuriya, Athanasopoulos and Hyndman, Journal of the American
/// Statistical Association 114 (2019) 804-819; Woodbury (1950).
/// </remarks>
public sealed class Reconciliation
{
    private readonly SummingTree _tree;
    private readonly ErrorCovariance? _covariance;
    private readonly double[] _pivots;
    private readonly double[][] _sumsOfFactors;
    private readonly double[][] _solved;

    /// <param name="errors">Of backtests, by nodes: each as many, of the same moments; none needed bottom up or structurally.</param>
    public Reconciliation(SummingTree tree, ReconciliationMethod method, IReadOnlyList<double[]> errors)
    {
        _tree = tree;
        var hasErrors = errors.Count == tree.Count && errors[0].Length > 1;
        _covariance = method switch
        {
            ReconciliationMethod.BottomUp => null,
            ReconciliationMethod.Variance when hasErrors => ErrorCovariance.OfVariances(errors),
            ReconciliationMethod.Shrinkage when hasErrors => ErrorCovariance.Shrunk(errors),
            _ => ErrorCovariance.Structural(tree),
        };
        _pivots = _covariance is null ? [] : Pivots(_covariance.Diagonal);
        _sumsOfFactors = _covariance is null ? [] : [.. _covariance.Factors.Select(factor => Breaches(factor))];
        _solved = [.. _sumsOfFactors.Select(Solve)];
    }

    /// <summary>Reconciles the forecasts of one step.</summary>
    /// <param name="forecasts">One for each node; takes the ones that add up, >= 0.</param>
    public void Apply(Span<double> forecasts)
    {
        if (_covariance is not null)
        {
            var multipliers = Multipliers(Breaches(forecasts));
            var changes = new double[forecasts.Length];

            for (var node = 0; node < changes.Length; node++)
            {
                changes[node] = (_tree.IsLeaf[node] ? 0 : multipliers[node]) - (node == 0 ? 0 : multipliers[_tree.Parents[node]]);
            }

            for (var node = 0; node < changes.Length; node++)
            {
                forecasts[node] -= _covariance.Diagonal[node] * changes[node];
            }

            foreach (var factor in _covariance.Factors)
            {
                var share = Dot(factor, changes);

                for (var node = 0; node < changes.Length; node++)
                {
                    forecasts[node] -= factor[node] * share;
                }
            }
        }

        // Demand is not negative; what the leaves say then, the rest adds up to.
        foreach (ref var forecast in forecasts)
        {
            forecast = Math.Max(0, forecast);
        }

        _tree.SumUp(forecasts);
    }

    /// <summary>By how much each node is more than its parts; 0 of leaves.</summary>
    private double[] Breaches(ReadOnlySpan<double> values)
    {
        var breaches = new double[values.Length];

        for (var node = values.Length - 1; node >= 0; node--)
        {
            breaches[node] += _tree.IsLeaf[node] ? 0 : values[node];

            if (node > 0)
            {
                breaches[_tree.Parents[node]] -= values[node];
            }
        }

        return breaches;
    }

    private double[] Pivots(double[] diagonal)
    {
        var pivots = new double[diagonal.Length];

        for (var node = diagonal.Length - 1; node >= 0; node--)
        {
            // All parts of a node stand after it: its pivot is complete.
            pivots[node] += _tree.IsLeaf[node] ? 0 : diagonal[node];

            if (node > 0)
            {
                pivots[_tree.Parents[node]] += diagonal[node] - (_tree.IsLeaf[node] ? 0 : diagonal[node] * diagonal[node] / pivots[node]);
            }
        }

        return pivots;
    }

    /// <summary>Solves the equations of the diagonal.</summary>
    private double[] Solve(double[] breaches)
    {
        var solution = (double[])breaches.Clone();
        var diagonal = _covariance!.Diagonal;

        for (var node = solution.Length - 1; node > 0; node--)
        {
            solution[_tree.Parents[node]] += _tree.IsLeaf[node] ? 0 : diagonal[node] / _pivots[node] * solution[node];
        }

        for (var node = 0; node < solution.Length; node++)
        {
            if (_tree.IsLeaf[node])
            {
                solution[node] = 0;
            }
            else
            {
                var above = node == 0 ? 0 : diagonal[node] * solution[_tree.Parents[node]];
                solution[node] = (solution[node] + above) / _pivots[node];
            }
        }

        return solution;
    }

    private double[] Multipliers(double[] breaches)
    {
        var solution = Solve(breaches);
        var count = _solved.Length;

        if (count == 0)
        {
            return solution;
        }

        var matrix = new double[count * count];
        var shares = new double[count];

        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                matrix[(row * count) + column] = Dot(_sumsOfFactors[row], _solved[column]) + (row == column ? 1 : 0);
            }

            shares[row] = Dot(_sumsOfFactors[row], solution);
        }

        if (Cholesky.Solve(matrix, shares))
        {
            for (var factor = 0; factor < count; factor++)
            {
                for (var node = 0; node < solution.Length; node++)
                {
                    solution[node] -= shares[factor] * _solved[factor][node];
                }
            }
        }

        return solution;
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;

        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
