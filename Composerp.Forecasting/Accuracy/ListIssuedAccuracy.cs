using System.ComponentModel;
using System.Globalization;
using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.Accuracy;

/// <summary>GET /v1/accuracy/issued: how good forecasts were that runs made before the days came.</summary>
internal static class ListIssuedAccuracy
{
    private const string By = "How to group: total, series, item, location, horizon, model or run; by default total.";

    private static readonly string[] _groups = ["total", "series", "item", "location", "horizon", "model", "run"];

    private static readonly string GroupMeasures = SqlFile.Of(typeof(ListIssuedAccuracy), "group_measures.sql");

    /// <summary>A figure is absent where there is nothing to divide by.</summary>
    /// <param name="DaysAhead">Where groups are horizons: 1, 2-7, 8-14, 15-28 or 29- days after the origin.</param>
    /// <param name="Days">Days compared, once for each run and series that forecast them.</param>
    /// <param name="Series">Runs times series (times horizons, where groups are those) with such days.</param>
    /// <param name="Demand">Demand of those days, units.</param>
    /// <param name="Wape">Absolute error of the statistical mean per unit of demand.</param>
    /// <param name="Mase">Mean over the series of their absolute error relative to that of the seasonal naive forecast in their history.</param>
    /// <param name="Rmsse">Mean over the series of the root of their squared error relative to that of the naive forecast in their history.</param>
    /// <param name="Bias">Error per unit of demand: 0.1 is ten percent too much.</param>
    /// <param name="Pinball">Pinball loss, averaged over the levels, per unit of demand.</param>
    /// <param name="TrackingSignal">Error per absolute error: 0 is even, 1 always too much, -1 always too little.</param>
    /// <param name="Levels">The quantile levels, ascending.</param>
    /// <param name="Coverage">For each level the share of days whose demand was at or below the quantile.</param>
    /// <param name="FinalWape">As wape, of the mean with people's adjustments.</param>
    /// <param name="FinalBias">As bias, of the mean with people's adjustments.</param>
    /// <param name="ValueAdded">wape less finalWape: above 0 adjustments helped.</param>
    internal sealed record Group(
        string? Location,
        string? Sku,
        string? Model,
        Guid? RunId,
        string? DaysAhead,
        long Days,
        long Series,
        double Demand,
        double? Wape,
        double? Mase,
        double? Rmsse,
        double? Bias,
        double? Pinball,
        double? TrackingSignal,
        IReadOnlyList<double> Levels,
        IReadOnlyList<double> Coverage,
        double? FinalWape,
        double? FinalBias,
        double? ValueAdded);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/accuracy/issued", HandleAsync)
        .WithName(nameof(ListIssuedAccuracy))
        .WithSummary("Accuracy of issued forecasts against the demand that came: in total, by series, item, location, horizon, model or run.")
        .WithTags("Accuracy")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<Group>>, ProblemHttpResult>> HandleAsync(
        NpgsqlDataSource database,
        [Description(By)] string? by,
        string? location,
        string? sku,
        [Description("Forecasts of this model only, as the list of forecasts names it.")] string? model,
        [Description("Forecasts of this run only.")] Guid? runId,
        [Description("The first origin of the runs.")] DateOnly? from,
        [Description("The last origin of the runs.")] DateOnly? to,
        string? after,
        CancellationToken token,
        int limit = Page.LimitDefault)
    {
        if (by is not null && !_groups.Contains(by))
        {
            return ForecastingProblem.Malformed(nameof(by), $"by is one of: {string.Join(", ", _groups)}.");
        }

        if (Page.FindRefusal(limit, after, 2, out var last) is { } refusal)
        {
            return refusal;
        }

        await using var command = Of(
            database,
            GroupMeasures,
            Value(by ?? "total"),
            Nullable(NpgsqlDbType.Text, location),
            Nullable(NpgsqlDbType.Text, sku),
            Nullable(NpgsqlDbType.Text, model),
            Nullable(NpgsqlDbType.Uuid, runId),
            Nullable(NpgsqlDbType.Date, from),
            Nullable(NpgsqlDbType.Date, to),
            Nullable(NpgsqlDbType.Text, last?[0]),
            Nullable(NpgsqlDbType.Text, last?[1]),
            Value(limit + 1));
        var groups = await DatabaseRow.ListAsync(
            command, row => (First: row.GetString(0), Second: row.GetString(1), Group: GroupOf(by, row)), token);

        var page = Page.Of(groups, limit, group => Cursor.Of(group.First, group.Second));

        return TypedResults.Ok(new Page<Group>([.. page.Items.Select(group => group.Group)], page.Next));
    }

    private static Group GroupOf(string? by, NpgsqlDataReader row)
    {
        var (name, demand, absolute) = (row.GetString(0), row.GetDouble(4), row.GetDouble(5));
        var (wape, finalWape) = (Share(absolute, demand), Share(row.GetDouble(8), demand));

        return new(
            by is "location" or "series" ? name : null,
            by is "item" ? name : by is "series" ? row.GetString(1) : null,
            by is "model" ? name : null,
            by is "run" ? Guid.Parse(name) : null,
            by is "horizon" ? HorizonReach.Names[int.Parse(name, CultureInfo.InvariantCulture) - 1] : null,
            row.GetInt64(2),
            row.GetInt64(3),
            demand,
            wape,
            row.GetFieldValue<double?>(10),
            row.GetFieldValue<double?>(11),
            Share(row.GetDouble(6), demand),
            Share(row.GetDouble(7), demand),
            Share(row.GetDouble(6), absolute),
            row.GetFieldValue<double[]>(12),
            [.. row.GetFieldValue<double[]>(13).Select(days => days / row.GetDouble(14))],
            finalWape,
            Share(row.GetDouble(9), demand),
            wape - finalWape);
    }

    private static double? Share(double sum, double of) => of > 0 ? sum / of : null;
}
