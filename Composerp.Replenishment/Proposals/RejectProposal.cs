using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Proposals;

/// <summary>POST /v1/proposals/{id}/reject.</summary>
internal static class RejectProposal
{
    private static readonly string Sql = SqlFile.Of(typeof(RejectProposal), "reject_proposal.sql");

    internal sealed record Request(string Actor, string Reason);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/proposals/{id:guid}/reject", HandleAsync)
        .WithName(nameof(RejectProposal))
        .WithSummary("Rejects an open proposal. The next planning run may propose again.")
        .WithTags("Proposals")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, Request request, NpgsqlDataSource database, TimeProvider time, CancellationToken token)
    {
        var violation = Codes.TextViolation("actor", request.Actor) ?? Codes.TextViolation("reason", request.Reason);

        if (violation is not null)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        if (ProposalRefusals.FirstRefusal([id], await LockedProposal.LockAsync(transaction, [id], token)) is { } refusal)
        {
            return refusal;
        }

        await transaction.Statement(Sql).With(id).With(request.Actor).With(time.GetUtcNow()).With(request.Reason).RunAsync(token);
        await transaction.CommitAsync(token);

        return TypedResults.NoContent();
    }
}
