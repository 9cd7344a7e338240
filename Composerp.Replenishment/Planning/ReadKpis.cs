using System.Text.Json;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Planning;

/// <summary>GET /v1/planning-runs/{id}/kpis: how well stock does, and what the run found.</summary>
internal static class ReadKpis
{
    private static readonly string FindKpis = SqlFile.Of(typeof(ReadKpis), "find_kpis.sql");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/planning-runs/{id:guid}/kpis", HandleAsync)
        .WithName(nameof(ReadKpis))
        .WithSummary("Key figures of a full run; what is not known here is null, and says why.")
        .WithTags("Planning")
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<RunKpis>, ProblemHttpResult>> HandleAsync(Guid id, NpgsqlDataSource database, CancellationToken token)
    {
        var found = await database.Statement(FindKpis).With(id).FindAsync(
            row => new Stored(row.GetString(0), row.GetFieldValue<DateOnly>(1), row.Optional<string>(2)), token);

        return found switch
        {
            null => ReplenishmentProblem.NotFound("unknown-planning-run", $"There is no planning run {id}."),
            { Kpis: { } kpis } => TypedResults.Ok(JsonSerializer.Deserialize(kpis, KpiJson.Default.RunKpis)),
            { Scope: PlanningScopes.NetChange } => TypedResults.Ok(RunKpis.Unmeasured(
                id, found.Day, "A net-change run looks at what changed only; full runs measure.")),
            _ => TypedResults.Ok(RunKpis.Unmeasured(id, found.Day, "The run is of before key figures were kept.")),
        };
    }

    private sealed record Stored(string Scope, DateOnly Day, string? Kpis);
}
