namespace Composerp.Forecasting.Domain;

/// <summary>The forecasts of many series added up: which models were chosen, and how good their backtests were.</summary>
/// <param name="Models">Series by the name of their model.</param>
/// <param name="Days">Series-days that backtests compared.</param>
/// <param name="Actual">Demand of those days, units, of whatever measure each item has.</param>
/// <param name="AbsoluteError">Sum of |mean - demand|, units.</param>
/// <param name="Error">Sum of mean - demand, units.</param>
/// <param name="Pinball">Sum of the pinball losses averaged over the levels, units.</param>
/// <param name="Mase">Sum of the mean absolute scaled errors of the series that have one.</param>
/// <param name="MaseCount">Those series.</param>
/// <param name="Covered">For each level the days whose demand was at or below the quantile.</param>
public sealed record RunTotals(
    SortedDictionary<string, int> Models,
    long Days,
    double Actual,
    double AbsoluteError,
    double Error,
    double Pinball,
    double Mase,
    int MaseCount,
    IReadOnlyList<long> Covered)
{
    /// <summary>Windows of backtests whose sums were compared.</summary>
    public long Sums { get; init; }

    /// <summary>For each level those at or below the quantile of the sum; null from an older version.</summary>
    public IReadOnlyList<long>? SumsCovered { get; init; }

    public static RunTotals Of(Forecast forecast) => Of(forecast.ModelName, forecast.Accuracy);

    public static RunTotals Of(string model, ForecastAccuracy? accuracy) => new(
        new() { [model] = 1 },
        accuracy?.Days ?? 0,
        accuracy?.Actual ?? 0,
        accuracy?.AbsoluteError ?? 0,
        accuracy?.Error ?? 0,
        accuracy?.Pinball ?? 0,
        accuracy?.Mase ?? 0,
        accuracy?.Mase is null ? 0 : 1,
        [.. accuracy?.Covered.Select(days => (long)days) ?? []])
    {
        Sums = accuracy?.Sums ?? 0,
        SumsCovered = [.. accuracy?.SumsCovered.Select(sums => (long)sums) ?? []],
    };

    /// <summary>Adds up in the order given: another order may differ in the last bits.</summary>
    public static RunTotals Sum(IEnumerable<RunTotals> parts, int levelCount)
    {
        var models = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var covered = new long[levelCount];
        var sumsCovered = new long[levelCount];
        var sum = new RunTotals(models, 0, 0, 0, 0, 0, 0, 0, covered) { SumsCovered = sumsCovered };

        foreach (var part in parts)
        {
            foreach (var (model, count) in part.Models)
            {
                models[model] = models.GetValueOrDefault(model) + count;
            }

            for (var level = 0; level < part.Covered.Count; level++)
            {
                covered[level] += part.Covered[level];
            }

            for (var level = 0; level < part.SumsCovered?.Count; level++)
            {
                sumsCovered[level] += part.SumsCovered[level];
            }

            sum = sum with
            {
                Sums = sum.Sums + part.Sums,
                Days = sum.Days + part.Days,
                Actual = sum.Actual + part.Actual,
                AbsoluteError = sum.AbsoluteError + part.AbsoluteError,
                Error = sum.Error + part.Error,
                Pinball = sum.Pinball + part.Pinball,
                Mase = sum.Mase + part.Mase,
                MaseCount = sum.MaseCount + part.MaseCount,
            };
        }

        return sum;
    }
}
