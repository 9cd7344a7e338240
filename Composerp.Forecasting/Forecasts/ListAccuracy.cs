using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Forecasting.Forecasts;

/// <summary>GET /v1/accuracy: how good the chosen model of each series was in its backtest.</summary>
internal static class ListAccuracy
{
    /// <param name="Days">Days compared; 0 where the history was too short for a backtest.</param>
    /// <param name="Wape">Absolute error per unit of demand; absent where nothing was demanded.</param>
    /// <param name="Mase">Absolute error relative to that of the seasonal naive forecast; absent where every week was alike.</param>
    /// <param name="Bias">Error per unit of demand: 0.1 is ten percent too much.</param>
    /// <param name="Pinball">Pinball loss, averaged over the levels, per unit of demand.</param>
    /// <param name="Levels">The quantile levels, ascending.</param>
    /// <param name="Coverage">For each level the share of days whose demand was at or below the quantile.</param>
    /// <param name="Sums">Windows of all days ahead (at most 28) whose demand together was compared.</param>
    /// <param name="SumCoverage">For each level the share of them whose demand together was at or below the quantile of the sum.</param>
    internal sealed record SeriesAccuracy(
        string Location,
        string Sku,
        string Model,
        Guid RunId,
        int Days,
        double? Wape,
        double? Mase,
        double? Bias,
        double? Pinball,
        IReadOnlyList<double> Levels,
        IReadOnlyList<double>? Coverage,
        int Sums,
        IReadOnlyList<double>? SumCoverage);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/accuracy", HandleAsync)
        .WithName(nameof(ListAccuracy))
        .WithSummary("Backtest accuracy per series of the newest completed run, or of a given one.")
        .WithTags("Accuracy")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<Results<Ok<Page<SeriesAccuracy>>, ProblemHttpResult>> HandleAsync(
        ReadableRuns runs,
        ForecastRows forecasts,
        string? location,
        string? sku,
        Guid? runId,
        string? after,
        CancellationToken token,
        int limit = Page.LimitDefault)
    {
        if (Page.FindRefusal(limit, after, 2, out var last) is { } refusal)
        {
            return refusal;
        }

        var (run, problem) = await runs.FindAsync(runId, token);

        if (run is null)
        {
            return problem is null ? TypedResults.Ok(new Page<SeriesAccuracy>([], null)) : problem;
        }

        var rows = await forecasts.ListAccuracyAsync(run.Id, new(location, sku, last, limit + 1), token);

        return TypedResults.Ok(Page.Of(
            rows.ConvertAll(series => AccuracyOf(run, series)), limit, series => Cursor.Of(series.Location, series.Sku)));
    }

    private static SeriesAccuracy AccuracyOf(ReadableRun run, AccuracyOfSeries series) => new(
        series.Location,
        series.Sku,
        series.Model,
        run.Id,
        series.Accuracy?.Days ?? 0,
        series.Accuracy?.Wape,
        series.Accuracy?.Mase,
        series.Accuracy?.Bias,
        series.Accuracy?.ScaledPinball,
        run.Levels,
        series.Accuracy is { Days: > 0 } tested ? [.. tested.Covered.Select(days => (double)days / tested.Days)] : null,
        series.Accuracy?.Sums ?? 0,
        series.Accuracy is { Sums: > 0 } summed ? [.. summed.SumsCovered.Select(sums => (double)sums / summed.Sums)] : null);
}
