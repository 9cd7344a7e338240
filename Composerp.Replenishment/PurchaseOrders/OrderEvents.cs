using Composerp.Contracts;
using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.EventLog;
using Npgsql;

namespace Composerp.Replenishment.PurchaseOrders;

/// <summary>What a change of an order is to others.</summary>
internal static class OrderEvents
{
    public static async Task LogAsync(
        NpgsqlTransaction transaction, IEnumerable<ChangedOrder> changes, DateTimeOffset now, CancellationToken token)
    {
        // In ascending order, as everybody locks shards.
        foreach (var shard in changes.GroupBy(change => Shards.OfLocation(change.After.Location)).OrderBy(shard => shard.Key))
        {
            if (shard.SelectMany(change => Of(change, now)).ToList() is { Count: > 0 } events)
            {
                await EventTable.AppendAsync(transaction, shard.Key, events, token);
            }
        }
    }

    private static IEnumerable<NewEvent> Of(ChangedOrder change, DateTimeOffset now)
    {
        var (before, after) = (change.Before?.Status, change.After.Status);

        return before == after ? [] : change.After.Kind == OrderKinds.Transfer ? [OfTransfer(change, now)] : OfPurchase(change, before, after, now);
    }

    private static IEnumerable<NewEvent> OfPurchase(ChangedOrder change, string? before, string after, DateTimeOffset now)
    {
        var order = change.After;
        var wasOnOrder = IsOnOrder(before);

        if (!wasOnOrder && order is { Supplier: { } approved, ApprovedAt: { } approvedAt, ApprovedBy: { } approver }
            && (IsOnOrder(after) || after == PurchaseOrderStatus.Received))
        {
            yield return NewEvent.Of(
                EventTypes.PurchaseOrderApproved,
                new(order.Number, approved, order.Location, approvedAt, approver, LinesOf(order)),
                ContractsJson.Default.PurchaseOrderApprovedV1);
        }

        switch (after)
        {
            case PurchaseOrderStatus.Sent when before == PurchaseOrderStatus.Approved && order.Supplier is { } supplier:
                yield return NewEvent.Of(
                    EventTypes.PurchaseOrderSent,
                    new(order.Number, supplier, order.Location, order.SentAt ?? now, change.Actor),
                    ContractsJson.Default.PurchaseOrderSentV1);
                break;

            case PurchaseOrderStatus.Proposed when wasOnOrder:
                yield return NewEvent.Of(
                    EventTypes.PurchaseOrderReopened,
                    new(order.Number, order.Location, now, change.Actor, change.Reason),
                    ContractsJson.Default.PurchaseOrderReopenedV1);
                break;

            case PurchaseOrderStatus.Received:
                yield return NewEvent.Of(
                    EventTypes.PurchaseOrderReceived,
                    new(order.Number, order.Location, order.ReceivedAt ?? now),
                    ContractsJson.Default.PurchaseOrderReceivedV1);
                break;

            case PurchaseOrderStatus.ShortClosed:
                yield return NewEvent.Of(
                    EventTypes.PurchaseOrderShortClosed,
                    new(order.Number, order.Location, now, change.Actor, change.Reason),
                    ContractsJson.Default.PurchaseOrderShortClosedV1);
                break;

            case PurchaseOrderStatus.Cancelled:
                yield return NewEvent.Of(
                    EventTypes.PurchaseOrderCancelled,
                    new(order.Number, order.Location, now, change.Actor, change.Reason),
                    ContractsJson.Default.PurchaseOrderCancelledV1);
                break;
        }
    }

    private static NewEvent OfTransfer(ChangedOrder change, DateTimeOffset now)
    {
        var order = change.After;

        return NewEvent.Of(
            EventTypes.TransferOrderChanged,
            new(order.Number, order.Source ?? "", order.Location, order.Status, now, change.Actor, LinesOf(order)),
            ContractsJson.Default.TransferOrderChangedV1);
    }

    private static bool IsOnOrder(string? status) =>
        status is PurchaseOrderStatus.Approved or PurchaseOrderStatus.Sent or PurchaseOrderStatus.PartiallyReceived;

    private static IReadOnlyList<PurchaseOrderLineV1> LinesOf(PurchaseOrder order) =>
    [
        .. from line in order.Lines
           from delivery in line.Deliveries ?? [new(line.ExpectedOn, line.Quantity)]
           select new PurchaseOrderLineV1(line.Sku, delivery.Quantity, delivery.ExpectedOn, line.UnitCost),
    ];
}
