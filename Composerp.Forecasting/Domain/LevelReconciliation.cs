using Composerp.Forecasting.Numerics.Hierarchy;

namespace Composerp.Forecasting.Domain;

/// <summary>A level above the series: what its own history says, and of a category also what its series say.</summary>
/// <param name="Parent">Place of what it is part of, which stands before it; -1 of the total.</param>
/// <param name="Own">Means of the horizon by its own history, units per day.</param>
/// <param name="Tested">The same of the days of the backtest; null where its history is too short.</param>
/// <param name="Sold">What was sold on those days; null where there is no backtest.</param>
/// <param name="Series">Of a category, the sums of its series' means; null of others.</param>
/// <param name="SeriesTested">The same of the days of the backtest.</param>
public sealed record Level(int Parent, double[] Own, double[]? Tested, double[]? Sold, double[]? Series, double[]? SeriesTested);

/// <summary>How forecasts of series and of the levels above them are made to add up.</summary>
/// <remarks>
/// Below each category stands one more node: its series together. With errors of series taken as independent of each other
/// this gives what the tree with all series would. What the category gains or loses, its series share in proportion to
/// their means, so that none becomes negative and what is not sold stays at 0. Source of the latter: Athanasopoulos, Ahmed
/// and Hyndman, International Journal of Forecasting 25 (2009) 146-166.
/// </remarks>
public sealed class LevelReconciliation
{
    /// <summary>Series are not raised beyond so many times what they say.</summary>
    public const double FactorMax = 4;

    private readonly IReadOnlyList<Level> _levels;
    private readonly int[] _categories;
    private readonly SummingTree _tree;

    /// <param name="levels">The total first, what is part of something after it.</param>
    public LevelReconciliation(IReadOnlyList<Level> levels)
    {
        _levels = levels;
        _categories = [.. Enumerable.Range(0, levels.Count).Where(place => levels[place].Series is not null)];
        _tree = new([.. levels.Select(level => level.Parent), .. _categories]);
    }

    /// <summary>How good each way is on the newest window of the backtest, by the errors of the windows before it.</summary>
    /// <returns>The squared error of a day, by the variance of the node's demand: the mean over nodes, levels and days.</returns>
    public IReadOnlyList<(ReconciliationMethod Method, double Error)> Compare(int window)
    {
        var (tested, sold) = Backtests();

        return ReconciliationChoice.Compare(_tree, tested, sold, window);
    }

    /// <summary>By what the days of each category's series are multiplied, in the order of the categories.</summary>
    /// <param name="isPlanned">
    /// Whether a day of a category is known not to be like others, which only series know: there the category is what they
    /// say, and the levels above move with it.
    /// </param>
    public double[][] FactorsOf(ReconciliationMethod method, Func<int, int, bool> isPlanned)
    {
        var (tested, sold) = Backtests();
        var errors = tested.Zip(sold, (mean, came) => came.Zip(mean, (value, forecast) => value - forecast).ToArray()).ToList();
        var reconciliation = new Reconciliation(_tree, method, errors);
        double[][] factors = [.. _categories.Select(place => new double[_levels[place].Own.Length])];
        var values = new double[_tree.Count];

        for (var ahead = 0; ahead < _levels[0].Own.Length; ahead++)
        {
            Write(values, ahead, isPlanned);
            reconciliation.Apply(values);

            for (var category = 0; category < _categories.Length; category++)
            {
                var said = _levels[_categories[category]].Series![ahead];
                factors[category][ahead] = said > 0 ? Math.Min(FactorMax, values[_levels.Count + category] / said) : 1;
            }
        }

        return factors;
    }

    private void Write(double[] values, int ahead, Func<int, int, bool> isPlanned)
    {
        for (var place = 0; place < _levels.Count; place++)
        {
            values[place] = _levels[place].Own[ahead];
        }

        for (var category = 0; category < _categories.Length; category++)
        {
            var place = _categories[category];
            var said = values[_levels.Count + category] = _levels[place].Series![ahead];
            var change = isPlanned(place, ahead) ? said - _levels[place].Own[ahead] : 0;

            for (var above = place; above >= 0 && change != 0; above = _levels[above].Parent)
            {
                values[above] = Math.Max(0, values[above] + change);
            }
        }
    }

    // A level too young for a backtest by itself is tested as the sum of its series.
    private (double[][] Tested, double[][] Sold) Backtests()
    {
        var days = _levels[0].Sold?.Length ?? 0;
        double[][] tested = [.. Enumerable.Range(0, _tree.Count).Select(_ => new double[days])];
        double[][] sold = [.. tested.Select(_ => new double[days])];
        var values = new double[_tree.Count];

        for (var day = 0; day < days; day++)
        {
            for (var category = 0; category < _categories.Length; category++)
            {
                values[_levels.Count + category] = _levels[_categories[category]].SeriesTested![day];
            }

            _tree.SumUp(values);

            for (var node = 0; node < values.Length; node++)
            {
                var level = _levels[node < _levels.Count ? node : _categories[node - _levels.Count]];
                tested[node][day] = node < _levels.Count && level.Tested is { } own ? own[day] : values[node];
                sold[node][day] = level.Sold![day];
            }
        }

        return (tested, sold);
    }
}
