namespace Composerp.Contracts;

/// <summary>A run's forecasts of one shard's locations are complete: fetch them with the export of that run and shard.</summary>
/// <param name="Origin">The last day of demand that the run saw; day 1 of the horizon is the day after.</param>
/// <param name="HorizonDays">Days forecast ahead.</param>
/// <param name="SeriesCount">Series of this shard in the export.</param>
/// <param name="Levels">The quantile levels of the export, ascending, in (0, 1).</param>
/// <param name="ComparedDemand">
/// Demand of the shard's days that came after earlier runs had forecast them, units; a day counts once for each of these
/// runs: of each origin in the 28 days before this one the last run. Absent where no day can be compared yet.
/// </param>
/// <param name="AbsoluteError">Of what those runs forecast for those days, before people's adjustments, units; absent with the demand.</param>
/// <param name="FinalAbsoluteError">The same with people's adjustments; absent where none of those days was adjusted.</param>
public sealed record ForecastRunCompletedV1(
    Guid RunId,
    int Shard,
    DateOnly Origin,
    int HorizonDays,
    int SeriesCount,
    IReadOnlyList<double> Levels,
    DateTimeOffset CompletedAt,
    double? ComparedDemand = null,
    double? AbsoluteError = null,
    double? FinalAbsoluteError = null);

/// <summary>A run was cancelled: it has no forecasts, and those of the run before stay the newest.</summary>
public sealed record ForecastRunCancelledV1(Guid RunId, DateTimeOffset CancelledAt, string Actor, string? Reason = null);

/// <summary>A run was given up by the service itself: it has no forecasts.</summary>
/// <param name="Problem">What stopped it, in words.</param>
public sealed record ForecastRunFailedV1(Guid RunId, DateTimeOffset FailedAt, string Problem);

/// <summary>Forecasts of a series, or of a location, have left what is usual; told once until they are back.</summary>
/// <param name="Measure">"tracking-signal", "bias" or "coverage".</param>
/// <param name="Value">The measure on <paramref name="Day"/>, no unit.</param>
/// <param name="Limit">What it went beyond, no unit.</param>
/// <param name="Day">The last day of demand that was compared.</param>
/// <param name="Days">Days compared until then, one day ahead each.</param>
/// <param name="Sku">Absent: all series of the location together.</param>
/// <param name="Model">The model of the newest forecast of the series.</param>
public sealed record ForecastDriftDetectedV1(
    string Location,
    string Measure,
    double Value,
    double Limit,
    DateOnly Day,
    int Days,
    string? Sku = null,
    string? Model = null);

/// <summary>One line of the export of a run: the demand distribution of one item at one location.</summary>
/// <param name="Mean">Units per day, one value per day of the horizon, nearest first.</param>
/// <param name="Sigma">Standard deviation of the error of one day's forecast, per day of the horizon, units.</param>
/// <param name="Quantiles">Units per day: for each level of the run an array with one value per day of the horizon.</param>
/// <param name="SumSigma">
/// Standard deviation of the error of the forecast for all days up to and including this one together, per day of the
/// horizon, units: what safety stock over a lead time is for. More than the root of the summed squares of Sigma, since
/// errors of neighbouring days move together. Absent from producers that do not know it.
/// </param>
/// <param name="SumQuantiles">
/// Units of all days up to and including this one together, for each level an array with one value per day of the
/// horizon: demand over a lead time of so many days. Not the sums of the days' quantiles. Absent from producers that do
/// not know it.
/// </param>
/// <param name="StatisticalMean">The mean before people's adjustments, units per day; absent where there are none.</param>
/// <param name="GlobalShare">Of the model that learned from all series, in what comes from the item's own history, 0 to 1; absent: 0.</param>
/// <param name="PeerShare">Of similar items in the forecast, 0 to 1: the item is young; absent: 0.</param>
public sealed record ForecastSeriesV1(
    string Sku,
    string Location,
    string Model,
    IReadOnlyList<double> Mean,
    IReadOnlyList<double> Sigma,
    IReadOnlyList<IReadOnlyList<double>> Quantiles,
    IReadOnlyList<double>? SumSigma = null,
    IReadOnlyList<IReadOnlyList<double>>? SumQuantiles = null,
    IReadOnlyList<double>? StatisticalMean = null,
    double? GlobalShare = null,
    double? PeerShare = null);
