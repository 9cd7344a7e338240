using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Approvals;

/// <summary>/v1/approvers: who has which role.</summary>
internal static class Approvers
{
    private static readonly string PutApprover = SqlFile.Of(typeof(Approvers), "put_approver.sql");
    private static readonly string DeleteApprover = SqlFile.Of(typeof(Approvers), "delete_approver.sql");
    private static readonly string ListApprovers = SqlFile.Of(typeof(Approvers), "list_approvers.sql");

    internal sealed record Request(string Role, string Actor);

    internal sealed record Approver(string Name, string Role, string ChangedBy, DateTimeOffset ChangedAt);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut("/v1/approvers/{name}", PutAsync)
            .WithName("PutApprover")
            .WithSummary("Gives an actor a role.")
            .WithTags("Approvals")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapDelete("/v1/approvers/{name}", DeleteAsync)
            .WithName("DeleteApprover")
            .WithSummary("Takes an actor's role away.")
            .WithTags("Approvals")
            .ProducesProblem(StatusCodes.Status404NotFound);

        routes
            .MapGet("/v1/approvers", ListAsync)
            .WithName("ListApprovers")
            .WithSummary("Who has which role, by name.")
            .WithTags("Approvals")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        string name, Request request, NpgsqlDataSource database, TimeProvider time, CancellationToken token)
    {
        var violation = Codes.CodeViolation("name", name) ?? Codes.CodeViolation("role", request.Role) ?? Codes.TextViolation("actor", request.Actor)
            ?? (name == request.Actor ? new Violation("actor", "self-approval", "Nobody gives themselves a role.") : null);

        if (violation is not null)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        await database.Statement(PutApprover).With(name).With(request.Role).With(request.Actor).With(time.GetUtcNow()).RunAsync(token);

        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string name, NpgsqlDataSource database, CancellationToken token) =>
        await database.Statement(DeleteApprover).With(name).RunAsync(token) > 0
            ? TypedResults.NoContent()
            : ReplenishmentProblem.NotFound("unknown-approver", $"{name} has no role.");

    private static async Task<Results<Ok<Page<Approver>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, NpgsqlDataSource database, CancellationToken token)
    {
        if (page.Read(out var after, 1) is { } refusal)
        {
            return refusal;
        }

        var rows = await database.Statement(ListApprovers).With(after[0]).With(page.Rows + 1).ListAsync(
            row => new Approver(row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3)), token);

        return TypedResults.Ok(Page<Approver>.Of(rows, page, row => [row.Name]));
    }
}
