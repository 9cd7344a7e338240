using System.ComponentModel;
using Composerp.Contracts;
using Composerp.Forecasting.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>GET /v1/demand-history: one series day by day, as it was recorded and as models see it.</summary>
internal static class ReadHistory
{
    private const int HistoryDaysDefault = 365;

    private const int HistoryDaysMax = 3_650;

    private const int HorizonDaysDefault = 28;

    private const int HorizonDaysMax = 365;

    /// <param name="Origin">The last day of the history.</param>
    /// <param name="Days">From the first sale, or the first day on the shelf, to the origin.</param>
    /// <param name="Effects">What promotions and events of the past did.</param>
    /// <param name="Planned">Days after the origin that are not like others.</param>
    internal sealed record Answer(
        string Location,
        string Sku,
        DateOnly Origin,
        IReadOnlyList<HistoryDay> Days,
        IReadOnlyList<Effect> Effects,
        IReadOnlyList<PlannedDay> Planned);

    /// <param name="Sold">Units, returns netted.</param>
    /// <param name="Value">Units of base demand that models see; absent where it is not known.</param>
    /// <param name="EmptyShare">The part of the day's demand that met an empty shelf, 0 to 1; absent where none did.</param>
    /// <param name="Flags">stock-out, closed, promotion, outlier, event, inherited, not-sold; absent where the day is like others.</param>
    internal sealed record HistoryDay(DateOnly Date, double Sold, double? Value, double? EmptyShare, IReadOnlyList<string>? Flags);

    /// <param name="Kind">"promotion" or "event".</param>
    /// <param name="Name">The event's; absent of promotions, which are expected to be alike.</param>
    /// <param name="Days">Days of the past that it was measured on.</param>
    /// <param name="Uplift">Demand as a multiple of what those days would likely have sold without.</param>
    internal sealed record Effect(string Kind, string? Name, int Days, double Uplift);

    /// <param name="Factor">Expected demand as a multiple of base demand.</param>
    internal sealed record PlannedDay(DateOnly Date, double Factor, IReadOnlyList<string>? Flags);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/demand-history", HandleAsync)
        .WithName(nameof(ReadHistory))
        .WithSummary("One series day by day: what was sold, what models see of it, and why they see something else.")
        .WithTags("Demand")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(
        NpgsqlDataSource database,
        string location,
        string sku,
        [Description("The last day of the history; by default the last on which the location had any demand.")] DateOnly? origin,
        CancellationToken token,
        [Description("Days up to the origin, 1 to 3650; by default 365.")] int historyDays = HistoryDaysDefault,
        [Description("Days after the origin, 1 to 365; by default 28.")] int horizonDays = HorizonDaysDefault)
    {
        if (FindFault(origin, historyDays, horizonDays) is { } fault)
        {
            return ForecastingProblem.Malformed(fault.Parameter, fault.Reason);
        }

        await using var connection = await database.OpenConnectionAsync(token);
        var histories = new HistoryRows(connection, Shards.OfLocation(location));

        if (await histories.FindEndAsync(new(location, sku), token) is not { } end)
        {
            return ForecastingProblem.NotFound("unknown-series", "Unknown series", $"Nothing is known of {sku} at {location}.");
        }

        var span = new HistorySpan(origin ?? end, historyDays, horizonDays);
        var recorded = await histories.ReadAsync([new(location, sku)], span, token);

        return TypedResults.Ok(Of(PreparedHistory.Of(recorded[0], span.Origin, historyDays, horizonDays), span.Origin));
    }

    private static (string Parameter, string Reason)? FindFault(DateOnly? origin, int historyDays, int horizonDays) => (origin, historyDays, horizonDays) switch
    {
        ({ Year: < 1900 or > 2200 }, _, _) => ("origin", "The origin is of the years 1900 to 2200."),
        (_, < 1 or > HistoryDaysMax, _) => ("historyDays", $"historyDays is 1 to {HistoryDaysMax}."),
        (_, _, < 1 or > HorizonDaysMax) => ("horizonDays", $"horizonDays is 1 to {HorizonDaysMax}."),
        _ => null,
    };

    private static Answer Of(PreparedHistory history, DateOnly origin) => new(
        history.Location,
        history.Sku,
        origin,
        [.. history.Values.Select((value, day) => new HistoryDay(
            history.FirstDay.AddDays(day),
            history.Sold[day],
            double.IsNaN(value) ? null : value,
            history.EmptyShares[day] > 0 ? history.EmptyShares[day] : null,
            DayFlagNames.FindOf(history.Flags[day])))],
        [.. history.Effects.Select(effect => new Effect(
            effect.Kind == MarkKind.Promotion ? "promotion" : "event", effect.Name.Length > 0 ? effect.Name : null, effect.Days, effect.Uplift))],
        [.. from ahead in Enumerable.Range(0, history.Planned.Factors.Length)
            where history.Planned.Flags[ahead] != DayFlags.None
            select new PlannedDay(
                history.Planned.FirstDay.AddDays(ahead),
                history.Planned.Factors[ahead],
                DayFlagNames.FindOf(history.Planned.Flags[ahead]))]);
}
