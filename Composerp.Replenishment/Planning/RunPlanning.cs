using System.ComponentModel;
using Composerp.Replenishment.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.Replenishment.Planning;

/// <summary>POST /v1/planning-runs: plans everything that has a policy.</summary>
internal static class RunPlanning
{
    private const string KeyHeader = "Idempotency-Key";

    /// <param name="Date">Plan for this day instead of every location's own business day; stock is that of now in any case.</param>
    /// <param name="Scope">"full", or "net-change": only what changed since the run before, with the same result.</param>
    internal sealed record Request(string Actor, DateOnly? Date = null, string Scope = PlanningScopes.Full);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/planning-runs", HandleAsync)
        .WithName(nameof(RunPlanning))
        .WithSummary("Proposes orders for everything that has a policy, and replaces the open proposals of earlier runs.")
        .WithDescription("Running twice proposes nothing new. What cannot be planned is skipped with its reason.")
        .WithTags("Planning")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Created<PlanningRun>, ProblemHttpResult>> HandleAsync(
        Request request,
        [FromHeader(Name = KeyHeader), Description("The same key has one effect only, however often it is sent.")] string? idempotencyKey,
        Planner planner,
        PlanningRunStore runs,
        CancellationToken token)
    {
        if (idempotencyKey is { Length: 0 or > 200 })
        {
            return ReplenishmentProblem.Malformed(KeyHeader, "A key has 1 to 200 characters.");
        }

        var violation = Codes.TextViolation("actor", request.Actor)
            ?? DateViolation(request.Date)
            ?? (PlanningScopes.All.Contains(request.Scope)
                ? null
                : new Violation("scope", "unknown-scope", $"The scope is {string.Join(" or ", PlanningScopes.All)}."));

        if (violation is not null)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        var key = idempotencyKey is null ? null : RunKey.Of(idempotencyKey, request);
        var (run, before) = await planner.RunAsync(request.Date, request.Scope, request.Actor, key, token);

        if (before is { IsSame: false })
        {
            return ReplenishmentProblem.Conflict("conflicting-replay", "The key was used for another run before.");
        }

        var id = before?.Id ?? run?.Id ?? Guid.Empty;

        return await runs.FindAsync(id, token) is { } stored
            ? TypedResults.Created($"/v1/planning-runs/{id}", stored)
            : ReplenishmentProblem.NotFound("unknown-planning-run", $"There is no planning run {id}.");
    }

    // Far enough from both ends of the calendar that lead times and horizons stay within it.
    private static Violation? DateViolation(DateOnly? date) => date is { Year: < 1900 or > 2200 }
        ? new("date", "date-out-of-range", "The date is of the years 1900 to 2200.")
        : null;
}
