using System.ComponentModel;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Suppliers;

/// <summary>GET /v1/suppliers/{code}/performance: how well a supplier keeps to what was ordered.</summary>
internal static class MeasureSupplier
{
    public const int DaysDefault = 365;

    private static readonly string Sql = SqlFile.Of(typeof(MeasureSupplier), "measure_supplier.sql");

    /// <param name="Lines">Lines of ended orders, and those whose day has passed.</param>
    /// <param name="OnTimeInFull">Share of the lines that were complete, within the tolerance, on the day; null without lines.</param>
    /// <param name="OnTime">Share of the lines of which something had come by the day.</param>
    /// <param name="InFull">Share of the lines that are complete by now.</param>
    /// <param name="UnitsFilled">Share of the ordered quantity that came, no line above its quantity.</param>
    /// <param name="MeanDaysLate">Of the lines that came: days after the expected one, early ones as 0.</param>
    /// <param name="LateNow">Lines that should have come and have not.</param>
    internal sealed record Answer(
        string Supplier, DateOnly Since, long Lines, double? OnTimeInFull, double? OnTime, double? InFull, double? UnitsFilled, double? MeanDaysLate, long LateNow);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/suppliers/{code}/performance", HandleAsync)
        .WithName(nameof(MeasureSupplier))
        .WithSummary("How well a supplier keeps to what was ordered: on time, in full, and what is late now.")
        .WithTags("Suppliers")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(
        string code,
        [Description("The code of a location; all where left out.")] string? location,
        [Description("Lines expected within so many days before today, 1 to 3650; 365 where left out.")] int? days,
        NpgsqlDataSource database, SupplierCodes codes, TimeProvider time, CancellationToken token)
    {
        if (days is < 1 or > 3_650)
        {
            return ReplenishmentProblem.Malformed("days", "These are 1 to 3650 days.");
        }

        if ((await codes.FindUnknownAsync([code], token)).Count > 0)
        {
            return ReplenishmentProblem.NotFound("unknown-supplier", $"There is no supplier {code}.");
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var since = today.AddDays(-(days ?? DaysDefault));
        var answers = await database.Statement(Sql).With(code).With(location).With(since).With(today).ListAsync(
            row => new Answer(
                code,
                since,
                row.GetInt64(0),
                row.Optional<double?>(1),
                row.Optional<double?>(2),
                row.Optional<double?>(3),
                row.Optional<double?>(4),
                row.Optional<double?>(5),
                row.GetInt64(6)),
            token);

        return TypedResults.Ok(answers.Single());
    }
}
