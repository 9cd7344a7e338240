using System.ComponentModel;
using System.Text;
using Composerp.Contracts;
using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Forecasting.Forecasts.Plots;

/// <summary>GET /v1/forecasts/plot: one series as a picture.</summary>
internal static class PlotForecast
{
    private const string ContentType = "image/svg+xml";

    private const int HistoryDaysDefault = 90;
    private const int HistoryDaysMax = 1_100;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/forecasts/plot", HandleAsync)
        .WithName(nameof(PlotForecast))
        .WithSummary("A series as SVG: what was sold, the forecast with its bands, what came since, and days without stock.")
        .WithTags("Forecasts")
        .Produces<string>(StatusCodes.Status200OK, ContentType)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> HandleAsync(
        string location,
        string sku,
        Guid? runId,
        [Description("Days of history to show, 1 to 1100; by default 90.")] int? historyDays,
        ReadableRuns runs,
        ForecastRows forecasts,
        AdjustmentRows adjustments,
        NpgsqlDataSource database,
        CancellationToken token)
    {
        if (historyDays is < 1 or > HistoryDaysMax)
        {
            return ForecastingProblem.Malformed(nameof(historyDays), $"historyDays is 1 to {HistoryDaysMax}.");
        }

        var (run, problem) = await runs.FindAsync(runId, token);

        if (run is null)
        {
            return problem ?? ForecastingProblem.UnknownSeries(location, sku);
        }

        if (await forecasts.ListAsync(run.Id, new(location, sku, null, 1), token) is not [var stored])
        {
            return ForecastingProblem.UnknownSeries(location, sku);
        }

        var changes = await adjustments.ReadInEffectAsync(run.Origin.AddDays(1), run.Origin.AddDays(run.HorizonDays), token);
        var final = DemandAdjustments.Apply(stored.Numbers, run.Origin, changes.Of(location, sku));
        var first = run.Origin.AddDays(1 - (historyDays ?? HistoryDaysDefault));
        var (firstDay, demand, stockOuts) = await ReadDemandAsync(database, new(location, sku), first, token);
        var plot = new SeriesPlot(
            location,
            sku,
            stored.Model,
            run.Origin,
            firstDay,
            demand,
            final.Mean,
            ReferenceEquals(final, stored.Numbers) ? null : stored.Numbers.Mean,
            run.Levels,
            final.Quantiles,
            [.. stockOuts.Where(day => day >= firstDay && day <= run.Origin.AddDays(run.HorizonDays))]);

        return TypedResults.Text(Write(plot), ContentType, Encoding.UTF8);
    }

    private static string Write(SeriesPlot plot)
    {
        var document = PlotDrawing.Draw(plot);

        return $"{document.Declaration}\n{document}\n";
    }

    private static async Task<(DateOnly FirstDay, double[] Demand, IEnumerable<DateOnly> StockOuts)> ReadDemandAsync(
        NpgsqlDataSource database, SeriesKey key, DateOnly first, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var histories = new HistoryRows(connection, Shards.OfLocation(key.Location));

        if (await histories.FindEndAsync(key, token) is not { } last || last < first)
        {
            return (first, [], []);
        }

        var span = new HistorySpan(last, last.DayNumber - first.DayNumber + 1, HorizonDays: 0);
        var recorded = await histories.ReadAsync([key], span, token);
        var history = PreparedHistory.Of(recorded[0], last, span.HistoryDays, span.HorizonDays);

        return (
            history.FirstDay,
            history.Sold,
            from day in history.Flags.Index()
            where day.Item.HasFlag(DayFlags.StockOut)
            select history.FirstDay.AddDays(day.Index));
    }
}
