using System.ComponentModel;
using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Proposals;

/// <summary>GET /v1/proposals and /v1/proposals/{id}.</summary>
internal static class ListProposals
{
    private static readonly string ListSql = SqlFile.Of(typeof(ListProposals), "list_proposals.sql");
    private static readonly string FindSql = SqlFile.Of(typeof(ListProposals), "find_proposal.sql");

    internal sealed record Filter(
        [property: Description("proposed, approved, rejected or replaced; all where left out.")] string? Status,
        string? Location,
        string? Supplier,
        string? Sku,
        Guid? PlanningRun);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/proposals", ListAsync)
            .WithName(nameof(ListProposals))
            .WithSummary("Proposals by location and item.")
            .WithTags("Proposals")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes
            .MapGet("/v1/proposals/{id:guid}", FindAsync)
            .WithName("FindProposal")
            .WithSummary("One proposal, with every input and step of its quantity.")
            .WithTags("Proposals")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<StoredProposal>>, ProblemHttpResult>> ListAsync(
        [AsParameters] Filter filter, [AsParameters] PageRequest page, NpgsqlDataSource database, CancellationToken token)
    {
        if (page.Read(out var after, 3) is { } refusal)
        {
            return refusal;
        }

        if (filter.Status is { } status && !ProposalStatus.All.Contains(status))
        {
            return ReplenishmentProblem.Malformed("status", $"A proposal is {string.Join(", ", ProposalStatus.All)}.");
        }

        Guid? afterId = null;

        if (after[2] is { } last)
        {
            if (!Guid.TryParse(last, out var id))
            {
                return ReplenishmentProblem.Malformed("after", "This is not a cursor of this list.");
            }

            afterId = id;
        }

        var rows = await database.Statement(ListSql)
            .With(filter.Status).With(filter.Location).With(filter.Supplier).With(filter.Sku).With(filter.PlanningRun)
            .With(after[0]).With(after[1]).With(afterId).With(page.Rows + 1)
            .ListAsync(StoredProposal.Read, token);

        return TypedResults.Ok(Page<StoredProposal>.Of(rows, page, row => [row.Location, row.Sku, row.Id.ToString()]));
    }

    private static async Task<Results<Ok<StoredProposal>, ProblemHttpResult>> FindAsync(
        Guid id, NpgsqlDataSource database, CancellationToken token)
    {
        var proposal = await database.Statement(FindSql).With(id).FindAsync(
            row => StoredProposal.Read(row) with
            {
                Derivation = JsonSerializer.Deserialize(row.GetString(19), ReplenishmentJson.Default.Derivation),
            },
            token);

        return proposal is null ? ProposalRefusals.Unknown([id]) : TypedResults.Ok(proposal);
    }
}
