using System.Text.Json;
using Composerp.Contracts;
using Composerp.ServiceDefaults.EventLog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Composerp.Replenishment.Tests.World;

/// <summary>The forecasting service at the border: completes runs, and exports them.</summary>
internal sealed class TheForecasting
{
    private readonly Dictionary<(Guid, int), string> _exports = [];

    public LogFeed Feed { get; private set; } = null!;

    /// <summary>While false every export is answered with 503.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>What the next runs tell of earlier forecasts: demand, and the errors without and with adjustments.</summary>
    public (double? Demand, double? Error, double? FinalError) Compared { get; set; }

    public int ExportsAsked { get; private set; }

    public static async Task<TheForecasting> StartAsync(CancellationToken token)
    {
        var forecasting = new TheForecasting();
        forecasting.Feed = await LogFeed.StartAsync("forecasting", feed => feed.Routes.MapGet(
            "/v1/forecast-runs/{id:guid}/export", (Guid id, int shard) => forecasting.Export(id, shard)), token);

        return forecasting;
    }

    /// <summary>The same mean and deviation every day.</summary>
    public static ForecastSeriesV1 Series(string location, string sku, double mean, double sigma, int horizonDays = 28) => new(
        sku,
        location,
        "naive",
        [.. Enumerable.Repeat(mean, horizonDays)],
        [.. Enumerable.Repeat(sigma, horizonDays)],
        [[.. Enumerable.Repeat(mean, horizonDays)], [.. Enumerable.Repeat(mean + (2 * sigma), horizonDays)]]);

    /// <summary>Completes a run for one location and tells of it.</summary>
    public Guid Complete(DateOnly origin, params ForecastSeriesV1[] series)
    {
        var runId = Guid.CreateVersion7();
        var shard = Shards.OfLocation(series[0].Location);
        Keep(runId, shard, string.Join('\n', series.Select(one => JsonSerializer.Serialize(one, ContractsJson.Default.ForecastSeriesV1))));
        Tell(runId, shard, origin, series.Length, series[0].Mean.Count);

        return runId;
    }

    public LoggedEvent Tell(Guid runId, int shard, DateOnly origin, int seriesCount, int horizonDays = 28) => Feed.Append(
        shard,
        EventTypes.ForecastRunCompleted,
        new(runId, shard, origin, horizonDays, seriesCount, [0.5, 0.95], TheLedger.Noon, Compared.Demand, Compared.Error, Compared.FinalError),
        ContractsJson.Default.ForecastRunCompletedV1);

    public void Keep(Guid runId, int shard, string export)
    {
        lock (_exports)
        {
            _exports[(runId, shard)] = export;
        }
    }

    private IResult Export(Guid id, int shard)
    {
        lock (_exports)
        {
            ExportsAsked++;

            return !IsUp ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
                : _exports.TryGetValue((id, shard), out var export) ? Results.Text(export, "application/x-ndjson")
                : Results.NotFound();
        }
    }
}
