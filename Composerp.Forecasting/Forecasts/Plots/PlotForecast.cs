using System.ComponentModel;
using System.Text;
using Composerp.Contracts;
using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.Forecasts.Plots;

/// <summary>GET /v1/forecasts/plot: one series as a picture.</summary>
internal static class PlotForecast
{
    private const string ContentType = "image/svg+xml";

    private const int HistoryDaysDefault = 90;
    private const int HistoryDaysMax = 1_100;

    private static readonly string ReadPlotDemand = SqlFile.Of(typeof(PlotForecast), "read_plot_demand.sql");

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
        var (firstDay, demand, stockOuts) = await ReadDemandAsync(database, location, sku, first, token);
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
        NpgsqlDataSource database, string location, string sku, DateOnly first, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = new NpgsqlCommand(ReadPlotDemand, connection)
        {
            Parameters = { Value((short)Shards.OfLocation(location)), Value(location), Value(sku), Value(first) },
        };
        DemandSeries? series = null;

        await using (var row = await command.ExecuteReaderAsync(token))
        {
            if (await row.ReadAsync(token))
            {
                series = FindSeries(row, location, sku, first);
            }
        }

        if (series is null)
        {
            return (first, [], []);
        }

        var last = series.FirstDay.AddDays(series.Values.Length - 1);
        var stockOuts = await StockOuts.ReadAsync(connection, SeriesRange.Of(location, sku), series.FirstDay, last, token);

        return (series.FirstDay, series.Values, stockOuts.Select(stockOut => stockOut.Day));
    }

    private static DemandSeries? FindSeries(NpgsqlDataReader row, string location, string sku, DateOnly first)
    {
        var last = row.GetFieldValue<DateOnly>(0);
        var days = DatabaseRow.Find<DateOnly[]>(row, 1) ?? [];

        return last < first ? null : DemandSeries.Of(
            location, sku, last, last.DayNumber - first.DayNumber + 1, days, DatabaseRow.Find<long[]>(row, 2) ?? []);
    }
}
