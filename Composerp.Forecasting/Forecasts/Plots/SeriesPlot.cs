namespace Composerp.Forecasting.Forecasts.Plots;

/// <summary>What a plot shows of a series.</summary>
/// <param name="Origin">The last day of demand that the forecast saw.</param>
/// <param name="FirstDay">The day of the first value of the demand.</param>
/// <param name="Demand">Units per day without gaps, also of days after the origin that have come; may be empty.</param>
/// <param name="Mean">Units per day of the forecast, with adjustments.</param>
/// <param name="StatisticalMean">The mean before them; null where there are none.</param>
/// <param name="Levels">Quantile levels, ascending.</param>
/// <param name="Quantiles">For each level the units of each day.</param>
/// <param name="StockOuts">Days on which the series was out of stock.</param>
internal sealed record SeriesPlot(
    string Location,
    string Sku,
    string Model,
    DateOnly Origin,
    DateOnly FirstDay,
    IReadOnlyList<double> Demand,
    IReadOnlyList<double> Mean,
    IReadOnlyList<double>? StatisticalMean,
    IReadOnlyList<double> Levels,
    IReadOnlyList<IReadOnlyList<double>> Quantiles,
    IReadOnlyCollection<DateOnly> StockOuts)
{
    /// <summary>The last day of the forecast.</summary>
    public DateOnly LastDay => Origin.AddDays(Mean.Count);

    /// <summary>The demand until the origin, day by day.</summary>
    public IEnumerable<(DateOnly Day, double Units)> History => Days.Where(day => day.Day <= Origin);

    /// <summary>The demand of days that were forecast and have come.</summary>
    public IEnumerable<(DateOnly Day, double Units)> ActualsSince => Days.Where(day => day.Day > Origin && day.Day <= LastDay);

    /// <summary>Pairs of levels as far below the middle as above it, the widest first, with the share of days between them.</summary>
    public IEnumerable<(int Low, int High, double Share)> Bands =>
        from low in Enumerable.Range(0, Levels.Count)
        from high in Enumerable.Range(low + 1, Levels.Count - 1 - low)
        where Math.Abs(Levels[low] + Levels[high] - 1) < 1e-9
        select (low, high, Levels[high] - Levels[low]);

    private IEnumerable<(DateOnly Day, double Units)> Days => Demand.Select((units, index) => (FirstDay.AddDays(index), units));
}
