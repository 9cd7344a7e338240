using Composerp.Forecasting.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Forecasting.Forecasts;

/// <summary>GET /v1/forecasts: the demand that is expected, per item, location and day, as distributions.</summary>
internal static class ListForecasts
{
    /// <param name="Origin">The last day of demand that the run saw; the first day forecast is the day after.</param>
    /// <param name="FittedOrigin">The last day of demand that its models saw: earlier where the series is frozen or had no news.</param>
    /// <param name="GlobalShare">Of the global model in what comes from the item's own history, 0 to 1.</param>
    /// <param name="PeerShare">Of similar items in the forecast, 0 to 1: above 0 where the item is young.</param>
    /// <param name="Levels">The quantile levels, ascending.</param>
    /// <param name="Adjustments">People's adjustments in effect, in the order in which they were applied.</param>
    internal sealed record Forecast(
        string Location,
        string Sku,
        string Model,
        DateOnly Origin,
        DateOnly FittedOrigin,
        Guid RunId,
        double GlobalShare,
        double PeerShare,
        IReadOnlyList<double> Levels,
        IReadOnlyList<Day> Days,
        IReadOnlyList<Guid>? Adjustments);

    /// <param name="Date">The location's business day.</param>
    /// <param name="Mean">Units expected, with people's adjustments in effect.</param>
    /// <param name="StatisticalMean">Units that the models expect; absent where nobody adjusted the series.</param>
    /// <param name="Sigma">Standard deviation of the error of this day's mean, units.</param>
    /// <param name="SumSigma">Standard deviation of the error of the sum of the means up to and including this day, units.</param>
    /// <param name="Quantiles">Units, for each level.</param>
    /// <param name="SumQuantiles">Units of all days up to and including this one together, for each level: demand over a lead time of so many days.</param>
    internal sealed record Day(
        DateOnly Date,
        double Mean,
        double? StatisticalMean,
        double Sigma,
        double SumSigma,
        IReadOnlyList<double> Quantiles,
        IReadOnlyList<double>? SumQuantiles);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/forecasts", HandleAsync)
        .WithName(nameof(ListForecasts))
        .WithSummary("Forecasts of the newest completed run, or of a given one.")
        .WithTags("Forecasts")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<Results<Ok<Page<Forecast>>, ProblemHttpResult>> HandleAsync(
        ReadableRuns runs,
        ForecastRows forecasts,
        AdjustmentRows adjustments,
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
            return problem is null ? TypedResults.Ok(new Page<Forecast>([], null)) : problem;
        }

        var rows = await forecasts.ListAsync(run.Id, new(location, sku, last, limit + 1), token);

        var changes = await adjustments.ReadInEffectAsync(run.Origin.AddDays(1), run.Origin.AddDays(run.HorizonDays), token);

        return TypedResults.Ok(Page.Of(
            rows.ConvertAll(series => ForecastOf(run, series, changes)), limit, forecast => Cursor.Of(forecast.Location, forecast.Sku)));
    }

    private static Forecast ForecastOf(ReadableRun run, StoredSeries series, DemandAdjustments changes)
    {
        var applied = changes.Of(series.Location, series.Sku);
        var numbers = DemandAdjustments.Apply(series.Numbers, run.Origin, applied);

        return new(
            series.Location,
            series.Sku,
            series.Model,
            run.Origin,
            series.FittedOrigin ?? run.Origin,
            run.Id,
            series.GlobalShare ?? 0,
            series.PeerShare ?? 0,
            run.Levels,
            [
                .. Enumerable.Range(0, numbers.Mean.Count).Select(ahead => new Day(
                    run.Origin.AddDays(ahead + 1),
                    numbers.Mean[ahead],
                    ReferenceEquals(numbers, series.Numbers) ? null : series.Numbers.Mean[ahead],
                    numbers.Sigma[ahead],
                    numbers.SumSigma[ahead],
                    [.. numbers.Quantiles.Select(days => days[ahead])],
                    numbers.SumQuantiles is { } sums ? [.. sums.Select(days => days[ahead])] : null)),
            ],
            ReferenceEquals(numbers, series.Numbers) ? null : [.. applied.Select(adjustment => adjustment.Id)]);
    }
}
