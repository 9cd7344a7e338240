using Composerp.Forecasting.Numerics.Hierarchy;

namespace Composerp.Forecasting.Tests.Numerics.Hierarchy;

public sealed class ReconciliationTests
{
    // The total of two groups: one of two leaves, one of a single leaf.
    private static readonly SummingTree _tree = new([-1, 0, 0, 1, 1, 2]);

    private static readonly double[] _forecasts = [20, 11, 6, 4, 5, 7];

    // By what the nodes sum, from the leaves.
    private static readonly double[][] _sums = [[1, 1, 1], [1, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]];

    private static readonly double[][] _errors =
    [
        [2, -1, 3, 0, -2, 1, 2, -3], [1, -2, 2, 1, -1, 0, 2, -2], [1, 1, 0, -2, -1, 1, 0.5, -1], [0.5, -1, 1, 1, 0, -0.5, 1, -1.5],
        [0.5, -1, 1.5, 0, -1, 0.5, 1, -0.5], [1.5, 1, 0.5, -2, -1, 1, 0, -1],
    ];

    [Fact]
    public void Bottom_up_the_leaves_decide() =>
        Assert.Equal([16, 9, 7, 4, 5, 7], Apply(new(_tree, ReconciliationMethod.BottomUp, [])));

    // Least squares by their definition: S (S' W^-1 S)^-1 S' W^-1 y, with the full matrices.
    [Theory]
    [InlineData(ReconciliationMethod.Structural)]
    [InlineData(ReconciliationMethod.Variance)]
    [InlineData(ReconciliationMethod.Shrinkage)]
    public void The_rest_is_the_generalised_least_squares_of_the_definition(ReconciliationMethod method)
    {
        var covariance = method switch
        {
            ReconciliationMethod.Structural => Diagonal([3, 2, 1, 1, 1, 1]),
            ReconciliationMethod.Variance => Diagonal([.. _errors.Select(errors => errors.Average(error => error * error))]),
            _ => Shrunk(),
        };

        Assert.Equal(ByDefinition(covariance), Apply(new(_tree, method, _errors)), (x, y) => Math.Abs(x - y) < 1e-8);
    }

    // Pair by pair: Schaefer and Strimmer's sum over all pairs of the sampling variance of correlations over that of their squares.
    [Fact]
    public void The_shrinkage_is_that_of_all_pairs() =>
        Assert.Equal(ShrinkageByPairs(), ErrorCovariance.Shrinkage(_errors, [.. _errors.Select(errors => errors.Average(error => error * error))]), 1e-12);

    [Fact]
    public void Every_level_adds_up_whatever_comes_in()
    {
        foreach (var seed in new[] { 1, 2, 3, 4, 5 })
        {
            var random = new Random(seed);
            double[] forecasts = [.. Enumerable.Range(0, 6).Select(_ => random.Next(100) * (seed == 5 ? 0 : 1.0))];
            double[][] errors = [.. Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, 20).Select(_ => seed == 4 ? 0 : random.NextDouble() - 0.5).ToArray())];

            foreach (var method in Enum.GetValues<ReconciliationMethod>())
            {
                var values = (double[])forecasts.Clone();
                new Reconciliation(_tree, method, errors).Apply(values);

                Assert.All(values, value => Assert.InRange(value, 0, 500));
                Assert.Equal(values[0], values[1] + values[2], 1e-9);
                Assert.Equal(values[1], values[3] + values[4], 1e-9);
                Assert.Equal(values[2], values[5], 1e-9);
            }
        }
    }

    [Fact]
    public void A_node_is_part_of_one_before_it()
    {
        Assert.Throws<ArgumentException>(() => new SummingTree([-1, 2, 0]));
        Assert.Throws<ArgumentException>(() => new SummingTree([0, 0]));
        Assert.Equal([0, 1, 1, 2, 2, 2], Enumerable.Range(0, 6).Select(_tree.LevelOf));
    }

    // Nothing is known of the leaves but their sum: forecasts of the top that are right help all.
    [Fact]
    public void The_backtest_finds_out_that_only_the_top_is_sure()
    {
        var random = new Random(7);
        var tree = new SummingTree([-1, 0, 0, 0, 0]);
        double[][] actuals = [.. Enumerable.Range(0, 5).Select(_ => new double[84])];
        double[][] forecasts = [.. Enumerable.Range(0, 5).Select(_ => new double[84])];

        for (var day = 0; day < 84; day++)
        {
            var level = 20 + random.Next(20);

            for (var leaf = 1; leaf < 5; leaf++)
            {
                actuals[leaf][day] = level;
                forecasts[leaf][day] = 30;
                actuals[0][day] += level;
            }

            forecasts[0][day] = actuals[0][day] + random.Next(-2, 3);
        }

        Assert.NotEqual(ReconciliationMethod.BottomUp, ReconciliationChoice.Of(tree, forecasts, actuals, 28));
        forecasts[0] = [.. Enumerable.Repeat(1_000.0, 84)];
        forecasts[1..].Zip(actuals[1..]).ToList().ForEach(pair => pair.Second.CopyTo(pair.First, 0));
        Assert.Equal(ReconciliationMethod.BottomUp, ReconciliationChoice.Of(tree, forecasts, actuals, 28));
    }

    [Fact]
    public void Only_the_newest_window_judges()
    {
        var tree = new SummingTree([-1, 0]);
        double[][] actuals = [[.. Enumerable.Range(0, 84).Select(day => 10.0 + (day % 7))], [.. Enumerable.Range(0, 84).Select(day => 10.0 + (day % 7))]];
        double[][] forecasts = [.. actuals.Select(values => values.Select((value, day) => day < 56 ? value + 5 : value).ToArray())];

        Assert.Equal(0, ReconciliationChoice.Compare(tree, forecasts, actuals, 28).Single(method => method.Method == ReconciliationMethod.BottomUp).Error);
    }

    private static double[] Apply(Reconciliation reconciliation)
    {
        var values = (double[])_forecasts.Clone();
        reconciliation.Apply(values);

        return values;
    }

    private static double[][] Diagonal(double[] values) =>
        [.. values.Select((value, row) => values.Select((_, column) => row == column ? value : 0).ToArray())];

    private static double Covariance(int row, int column) => _errors[row].Zip(_errors[column], (x, y) => x * y).Average();

    private static double[][] Shrunk()
    {
        var shrinkage = ShrinkageByPairs();

        return [.. Enumerable.Range(0, 6).Select(row => Enumerable.Range(0, 6).Select(column => (row == column ? 1 : 1 - shrinkage) * Covariance(row, column)).ToArray())];
    }

    private static double ShrinkageByPairs()
    {
        double sampling = 0, squares = 0;
        var count = _errors[0].Length;

        for (var row = 0; row < 6; row++)
        {
            for (var column = 0; column < 6; column++)
            {
                if (row != column)
                {
                    double[] products = [.. _errors[row].Zip(_errors[column], (x, y) => x * y / Math.Sqrt(Covariance(row, row) * Covariance(column, column)))];
                    sampling += products.Sum(product => Math.Pow(product - products.Average(), 2)) / (count * (count - 1.0));
                    squares += Math.Pow(products.Average(), 2);
                }
            }
        }

        return Math.Clamp(sampling / squares, 1e-3, 1);
    }

    private static double[] ByDefinition(double[][] covariance)
    {
        var inverse = Inverse(covariance);
        double[][] left = [.. Enumerable.Range(0, 3).Select(leaf => Enumerable.Range(0, 6).Select(node => Enumerable.Range(0, 6).Sum(other => _sums[other][leaf] * inverse[other][node])).ToArray())];
        double[][] normal = [.. left.Select(row => Enumerable.Range(0, 3).Select(leaf => Enumerable.Range(0, 6).Sum(node => row[node] * _sums[node][leaf])).ToArray())];
        double[] right = [.. left.Select(row => row.Zip(_forecasts, (x, y) => x * y).Sum())];
        var solution = Inverse(normal).Select(row => row.Zip(right, (x, y) => x * y).Sum()).ToArray();

        return [.. _sums.Select(row => row.Zip(solution, (x, y) => x * y).Sum())];
    }

    /// <summary>Gauss and Jordan.</summary>
    private static double[][] Inverse(double[][] matrix)
    {
        var count = matrix.Length;
        double[][] rows = [.. matrix.Select((row, at) => row.Concat(Enumerable.Range(0, count).Select(column => column == at ? 1.0 : 0)).ToArray())];

        for (var pivot = 0; pivot < count; pivot++)
        {
            rows[pivot] = [.. rows[pivot].Select(value => value / rows[pivot][pivot])];

            for (var row = 0; row < count; row++)
            {
                if (row != pivot)
                {
                    rows[row] = [.. rows[row].Zip(rows[pivot], (value, other) => value - (rows[row][pivot] * other))];
                }
            }
        }

        return [.. rows.Select(row => row[count..])];
    }
}
