using Composerp.Bench.Support;
using Composerp.Forecasting.Numerics.Combination;
using Composerp.Forecasting.Numerics.Hierarchy;

namespace Composerp.Bench.Forecasting;

/// <summary>Sums of the items of M5 over departments, stores, states and everything, forecast on every level and reconciled.</summary>
internal sealed class DepartmentRun
{
    private const int Horizon = RetailRun.Horizon;
    private static readonly int[] _week = [7];
    private readonly SummingTree _tree;
    private readonly double[][] _sales;
    private readonly int[] _departments;
    private readonly IReadOnlyList<RetailForecast> _items;

    /// <param name="items">Of the newest origin.</param>
    public DepartmentRun(IReadOnlyList<RetailForecast> items)
    {
        _items = items;
        var nodes = new List<(string Name, int Parent)> { ("", -1) };
        var places = new Dictionary<string, int> { [""] = 0 };
        int[] leaves = [.. items.Select(item =>
        {
            var state = Place(item.Series.Store[..2], 0);
            var store = Place(item.Series.Store, state);

            return Place($"{item.Series.Store} {item.Series.Department}", store);
        })];
        _departments = [.. leaves.Distinct()];
        nodes.AddRange(items.Zip(leaves, (item, department) => (item.Series.Id, department)));
        _tree = new([.. nodes.Select(node => node.Parent)]);
        var length = items.Max(item => item.Series.Sales.Length);
        _sales = [.. nodes.Select(_ => new double[length])];
        var first = nodes.Count - items.Count;

        for (var day = 0; day < length; day++)
        {
            var values = new double[nodes.Count];

            foreach (var (place, item) in items.Index())
            {
                // All series end on the same day.
                var own = day - (length - item.Series.Sales.Length);
                values[first + place] = own < 0 ? 0 : item.Series.Sales[own];
            }

            _tree.SumUp(values);

            for (var node = 0; node < values.Length; node++)
            {
                _sales[node][day] = values[node];
            }
        }

        int Place(string name, int parent)
        {
            if (!places.TryGetValue(name, out var place))
            {
                places[name] = place = nodes.Count;
                nodes.Add((name, parent));
            }

            return place;
        }
    }

    public IEnumerable<Figure> Measure(bool isWhole)
    {
        var (means, tested) = Forecasts();
        var end = _sales[0].Length - Horizon;
        var days = tested[0].Length;
        double[][] actuals = [.. _sales.Select(sales => sales[(end - days)..end])];
        double[][] errors = [.. tested.Zip(actuals, (forecast, actual) => actual.Zip(forecast, (value, mean) => value - mean).ToArray())];
        var chosen = ReconciliationChoice.Of(_tree, tested, actuals, Horizon);
        Console.WriteLine($"  Departments: {_tree.Count} nodes; the backtest chose {chosen}.");
        yield return Figure.Plain("m5-departments-rmsse-unreconciled", Rmsse(means), "ratio");

        foreach (var method in Enum.GetValues<ReconciliationMethod>())
        {
            yield return Figure.Plain($"m5-departments-rmsse-{method.ToString().ToLowerInvariant()}", Rmsse(Reconciled(means, new(_tree, method, errors))), "ratio");
        }

        var rmsse = Rmsse(Reconciled(means, new(_tree, chosen, errors)));
        yield return isWhole ? Figure.AtMost("m5-departments-rmsse", rmsse, "ratio", 1) : Figure.Plain("m5-departments-rmsse", rmsse, "ratio");
    }

    /// <returns>By nodes, of the days ahead and of the days of the backtest.</returns>
    private (double[][] Means, double[][] Tested) Forecasts()
    {
        var (means, tested) = (new double[_tree.Count][], new double[_tree.Count][]);
        var first = _tree.Count - _items.Count;
        var end = _sales[0].Length - Horizon;

        for (var node = 0; node < _tree.Count; node++)
        {
            var forecast = node >= first ? _items[node - first].Combined : LocalForecast.Of(SoldFrom(node, end), _week, Horizon);
            means[node] = forecast.Forecast.Mean;

            // What was too short for a backtest counts as forecast right, once.
            double[] known = [.. forecast.Backtest.Count == 3 && forecast.Origins.Stride == Horizon ? forecast.Backtest.SelectMany(origin => origin.Forecast.Mean) : _sales[node].AsSpan(end - (3 * Horizon), 3 * Horizon).ToArray()];
            tested[node] = known;
        }

        return (means, tested);
    }

    private double[] SoldFrom(int node, int end) => [.. _sales[node].Take(end).SkipWhile(units => units == 0)];

    private static double[][] Reconciled(double[][] means, Reconciliation reconciliation)
    {
        double[][] reconciled = [.. means.Select(mean => (double[])mean.Clone())];
        var values = new double[means.Length];

        for (var ahead = 0; ahead < Horizon; ahead++)
        {
            for (var node = 0; node < values.Length; node++)
            {
                values[node] = means[node][ahead];
            }

            reconciliation.Apply(values);

            for (var node = 0; node < values.Length; node++)
            {
                reconciled[node][ahead] = values[node];
            }
        }

        return reconciled;
    }

    /// <summary>Of the departments in stores.</summary>
    private double Rmsse(double[][] means) => _departments.Average(node =>
    {
        var sales = _sales[node].SkipWhile(units => units == 0).ToArray();
        var end = sales.Length - Horizon;
        var scale = Enumerable.Range(1, end - 1).Average(day => Math.Pow(sales[day] - sales[day - 1], 2));

        return Math.Sqrt(Enumerable.Range(0, Horizon).Average(ahead => Math.Pow(sales[end + ahead] - means[node][ahead], 2)) / scale);
    });
}
