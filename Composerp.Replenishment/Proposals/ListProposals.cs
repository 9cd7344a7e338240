using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Proposals;

/// <summary>GET /v1/proposals and /v1/proposals/{id}.</summary>
internal static class ListProposals
{
    private static readonly string ReadSql = SqlFile.Of(typeof(ListProposals), "read_proposals.sql");
    private static readonly string FilteredSql = $"{ReadSql}\n{SqlFile.Of(typeof(ListProposals), "filter_proposals.sql")}";
    private static readonly string ListSql = $"{FilteredSql}\n{SqlFile.Of(typeof(ListProposals), "list_proposals.sql")}";
    private static readonly string ListByValueSql = $"{FilteredSql}\n{SqlFile.Of(typeof(ListProposals), "list_proposals_by_value.sql")}";

    /// <summary>One proposal, and what its explanation is made of.</summary>
    internal static readonly string FindSql = $"{ReadSql}\n{SqlFile.Of(typeof(ListProposals), "find_proposal.sql")}";

    internal sealed record Filter(
        [property: Description("proposed, approved, rejected or replaced; all where left out.")] string? Status,
        string? Location,
        string? Supplier,
        string? Sku,
        Guid? PlanningRun,
        [property: Description("purchase or transfer; both where left out.")] string? Kind = null,
        [property: Description("Of transfers: the location that ships.")] string? Source = null,
        [property: Description("location: by location and item, as where left out; -value: by quantity times unit cost, the highest first.")] string? Sort = null);

    private const string ByLocation = "location";
    private const string ByValue = "-value";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/proposals", ListAsync)
            .WithName(nameof(ListProposals))
            .WithSummary("Proposals by location and item, or by value.")
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

        if (filter.Kind is not (null or OrderKinds.Purchase or OrderKinds.Transfer))
        {
            return ReplenishmentProblem.Malformed("kind", $"A proposal is a {OrderKinds.Purchase} or a {OrderKinds.Transfer}.");
        }

        if (filter.Sort is not (null or ByLocation or ByValue))
        {
            return ReplenishmentProblem.Malformed("sort", $"The order is {ByLocation} or {ByValue}.");
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

        if (filter.Sort == ByValue)
        {
            return await ListByValueAsync(filter, page, after[0], afterId, database, token);
        }

        var rows = await database.Statement(ListSql)
            .With(filter.Status).With(filter.Location).With(filter.Supplier).With(filter.Sku).With(filter.PlanningRun)
            .With(filter.Kind).With(filter.Source)
            .With(after[0]).With(after[1]).With(afterId).With(page.Rows + 1)
            .ListAsync(StoredProposal.Read, token);

        return TypedResults.Ok(Page<StoredProposal>.Of(rows, page, row => [row.Location, row.Sku, row.Id.ToString()]));
    }

    private static async Task<Results<Ok<Page<StoredProposal>>, ProblemHttpResult>> ListByValueAsync(
        Filter filter, PageRequest page, string? after, Guid? afterId, NpgsqlDataSource database, CancellationToken token)
    {
        decimal? afterValue = decimal.TryParse(after, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : null;

        if (after is not null && afterValue is null)
        {
            return ReplenishmentProblem.Malformed("after", "This is not a cursor of this list.");
        }

        var rows = await database.Statement(ListByValueSql)
            .With(filter.Status).With(filter.Location).With(filter.Supplier).With(filter.Sku).With(filter.PlanningRun)
            .With(filter.Kind).With(filter.Source)
            .With(afterValue).With(afterId).With(page.Rows + 1)
            .ListAsync(StoredProposal.Read, token);

        // As many keys as the other order has, so that both read alike.
        return TypedResults.Ok(Page<StoredProposal>.Of(
            rows, page, row => [(row.Quantity * row.UnitCost).ToString(CultureInfo.InvariantCulture), "", row.Id.ToString()]));
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
