using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>A run, as its resource shows it.</summary>
/// <param name="Status">queued, running, completed, failed or cancelled.</param>
/// <param name="Origin">The last day of demand that it sees; absent while the run has not chosen it yet.</param>
/// <param name="Levels">Quantile levels of its forecasts, ascending.</param>
/// <param name="SeriesTotal">Series to forecast; 0 until it is planned.</param>
/// <param name="SeriesDone">Series dealt with so far, failed ones included.</param>
/// <param name="SeriesFailed">Series that could not be forecast.</param>
/// <param name="Models">Series by model; absent until it is completed.</param>
/// <param name="Accuracy">Of the chosen models in their backtests; absent until it is completed.</param>
/// <param name="Problem">Why it failed or was cancelled.</param>
/// <param name="ForecastsDeletedAt">Since when its forecasts are gone; newer runs have theirs.</param>
/// <param name="Scope">full: all series are forecast anew; incremental: those with news, the others keep their forecast.</param>
/// <param name="BasedOn">The run whose forecasts frozen series and those without news keep; absent until it is planned, and where there is none.</param>
/// <param name="SeriesCarried">Of the series done those that kept their forecast.</param>
/// <param name="CancelledBy">Who cancelled it.</param>
/// <param name="GlobalModel">The version of the global model that all its parts use.</param>
/// <param name="GlobalModelAbsence">Why it uses none; both are absent until it has chosen.</param>
internal sealed record ForecastRun(
    Guid Id,
    string Status,
    string? Actor,
    DateOnly? Origin,
    int HorizonDays,
    IReadOnlyList<double> Levels,
    int SeriesTotal,
    int SeriesDone,
    int SeriesFailed,
    IReadOnlyDictionary<string, int>? Models,
    RunAccuracy? Accuracy,
    string? Problem,
    DateTimeOffset RequestedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt,
    DateTimeOffset? ForecastsDeletedAt,
    string Scope,
    Guid? BasedOn,
    int SeriesCarried,
    string? CancelledBy,
    int? GlobalModel,
    string? GlobalModelAbsence);

/// <summary>Backtest accuracy over all series of a run; a figure is absent where there is nothing to divide by.</summary>
/// <param name="Days">Series-days compared.</param>
/// <param name="Wape">Absolute error per unit of demand.</param>
/// <param name="Mase">Mean over the series of the absolute error relative to that of the seasonal naive forecast.</param>
/// <param name="Bias">Error per unit of demand: 0.1 is ten percent too much.</param>
/// <param name="Pinball">Pinball loss, averaged over the levels, per unit of demand.</param>
/// <param name="Coverage">For each level the share of days whose demand was at or below the quantile.</param>
/// <param name="Sums">Windows of all days ahead (at most 28) whose demand together was compared.</param>
/// <param name="SumCoverage">For each level the share of them whose demand together was at or below the quantile of the sum.</param>
internal sealed record RunAccuracy(
    long Days,
    double? Wape,
    double? Mase,
    double? Bias,
    double? Pinball,
    IReadOnlyList<double>? Coverage,
    long Sums,
    IReadOnlyList<double>? SumCoverage)
{
    public static RunAccuracy Of(RunTotals totals) => new(
        totals.Days,
        Share(totals.AbsoluteError, totals.Actual),
        Share(totals.Mase, totals.MaseCount),
        Share(totals.Error, totals.Actual),
        Share(totals.Pinball, totals.Actual),
        totals.Days > 0 ? [.. totals.Covered.Select(days => (double)days / totals.Days)] : null,
        totals.Sums,
        totals.Sums > 0 ? [.. (totals.SumsCovered ?? []).Select(sums => (double)sums / totals.Sums)] : null);

    private static double? Share(double sum, double of) => of > 0 ? sum / of : null;
}
