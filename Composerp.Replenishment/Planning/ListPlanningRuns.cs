using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Replenishment.Planning;

/// <summary>GET /v1/planning-runs, one run, and everything that it skipped.</summary>
internal static class ListPlanningRuns
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/planning-runs", ListAsync)
            .WithName(nameof(ListPlanningRuns))
            .WithSummary("Planning runs, newest first.")
            .WithTags("Planning")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes
            .MapGet("/v1/planning-runs/{id:guid}", FindAsync)
            .WithName("FindPlanningRun")
            .WithSummary("One planning run, with the first 100 that it skipped.")
            .WithTags("Planning")
            .ProducesProblem(StatusCodes.Status404NotFound);

        routes
            .MapGet("/v1/planning-runs/{id:guid}/skipped", ListSkippedAsync)
            .WithName("ListSkipped")
            .WithSummary("Everything that a run could not plan, and why; kept for 30 days.")
            .WithTags("Planning")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<PlanningRun>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, PlanningRunStore runs, CancellationToken token)
    {
        if (page.Read(out var after, 2) is { } refusal)
        {
            return refusal;
        }

        DateTimeOffset? afterStart = null;
        Guid? afterId = null;

        if (after is [{ } start, { } id])
        {
            if (!DateTimeOffset.TryParseExact(start, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var startedAt)
                || !Guid.TryParse(id, out var runId))
            {
                return ReplenishmentProblem.Malformed("after", "This is not a cursor of this list.");
            }

            (afterStart, afterId) = (startedAt.ToUniversalTime(), runId);
        }

        var rows = await runs.ListAsync(afterStart, afterId, page.Rows + 1, token);

        return TypedResults.Ok(Page<PlanningRun>.Of(
            rows, page, run => [run.StartedAt.ToString("O", CultureInfo.InvariantCulture), run.Id.ToString()]));
    }

    private static async Task<Results<Ok<PlanningRun>, ProblemHttpResult>> FindAsync(
        Guid id, PlanningRunStore runs, CancellationToken token) =>
        await runs.FindAsync(id, token) is { } run ? TypedResults.Ok(run) : Unknown(id);

    private static async Task<Results<Ok<Page<SkippedItemLocation>>, ProblemHttpResult>> ListSkippedAsync(
        Guid id, [AsParameters] PageRequest page, PlanningRunStore runs, CancellationToken token)
    {
        if (page.Read(out var after, 2) is { } refusal)
        {
            return refusal;
        }

        var rows = await runs.ListSkippedAsync(id, after[0], after[1], page.Rows + 1, token);

        return rows.Count == 0 && await runs.FindAsync(id, token) is null
            ? Unknown(id)
            : TypedResults.Ok(Page<SkippedItemLocation>.Of(rows, page, row => [row.Location, row.Sku]));
    }

    private static ProblemHttpResult Unknown(Guid id) =>
        ReplenishmentProblem.NotFound("unknown-planning-run", $"There is no planning run {id}.");
}
