using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.LeadTimes;

/// <summary>GET /v1/lead-times: what was measured beside what is stated.</summary>
internal static class ListLeadTimes
{
    private static readonly string Sql = SqlFile.Of(typeof(ListLeadTimes), "list_lead_times.sql");

    /// <param name="StatedDaysMin">The shortest stated lead time of the supplier's items; null where none is stated.</param>
    /// <param name="Used">measured or stated: what planning is to go by.</param>
    internal sealed record Lane(
        string Supplier, string Location, int? StatedDaysMin, int? StatedDaysMax, string Used, Measured Measured, DateTimeOffset MeasuredAt);

    /// <param name="Days">How many deliveries took how many days.</param>
    internal sealed record Measured(int Deliveries, double MeanDays, int MedianDays, int Days95, IReadOnlyList<DayCount> Days);

    internal sealed record DayCount(int Days, int Deliveries);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/lead-times", ListAsync)
        .WithName(nameof(ListLeadTimes))
        .WithSummary("Lead times by supplier and location: as deliveries took, beside the stated ones.")
        .WithTags("Lead times")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<Lane>>, ProblemHttpResult>> ListAsync(
        string? supplier, string? location, [AsParameters] PageRequest page, NpgsqlDataSource database, CancellationToken token)
    {
        if (page.Read(out var after, 2) is { } refusal)
        {
            return refusal;
        }

        var rows = await database.Statement(Sql)
            .With(supplier).With(location).With(after[0]).With(after[1]).With(page.Rows + 1)
            .ListAsync(Read, token);

        return TypedResults.Ok(Page<Lane>.Of(rows, page, row => [row.Supplier, row.Location]));
    }

    private static Lane Read(NpgsqlDataReader row)
    {
        var times = new MeasuredLeadTimes(row.GetFieldValue<int[]>(2), row.GetFieldValue<int[]>(3));

        return new(
            row.GetString(0),
            row.GetString(1),
            row.Optional<int?>(6),
            row.Optional<int?>(7),
            row.GetBoolean(5) ? "measured" : "stated",
            new(
                times.Deliveries,
                times.MeanDays,
                times.Quantile(0.5),
                times.Quantile(0.95),
                [.. times.Days.Zip(times.Counts, (days, count) => new DayCount(days, count))]),
            row.GetFieldValue<DateTimeOffset>(4));
    }
}
