using System.ComponentModel;
using Composerp.Contracts;

namespace Composerp.Forecasting.Forecasts;

/// <summary>GET /v1/forecast-runs/{id}/export: all forecasts of a run, or of one shard of it, as one stream.</summary>
internal static class ExportForecasts
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/forecast-runs/{id:guid}/export", HandleAsync)
        .WithName(nameof(ExportForecasts))
        .WithSummary("All forecasts of a completed run, or of one shard of it, as one stream: JSON lines, or a row per day as CSV or Parquet.")
        .WithTags("Forecasts")
        .Produces<ForecastSeriesV1>(
            StatusCodes.Status200OK, ExportFormat.JsonLines.ContentType, ExportFormat.Csv.ContentType, ExportFormat.Parquet.ContentType)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status406NotAcceptable)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<IResult> HandleAsync(
        Guid id,
        int? shard,
        [Description(ExportFormat.Description)] string? format,
        HttpRequest request,
        ReadableRuns runs,
        ForecastRows forecasts,
        AdjustmentRows adjustments,
        CancellationToken token)
    {
        if (shard is < 0 or >= Shards.Count)
        {
            return ForecastingProblem.Malformed(nameof(shard), $"shard is 0 to {Shards.Count - 1}.");
        }

        if (ExportFormat.Find(format, request) is not { } found)
        {
            return ForecastingProblem.UnknownFormat();
        }

        var (run, problem) = await runs.FindAsync(id, token);

        if (run is null)
        {
            return problem ?? ForecastingProblem.UnknownRun(id);
        }

        var changes = await adjustments.ReadInEffectAsync(run.Origin.AddDays(1), run.Origin.AddDays(run.HorizonDays), token);
        var lines = forecasts.ExportAsync(run, shard, changes, token);

        return found == ExportFormat.Csv ? new CsvForecasts(run, lines)
            : found == ExportFormat.Parquet ? new ParquetForecasts(run, lines)
            : new JsonLines<ForecastSeriesV1>(lines, ContractsJson.Default.ForecastSeriesV1);
    }
}
