namespace Composerp.Contracts;

/// <summary>A run's forecasts of one shard's locations are complete: fetch them with the export of that run and shard.</summary>
/// <param name="Origin">The last day of demand that the run saw; day 1 of the horizon is the day after.</param>
/// <param name="HorizonDays">Days forecast ahead.</param>
/// <param name="SeriesCount">Series of this shard in the export.</param>
/// <param name="Levels">The quantile levels of the export, ascending, in (0, 1).</param>
public sealed record ForecastRunCompletedV1(
    Guid RunId,
    int Shard,
    DateOnly Origin,
    int HorizonDays,
    int SeriesCount,
    IReadOnlyList<double> Levels,
    DateTimeOffset CompletedAt);

/// <summary>One line of the export of a run: the demand distribution of one item at one location.</summary>
/// <param name="Mean">Units per day, one value per day of the horizon, nearest first.</param>
/// <param name="Sigma">Standard deviation of the error of one day's forecast, per day of the horizon, units.</param>
/// <param name="Quantiles">Units per day: for each level of the run an array with one value per day of the horizon.</param>
/// <param name="SumSigma">
/// Standard deviation of the error of the forecast for all days up to and including this one together, per day of the
/// horizon, units: what safety stock over a lead time is for. More than the root of the summed squares of Sigma, since
/// errors of neighbouring days move together. Absent from producers that do not know it.
/// </param>
public sealed record ForecastSeriesV1(
    string Sku,
    string Location,
    string Model,
    IReadOnlyList<double> Mean,
    IReadOnlyList<double> Sigma,
    IReadOnlyList<IReadOnlyList<double>> Quantiles,
    IReadOnlyList<double>? SumSigma = null);
