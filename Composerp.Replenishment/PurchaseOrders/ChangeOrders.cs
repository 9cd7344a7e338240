using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Orders;
using Composerp.ServiceDefaults.EventLog;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.PurchaseOrders;

/// <summary>POST /v1/{purchase or transfer}-orders/{number}/{submit, return, approve, send, close-short or cancel}; PUT .../lines.</summary>
internal sealed class ChangeOrders(NpgsqlDataSource database, TimeProvider time, EventSignal signal)
{
    private static readonly (string Path, OrderStep Step, string Action, string Summary)[] _steps =
    [
        ("submit", OrderStep.Submit, "submitted", "Puts a draft up for approval."),
        ("return", OrderStep.Return, "returned", "Gives what was put up back as a draft."),
        ("approve", OrderStep.Approve, "approved", "Approves an order, within the limits of the actor's role."),
        ("send", OrderStep.Send, "sent", "Notes that who delivers has the order: lead times count from here."),
        ("close-short", OrderStep.CloseShort, "closed-short", "Ends an order of which something came: the rest is not waited for."),
        ("cancel", OrderStep.Cancel, "cancelled", "Ends an order of which nothing came."),
    ];

    /// <param name="Reason">Needed to return, to close and to cancel.</param>
    /// <param name="Revision">The order as you saw it; where somebody has changed it since, nothing happens.</param>
    internal sealed record Request(string Actor, string? Reason = null, int? Revision = null);

    /// <param name="Lines">All lines from now on.</param>
    /// <param name="Revision">The order as you saw it; where somebody has changed it since, nothing happens.</param>
    internal sealed record EditRequest(IReadOnlyList<LineRequest> Lines, string Actor, string Reason, int? Revision = null);

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (kind, tag) in new[] { (OrderKinds.Purchase, "Purchase orders"), (OrderKinds.Transfer, "Transfer orders") })
        {
            foreach (var (path, step, action, summary) in _steps)
            {
                Described(routes.MapPost(
                        $"/v1/{kind}-orders/{{number}}/{path}",
                        (string number, Request request, ChangeOrders orders, CancellationToken token) =>
                            orders.StepAsync(kind, number, step, action, request, token)))
                    .WithName($"{step}{tag.Split(' ')[0]}Order")
                    .WithSummary(summary)
                    .WithTags(tag);
            }

            Described(routes.MapPut(
                    $"/v1/{kind}-orders/{{number}}/lines",
                    (string number, EditRequest request, ChangeOrders orders, CancellationToken token) => orders.EditAsync(kind, number, request, token)))
                .WithName($"Edit{tag.Split(' ')[0]}Order")
                .WithSummary("Replaces the lines of an order. What was approved has to be approved again.")
                .WithTags(tag);
        }
    }

    private static RouteHandlerBuilder Described(RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private async Task<Results<Ok<PurchaseOrder>, ProblemHttpResult>> StepAsync(
        string kind, string number, OrderStep step, string action, Request request, CancellationToken token)
    {
        var needsReason = step is OrderStep.Return or OrderStep.CloseShort or OrderStep.Cancel;
        var violation = Codes.TextViolation("actor", request.Actor)
            ?? (needsReason ? Codes.TextViolation("reason", request.Reason) : Codes.OptionalTextViolation("reason", request.Reason));

        if (violation is not null)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        return await ChangeAsync(kind, number, step, action, request.Actor, request.Reason, request.Revision, null, token);
    }

    private async Task<Results<Ok<PurchaseOrder>, ProblemHttpResult>> EditAsync(
        string kind, string number, EditRequest request, CancellationToken token)
    {
        if ((Codes.TextViolation("actor", request.Actor) ?? Codes.TextViolation("reason", request.Reason)) is { } violation)
        {
            return ReplenishmentProblem.Invalid(violation);
        }

        return await ChangeAsync(kind, number, OrderStep.Edit, "edited", request.Actor, request.Reason, request.Revision, request.Lines, token);
    }

    private async Task<Results<Ok<PurchaseOrder>, ProblemHttpResult>> ChangeAsync(
        string kind, string number, OrderStep step, string action, string actor, string? reason, int? revision,
        IReadOnlyList<LineRequest>? lines, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        if (await PurchaseOrderStore.LockAsync(transaction, [number], token) is not [var (id, before)] || before.Kind != kind)
        {
            return ListPurchaseOrders.Unknown(kind, number);
        }

        if (revision is { } seen && seen != before.Revision)
        {
            return ReplenishmentProblem.Conflict(
                "order-changed", $"{number} has revision {before.Revision} by now, not {seen}.", StateOf(before));
        }

        var now = time.GetUtcNow();

        if (before.After(step, actor, now) is not { } after)
        {
            return ReplenishmentProblem.Conflict("order-step-impossible", $"{number} is {before.Status}{GoodsOf(before)}.", StateOf(before));
        }

        if (step == OrderStep.Approve
            && Approval.FirstRefusal(before, actor, await PurchaseOrderStore.FindLimitsAsync(transaction, actor, token)) is { } forbidden)
        {
            return ReplenishmentProblem.Forbidden(forbidden);
        }

        if (lines is not null)
        {
            var (wanted, refusal) = await OrderRequests.CompleteAsync(transaction, lines, before.Supplier, before.Location, now, token);

            if (refusal is not null)
            {
                return refusal;
            }

            var (edited, below) = OrderLines.Edit(before.Lines, wanted);

            if (below is var (row, wrong))
            {
                return OrderRequests.Invalid(row, wrong);
            }

            after = after with { Lines = edited };
            await PurchaseOrderStore.LockProposalsAsync(transaction, before.Location, lines.Select(line => line.Sku), token);
        }

        await PurchaseOrderStore.SaveAsync(transaction, [new(id, before, after, action, actor, reason)], withLines: lines is not null, now, token);
        await transaction.CommitAsync(token);
        signal.Wake();

        return TypedResults.Ok(after);
    }

    private static string GoodsOf(PurchaseOrder order) => order.GoodsCame == GoodsCame.None ? "" : ", and goods have come";

    private static Dictionary<string, object?> StateOf(PurchaseOrder order) =>
        new() { ["status"] = order.Status, ["revision"] = order.Revision };
}
