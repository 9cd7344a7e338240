using Composerp.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Forecasting.Forecasts;

/// <summary>GET /v1/forecast-runs/{id}/export: all forecasts of a run, or of one shard of it, as one stream.</summary>
internal static class ExportForecasts
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/forecast-runs/{id:guid}/export", HandleAsync)
        .WithName(nameof(ExportForecasts))
        .WithSummary("All forecasts of a completed run, or of one shard of it, one JSON object per line.")
        .WithTags("Forecasts")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<Results<JsonLines<ForecastSeriesV1>, ProblemHttpResult>> HandleAsync(
        Guid id, int? shard, ReadableRuns runs, ForecastRows forecasts, CancellationToken token)
    {
        if (shard is < 0 or >= Shards.Count)
        {
            return ForecastingProblem.Malformed(nameof(shard), $"shard is 0 to {Shards.Count - 1}.");
        }

        var (run, problem) = await runs.FindAsync(id, token);

        return run is null
            ? problem ?? ForecastingProblem.UnknownRun(id)
            : new JsonLines<ForecastSeriesV1>(forecasts.ExportAsync(run.Id, shard, token), ContractsJson.Default.ForecastSeriesV1);
    }
}
