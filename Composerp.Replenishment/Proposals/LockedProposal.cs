using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Proposals;

/// <summary>A proposal that is being decided on, locked until the end of the transaction.</summary>
/// <param name="PurchaseOrder">The order's number, where it was approved before.</param>
internal sealed record LockedProposal(
    Guid Id,
    string Status,
    string Location,
    string Sku,
    string? Supplier,
    decimal Quantity,
    decimal UnitCost,
    DateOnly OrderOn,
    DateOnly ExpectedOn,
    string? TimeZone,
    string? PurchaseOrder,
    string Kind,
    string? Source)
{
    private static readonly string LockProposals = SqlFile.Of<LockedProposal>("lock_proposals.sql");

    public bool IsOpen => Status == ProposalStatus.Proposed;

    public static Task<List<LockedProposal>> LockAsync(NpgsqlTransaction transaction, IEnumerable<Guid> ids, CancellationToken token) =>
        transaction.Statement(LockProposals).With(ids.ToArray()).ListAsync(
            row => new LockedProposal(
                row.GetGuid(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.Optional<string>(4),
                row.GetDecimal(5),
                row.GetDecimal(6),
                row.GetFieldValue<DateOnly>(7),
                row.GetFieldValue<DateOnly>(8),
                row.Optional<string>(9),
                row.Optional<string>(10),
                row.GetString(11),
                row.Optional<string>(12)),
            token);
}

/// <summary>Why a proposal cannot be decided on.</summary>
internal static class ProposalRefusals
{
    /// <summary>The first reason why not all of them can be decided on; null where they can.</summary>
    public static ProblemHttpResult? FirstRefusal(IReadOnlyCollection<Guid> wanted, IReadOnlyCollection<LockedProposal> found)
    {
        if (found.Count < wanted.Count)
        {
            return Unknown([.. wanted.Except(found.Select(proposal => proposal.Id))]);
        }

        var decided = found.Where(proposal => !proposal.IsOpen).ToList();

        return decided.Count == 0
            ? null
            : ReplenishmentProblem.Conflict(
                "proposal-not-open",
                "Nothing was decided: these proposals are not open any more.",
                new Dictionary<string, object?>
                {
                    ["proposals"] = decided.Select(proposal => new NotOpen(proposal.Id, proposal.Status, proposal.PurchaseOrder)).ToList(),
                });
    }

    public static ProblemHttpResult Unknown(IReadOnlyList<Guid> ids) =>
        ReplenishmentProblem.NotFound("unknown-proposal", $"There is no proposal {ids[0]}.");

    /// <param name="PurchaseOrder">So that a repeated approval finds the order of the first.</param>
    internal sealed record NotOpen(Guid Id, string Status, string? PurchaseOrder);
}
