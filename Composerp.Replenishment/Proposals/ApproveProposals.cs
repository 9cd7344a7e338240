using Composerp.Replenishment.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Replenishment.Proposals;

/// <summary>POST /v1/proposals/approve and /v1/proposals/{id}/approve.</summary>
internal static class ApproveProposals
{
    public const int CountMax = 10_000;

    /// <param name="As">What the order is then: approved where left out; draft or proposed, for somebody else to approve.</param>
    internal sealed record Request(string Actor, string? As = null);

    /// <param name="As">What the orders are then: approved where left out; draft or proposed, for somebody else to approve.</param>
    internal sealed record BulkRequest(IReadOnlyList<Guid> Ids, string Actor, string? As = null);

    internal sealed record BulkAnswer(IReadOnlyList<PurchaseOrder> PurchaseOrders);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/proposals/approve", ApproveAllAsync)
            .WithName(nameof(ApproveProposals))
            .WithSummary("Approves open proposals: all of them, or none. One order per supplier, or source of transfers, and location.")
            .WithTags("Proposals")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapPost("/v1/proposals/{id:guid}/approve", ApproveAsync)
            .WithName("ApproveProposal")
            .WithSummary("Approves an open proposal: it becomes a purchase or a transfer order.")
            .WithDescription("Approved before: 409, whose proposals name the purchase order, so that a repeat finds it.")
            .WithTags("Proposals")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Created<BulkAnswer>, ProblemHttpResult>> ApproveAllAsync(
        BulkRequest request, ProposalApproval approval, CancellationToken token)
    {
        var ids = request.Ids.Distinct().ToList();
        var violation = Codes.TextViolation("actor", request.Actor) ?? StatusViolation(request.As) ?? (ids.Count is 0 or > CountMax
            ? new Violation("ids", "id-count-out-of-range", "A request names 1 to 10,000 proposals.")
            : null);

        if (violation is not null)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        var (orders, refusal) = await approval.ApproveAsync(ids, request.Actor, request.As ?? PurchaseOrderStatus.Approved, token);

        return refusal is null ? TypedResults.Created((string?)null, new BulkAnswer(orders)) : refusal;
    }

    private static async Task<Results<Created<PurchaseOrder>, ProblemHttpResult>> ApproveAsync(
        Guid id, Request request, ProposalApproval approval, CancellationToken token)
    {
        if ((Codes.TextViolation("actor", request.Actor) ?? StatusViolation(request.As)) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        var (orders, refusal) = await approval.ApproveAsync([id], request.Actor, request.As ?? PurchaseOrderStatus.Approved, token);

        return refusal is null ? TypedResults.Created($"/v1/{orders[0].Kind}-orders/{orders[0].Number}", orders[0]) : refusal;
    }

    private static Violation? StatusViolation(string? status) =>
        status is null or PurchaseOrderStatus.Draft or PurchaseOrderStatus.Proposed or PurchaseOrderStatus.Approved
            ? null
            : new("as", "unknown-status", "An order is created as draft, proposed or approved.");
}
