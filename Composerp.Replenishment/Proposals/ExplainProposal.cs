using System.Text.Json;
using Composerp.Replenishment.Domain;
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
    internal sealed record Answer(
        Guid Id,
        string Location,
        string Sku,
        string Supplier,
        decimal Quantity,
        decimal Cost,
        decimal? Replayed,
        IReadOnlyList<string> Words,
        PolicySource? Policy,
        IReadOnlyList<Effect> Effects,
        Derivation Derivation);

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
            row => StoredProposal.Read(row) with
            {
                Derivation = JsonSerializer.Deserialize(row.GetString(17), ReplenishmentJson.Default.Derivation),
            },
            token);

        return found is not { Derivation: { } derivation }
            ? ProposalRefusals.Unknown([id])
            : TypedResults.Ok(new Answer(
                id, found.Location, found.Sku, found.Supplier, found.Quantity, found.Quantity * found.UnitCost,
                derivation.Replay().Steps?.Quantity,
                [.. derivation.Input.Source is { } source ? [Explanation.InWords(source)] : Array.Empty<string>(), .. Explanation.Sentences(derivation)],
                derivation.Input.Source,
                [
                    .. (derivation.Steps?.Modifiers ?? []).Select(step =>
                        new Effect(step.Modifier, step.Before, step.After, step.After - step.Before, step.CostChange, Explanation.InWords(step))),
                ],
                derivation));
    }
}
