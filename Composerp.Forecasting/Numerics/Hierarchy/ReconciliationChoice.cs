namespace Composerp.Forecasting.Numerics.Hierarchy;

/// <summary>Which way of adding up did best on days that its errors were not taken from.</summary>
public static class ReconciliationChoice
{
    /// <param name="forecasts">By nodes, of the days of a backtest, oldest first.</param>
    /// <param name="actuals">What came then; those of nodes with parts are the sums of theirs.</param>
    /// <param name="window">Days of one origin. The newest origin judges, the ones before it give the errors.</param>
    /// <returns>The method of the least error.</returns>
    public static ReconciliationMethod Of(SummingTree tree, IReadOnlyList<double[]> forecasts, IReadOnlyList<double[]> actuals, int window) =>
        Compare(tree, forecasts, actuals, window).MinBy(method => method.Error).Method;

    /// <returns>Of each method its squared error, each node by the variance of its demand and each level alike: the mean over the days.</returns>
    public static IReadOnlyList<(ReconciliationMethod Method, double Error)> Compare(
        SummingTree tree, IReadOnlyList<double[]> forecasts, IReadOnlyList<double[]> actuals, int window)
    {
        var judged = forecasts[0].Length - window;
        double[][] errors = [.. forecasts.Zip(actuals, (mean, actual) => mean[..judged].Select((value, day) => actual[day] - value).ToArray())];

        return
        [
            .. Enum.GetValues<ReconciliationMethod>().Select(
                method => (method, LossOf(tree, new(tree, method, errors), forecasts, actuals, judged))),
        ];
    }

    private static double LossOf(
        SummingTree tree, Reconciliation reconciliation, IReadOnlyList<double[]> forecasts, IReadOnlyList<double[]> actuals, int judged)
    {
        var squares = new double[tree.Count];
        var values = new double[tree.Count];

        for (var day = judged; day < forecasts[0].Length; day++)
        {
            for (var node = 0; node < values.Length; node++)
            {
                values[node] = forecasts[node][day];
            }

            reconciliation.Apply(values);

            for (var node = 0; node < values.Length; node++)
            {
                squares[node] += (actuals[node][day] - values[node]) * (actuals[node][day] - values[node]);
            }
        }

        return Enumerable.Range(0, tree.Count)
            .GroupBy(tree.LevelOf)
            .Average(level => level.Average(node => Spread(actuals[node]) is > 0 and var spread ? squares[node] / spread : 0))
            / (forecasts[0].Length - judged);
    }

    private static double Spread(double[] values)
    {
        var moments = default(Moments);

        foreach (var value in values)
        {
            moments.Add(value);
        }

        return moments.Variance;
    }
}
