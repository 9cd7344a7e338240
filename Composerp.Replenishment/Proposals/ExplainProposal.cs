using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.Replenishment.Domain.Modifiers;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Proposals;

/// <summary>GET /v1/proposals/{id}/explanation: how a quantity came about, in words and as data.</summary>
internal static class ExplainProposal
{
    /// <param name="Words">One sentence for each step, in their order.</param>
    /// <param name="Replayed">The quantity that the stored inputs lead to when they are calculated again now.</param>
    /// <param name="Policy">The rule that it was planned by; absent for proposals of before there were rules.</param>
    /// <param name="Effects">What each condition did, in units and in money.</param>
    /// <param name="Derivation">Every input and every step.</param>
    /// <param name="SharedStock">What the source had too little of or too much of, and who else lacks it; absent where it had enough for all.</param>
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
        SharedStock? SharedStock = null,
        SupplierOrder? SupplierOrder = null);

    /// <summary>The order that the proposal is a line of, where its conditions changed the line.</summary>
    /// <param name="Lines">So many were looked at, also those of which nothing is ordered.</param>
    /// <param name="LinesHere">Of these for the same location.</param>
    internal sealed record SupplierOrder(
        SupplierOrderTerms? Terms, decimal? BudgetLeft, IReadOnlyList<Room> Rooms, int Lines, int LinesHere);

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
        var found = await database.Statement(ListProposals.FindSql).With(id).FindAsync(
            row => new Found(
                StoredProposal.Read(row) with
                {
                    Derivation = JsonSerializer.Deserialize(row.GetString(19), ReplenishmentJson.Default.Derivation),
                },
                row.Optional<string>(20) is { } shared ? JsonSerializer.Deserialize(shared, ReplenishmentJson.Default.SharedStock) : null,
                row.Optional<string>(21) is { } orders ? JsonSerializer.Deserialize(orders, ReplenishmentJson.Default.JointOrders) : null,
                row.Optional<int?>(22) ?? 0),
            token);

        return found is not { Proposal: { Derivation: { } derivation } proposal }
            ? ProposalRefusals.Unknown([id])
            : TypedResults.Ok(new Answer(
                id, proposal.Location, proposal.Sku, proposal.Kind, proposal.Supplier, proposal.Source,
                proposal.Quantity, proposal.Quantity * proposal.UnitCost,
                found.Replay(derivation),
                [.. derivation.Input.Source is { } source ? [Explanation.InWords(source)] : Array.Empty<string>(), .. Explanation.Sentences(derivation), .. (found.JointLine?.Steps ?? []).Select(Explanation.InWords)],
                derivation.Input.Source,
                [
                    .. (derivation.Steps?.Modifiers ?? []).Concat(found.JointLine?.Steps ?? []).Select(step =>
                        new Effect(step.Modifier, step.Before, step.After, step.After - step.Before, step.CostChange, Explanation.InWords(step))),
                ],
                derivation,
                found.SharedStock,
                found.OrderInWords()));
    }

    /// <param name="Line">The proposal's place among those of the orders.</param>
    private sealed record Found(StoredProposal Proposal, SharedStock? SharedStock, JointOrders? Orders, int Line)
    {
        public JointLine? JointLine { get; } = Orders?.Decide()[Line];

        /// <summary>Line and order calculated again from what is stored; null where they do not fit to each other.</summary>
        public decimal? Replay(Derivation derivation)
        {
            var alone = derivation.Replay(SharedStock).Steps?.Quantity;

            return Orders is null ? alone : alone == Orders.Lines[Line].Quantity ? JointLine?.Quantity : null;
        }

        public SupplierOrder? OrderInWords() => Orders is null
            ? null
            : new(Orders.Terms, Orders.BudgetLeft, Orders.Rooms, Orders.Lines.Count, Orders.Lines.Count(line => line.Location == Proposal.Location));
    }
}
