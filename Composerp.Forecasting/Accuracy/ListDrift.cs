using Composerp.Contracts;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.Accuracy;

/// <summary>GET /v1/accuracy/drift: the series and locations whose forecasts are beyond a limit now.</summary>
internal static class ListDrift
{
    private static readonly string ReadDrift = SqlFile.Of(typeof(ListDrift), "list_drift.sql");

    /// <summary>All figures are of forecasts of the next day, each day counting less the older it is.</summary>
    /// <param name="Sku">Absent: all series of the location together.</param>
    /// <param name="Measures">What is beyond its limit: tracking-signal of a series, bias or coverage of a location.</param>
    /// <param name="Since">The day from which on something is.</param>
    /// <param name="LastDay">The last day compared.</param>
    /// <param name="Days">Days compared.</param>
    /// <param name="TrackingSignal">Error per absolute error: 1 is always too much, -1 always too little.</param>
    /// <param name="Bias">Error per unit of demand: 0.1 is ten percent too much.</param>
    /// <param name="Coverage">Share of days whose demand was at or below the highest quantile.</param>
    internal sealed record Drift(
        string Location,
        string? Sku,
        IReadOnlyList<string> Measures,
        DateOnly? Since,
        DateOnly LastDay,
        int Days,
        double? TrackingSignal,
        double? Bias,
        double? Coverage);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/accuracy/drift", HandleAsync)
        .WithName(nameof(ListDrift))
        .WithSummary("Series and locations whose forecasts have left what is usual.")
        .WithTags("Accuracy")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<Drift>>, ProblemHttpResult>> HandleAsync(
        NpgsqlDataSource database, string? after, CancellationToken token, int limit = Page.LimitDefault)
    {
        if (Page.FindRefusal(limit, after, 2, out var last) is { } refusal)
        {
            return refusal;
        }

        await using var command = Of(
            database,
            ReadDrift,
            Nullable(NpgsqlDbType.Smallint, last is null ? null : (short)Shards.OfLocation(last[0])),
            Nullable(NpgsqlDbType.Text, last?[0]),
            Nullable(NpgsqlDbType.Text, last?[1]),
            Value(limit + 1));
        var drifting = await DatabaseRow.ListAsync(command, DriftOf, token);

        return TypedResults.Ok(Page.Of(drifting, limit, drift => Cursor.Of(drift.Location, drift.Sku)));
    }

    private static Drift DriftOf(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1) is { Length: > 0 } sku ? sku : null,
        row.GetFieldValue<string[]>(9),
        row.GetFieldValue<DateOnly?>(10),
        row.GetFieldValue<DateOnly>(8),
        row.GetInt32(2),
        Share(row.GetDouble(4), row.GetDouble(5)),
        Share(row.GetDouble(4), row.GetDouble(3)),
        Share(row.GetDouble(6), row.GetDouble(7)));

    private static double? Share(double sum, double of) => of > 0 ? sum / of : null;
}
