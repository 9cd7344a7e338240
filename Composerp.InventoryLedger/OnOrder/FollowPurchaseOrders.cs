using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.OnOrder;

/// <summary>Keeps what is on order in step with replenishment's purchase orders.</summary>
internal sealed class FollowPurchaseOrders : IEventHandler
{
    private static readonly string _openOrder = SqlFile.Of<FollowPurchaseOrders>("open_order.sql");
    private static readonly string _closeOrder = SqlFile.Of<FollowPurchaseOrders>("close_order.sql");

    public async Task ApplyAsync(IReadOnlyList<LoggedEvent> events, NpgsqlTransaction transaction, CancellationToken token)
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction has ended.");
        var orders = events.Select(Read).OfType<OrderChange>().ToArray();

        if (orders.Length == 0)
        {
            return;
        }

        await ShardLocks.TakeAsync(connection, orders.Select(order => Shards.OfLocation(order.Location)), token);
        await using var batch = new NpgsqlBatch(connection, transaction);

        foreach (var order in orders)
        {
            batch.BatchCommands.Add(order.Command);
        }

        await batch.ExecuteNonQueryAsync(token);
    }

    private static OrderChange? Read(LoggedEvent logged) => logged.Type switch
    {
        EventTypes.PurchaseOrderApproved => Open(logged.Read(ContractsJson.Default.PurchaseOrderApprovedV1)),
        EventTypes.PurchaseOrderReceived when logged.Read(ContractsJson.Default.PurchaseOrderReceivedV1) is var order => Close(order.Location, order.Number),
        EventTypes.PurchaseOrderReopened when logged.Read(ContractsJson.Default.PurchaseOrderReopenedV1) is var order => Close(order.Location, order.Number),
        EventTypes.PurchaseOrderShortClosed when logged.Read(ContractsJson.Default.PurchaseOrderShortClosedV1) is var order => Close(order.Location, order.Number),
        EventTypes.PurchaseOrderCancelled when logged.Read(ContractsJson.Default.PurchaseOrderCancelledV1) is var order => Close(order.Location, order.Number),
        _ => null,
    };

    private static OrderChange Open(PurchaseOrderApprovedV1 order) => new(order.Location, Sql.Step(
        _openOrder,
        Sql.Of(checked((short)Shards.OfLocation(order.Location))),
        Sql.Of(order.Location),
        Sql.Of(order.Number),
        Sql.Of(order.Supplier),
        Sql.Of<string[]>([.. order.Lines.Select(line => line.Sku)]),
        Sql.Of<long[]>([.. order.Lines.Select(line => TenThousandths(order, line))]),
        Sql.Of<DateOnly[]>([.. order.Lines.Select(line => line.ExpectedOn)])));

    // Received, opened again, closed short or cancelled: nothing of it is on order, until it is approved (again).
    private static OrderChange Close(string location, string number) => new(location, Sql.Step(
        _closeOrder,
        Sql.Of(checked((short)Shards.OfLocation(location))),
        Sql.Of(location),
        Sql.Of(number)));

    private static long TenThousandths(PurchaseOrderApprovedV1 order, PurchaseOrderLineV1 line) =>
        Quantity.TryFrom(line.Quantity, out var quantity, out var problem)
            ? quantity.TenThousandths
            : throw new EventRefusedException($"{order.Number}: the quantity of {line.Sku} is no quantity ({problem}).");

    private sealed record OrderChange(string Location, NpgsqlBatchCommand Command);
}
