using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.Replenishment.Domain.Modifiers;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Proposals;

/// <summary>GET /v1/proposals/{id}/explanation: how a quantity came about, in words and as data.</summary>
internal static class ExplainProposal
{
    private static readonly string FindSql = SqlFile.Of(typeof(ListProposals), "find_proposal.sql");

    /// <param name="Words">One sentence for each step, in their order.</param>
    /// <param name="Replayed">The quantity that the stored inputs lead to when they are calculated again now.</param>
    /// <param name="Policy">The rule that it was planned by; absent for proposals of before there were rules.</param>
    /// <param name="Effects">What each condition did, in units and in money.</param>
    /// <param name="Derivation">Every input and every step.</param>
    /// <param name="Shortage">All who asked the source for what it had too little of, and what they need; absent where it had enough.</param>
    internal sealed record Answer(
        Guid Id,
        string Location,
        string Sku,
        string Kind,
        string? Supplier,
        string? Source,
        decimal Quantity,
        decimal Cost,
        decimal? Replayed,
        IReadOnlyList<string> Words,
        PolicySource? Policy,
        IReadOnlyList<Effect> Effects,
        Derivation Derivation,
        SharedShortage? Shortage = null);

    /// <param name="Units">More (or less, negative) than before.</param>
    /// <param name="Money">What the order costs more (or less) by it.</param>
    internal sealed record Effect(OrderModifier Modifier, decimal Before, decimal After, decimal Units, decimal Money, string Words);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/proposals/{id:guid}/explanation", HandleAsync)
        .WithName(nameof(ExplainProposal))
        .WithSummary("How the quantity of a proposal came about: in words, as data, and calculated again.")
        .WithTags("Proposals")
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(Guid id, NpgsqlDataSource database, CancellationToken token)
    {
        var found = await database.Statement(FindSql).With(id).FindAsync(
            row => new Found(
                StoredProposal.Read(row) with
                {
                    Derivation = JsonSerializer.Deserialize(row.GetString(19), ReplenishmentJson.Default.Derivation),
                },
                row.Optional<string>(20) is { } shared ? JsonSerializer.Deserialize(shared, ReplenishmentJson.Default.SharedShortage) : null),
            token);

        return found is not { Proposal: { Derivation: { } derivation } proposal }
            ? ProposalRefusals.Unknown([id])
            : TypedResults.Ok(new Answer(
                id, proposal.Location, proposal.Sku, proposal.Kind, proposal.Supplier, proposal.Source,
                proposal.Quantity, proposal.Quantity * proposal.UnitCost,
                derivation.Replay(found.Shortage).Steps?.Quantity,
                [.. derivation.Input.Source is { } source ? [Explanation.InWords(source)] : Array.Empty<string>(), .. Explanation.Sentences(derivation)],
                derivation.Input.Source,
                [
                    .. (derivation.Steps?.Modifiers ?? []).Select(step =>
                        new Effect(step.Modifier, step.Before, step.After, step.After - step.Before, step.CostChange, Explanation.InWords(step))),
                ],
                derivation,
                found.Shortage));
    }

    private sealed record Found(StoredProposal Proposal, SharedShortage? Shortage);
}
