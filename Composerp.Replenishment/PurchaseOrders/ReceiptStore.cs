using Composerp.Contracts;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.PurchaseOrders;

/// <summary>Receipts that name a purchase order fill its lines, and close it when all is in.</summary>
internal static class ReceiptStore
{
    private static readonly string ApplyReceipts = SqlFile.Of(typeof(ReceiptStore), "apply_receipts.sql");
    private static readonly string AdvanceOrders = SqlFile.Of(typeof(ReceiptStore), "advance_orders.sql");

    /// <summary>Counts what came in, and logs the orders that are complete since.</summary>
    public static async Task ApplyAsync(IEnumerable<MovementPostedV1> movements, NpgsqlTransaction transaction, CancellationToken token)
    {
        var receipts = movements.SelectMany(ReceiptsOf).ToList();

        if (receipts.Count == 0)
        {
            return;
        }

        var grown = await transaction.Statement(ApplyReceipts)
            .With(receipts.Select(receipt => receipt.Number).ToArray())
            .With(receipts.Select(receipt => receipt.MovementId).ToArray())
            .With(receipts.Select(receipt => receipt.Location).ToArray())
            .With(receipts.Select(receipt => receipt.Sku).ToArray())
            .With(receipts.Select(receipt => receipt.Quantity).ToArray())
            .With(receipts.Select(receipt => receipt.OccurredAt).ToArray())
            .ListAsync(row => row.GetInt64(0), token);

        if (grown.Count > 0)
        {
            var received = await transaction.Statement(AdvanceOrders)
                .With(grown.Distinct().ToArray())
                .ListAsync(row => new PurchaseOrderReceivedV1(row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2)), token);

            await LogAsync(received, transaction, token);
        }
    }

    private static async Task LogAsync(List<PurchaseOrderReceivedV1> received, NpgsqlTransaction transaction, CancellationToken token)
    {
        foreach (var shard in received.GroupBy(order => Shards.OfLocation(order.Location)).OrderBy(shard => shard.Key))
        {
            await EventTable.AppendAsync(
                transaction,
                shard.Key,
                [.. shard.Select(order => NewEvent.Of(EventTypes.PurchaseOrderReceived, order, ContractsJson.Default.PurchaseOrderReceivedV1))],
                token);
        }
    }

    // A line with a time of its own is a correction that keeps a later count right; those goods came in with the other line.
    // What takes a receipt back has its reference, and brings less than nothing.
    private static IEnumerable<Receipt> ReceiptsOf(MovementPostedV1 movement) =>
        movement is { Reference: { } number } && (movement.ReversedKind ?? movement.Kind) == MovementKinds.Receipt && movement.Kind != MovementKinds.CostCorrection
            ? from line in movement.Lines
              where line is { Account: Accounts.OnHand, OccurredAt: null }
              group line.Quantity by (line.Location, line.Sku) into goods
              select new Receipt(number, movement.MovementId, goods.Key.Location, goods.Key.Sku, goods.Sum(), movement.OccurredAt.ToUniversalTime())
            : [];

    private sealed record Receipt(string Number, string MovementId, string Location, string Sku, decimal Quantity, DateTimeOffset OccurredAt);
}
