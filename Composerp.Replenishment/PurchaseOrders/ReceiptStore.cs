using Composerp.Contracts;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Orders;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.PurchaseOrders;

/// <summary>Movements that name an order fill its lines, and close it when all is in.</summary>
internal static class ReceiptStore
{
    private const string Shipment = "shipment";

    private static readonly string ApplyReceipts = SqlFile.Of(typeof(ReceiptStore), "apply_receipts.sql");
    private static readonly string LastReceipts = SqlFile.Of(typeof(ReceiptStore), "last_receipts.sql");

    /// <summary>Counts what came in, and logs the orders whose state it changes.</summary>
    /// <param name="now">When this was heard of.</param>
    /// <returns>The orders of which a line grew.</returns>
    public static async Task<IReadOnlyList<PurchaseOrder>> ApplyAsync(
        IEnumerable<MovementPostedV1> movements, DateTimeOffset now, NpgsqlTransaction transaction, CancellationToken token)
    {
        var receipts = movements.SelectMany(ReceiptsOf).ToList();

        if (receipts.Count == 0)
        {
            return [];
        }

        // Locked first, as everybody does who changes orders.
        var before = (await PurchaseOrderStore.LockAsync(transaction, receipts.Select(receipt => receipt.Number).Distinct().ToList(), token))
            .ToDictionary(order => order.Order.Number);

        var grown = before.Count == 0 ? [] : await transaction.Statement(ApplyReceipts)
            .With(receipts.Select(receipt => receipt.Number).ToArray())
            .With(receipts.Select(receipt => receipt.MovementId).ToArray())
            .With(receipts.Select(receipt => receipt.Kind).ToArray())
            .With(receipts.Select(receipt => receipt.Location).ToArray())
            .With(receipts.Select(receipt => receipt.Sku).ToArray())
            .With(receipts.Select(receipt => receipt.Quantity).ToArray())
            .With(receipts.Select(receipt => receipt.OccurredAt).ToArray())
            .ListAsync(row => row.GetString(0), token);

        if (grown.Count == 0)
        {
            return [];
        }

        var filled = await PurchaseOrderStore.ListAsync(transaction.Statement, new(Numbers: grown), null, grown.Count, token);
        var last = (await transaction.Statement(LastReceipts).With(filled.Select(order => order.Id).ToArray())
            .ListAsync(row => (Id: row.GetInt64(0), At: row.GetFieldValue<DateTimeOffset>(1)), token)).ToDictionary(row => row.Id, row => row.At);
        var receiptsOf = receipts.ToLookup(receipt => receipt.Number);

        var changes = filled.Select(order => ChangeOf(
            order.Id, before[order.Order.Number].Order, order.Order, last[order.Id], [.. receiptsOf[order.Order.Number]])).ToList();

        await PurchaseOrderStore.SaveAsync(transaction, changes, withLines: false, now, token);

        return [.. changes.Select(change => change.After)];
    }

    private static ChangedOrder ChangeOf(
        long id, PurchaseOrder before, PurchaseOrder filled, DateTimeOffset lastAt, IReadOnlyList<Receipt> receipts)
    {
        var actor = receipts[^1].Actor ?? "inventory-ledger";
        var after = filled.After(OrderStep.Receive, actor, lastAt) ?? filled;
        var movements = string.Join(", ", receipts.Select(receipt => receipt.MovementId).Distinct());
        var over = after.Lines.Where(line => line.Received > line.Quantity * (1 + after.OverTolerance)).Select(line => line.Sku).ToList();

        var reason = over.Count == 0
            ? $"Movements {movements}."
            : $"Movements {movements}. More than the tolerance allows: {string.Join(", ", over)}.";

        return new(id, before, after, "received", actor, reason);
    }

    // A line with a time of its own is a correction that keeps a later count right; those goods came in with the other line.
    // What takes a receipt back has its reference, and brings less than nothing.
    private static IEnumerable<Receipt> ReceiptsOf(MovementPostedV1 movement) =>
        movement is { Reference: { } number } && KindOf(movement) is ({ } kind, { } account)
            ? from line in movement.Lines
              where line.Account == account && line.OccurredAt is null
              group line.Quantity by (line.Location, line.Sku) into goods
              select new Receipt(
                  number, movement.MovementId, kind, goods.Key.Location, goods.Key.Sku, goods.Sum(), movement.OccurredAt.ToUniversalTime(), movement.Actor)
            : [];

    private static (string? Kind, string? Account) KindOf(MovementPostedV1 movement) => (movement.ReversedKind ?? movement.Kind) switch
    {
        _ when movement.Kind == MovementKinds.CostCorrection => default,
        MovementKinds.Receipt => (OrderKinds.Purchase, Accounts.OnHand),
        MovementKinds.TransferOut => (Shipment, Accounts.InTransit),
        MovementKinds.TransferIn => (OrderKinds.Transfer, Accounts.OnHand),
        _ => default,
    };

    private sealed record Receipt(
        string Number, string MovementId, string Kind, string Location, string Sku, decimal Quantity, DateTimeOffset OccurredAt, string? Actor);
}
