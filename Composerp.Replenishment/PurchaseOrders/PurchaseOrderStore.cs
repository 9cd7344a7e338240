using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Orders;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Replenishment.PurchaseOrders;

/// <summary>Which orders are wanted; null: all.</summary>
internal sealed record OrderFilter(
    string? Kind = null,
    string? Status = null,
    string? Location = null,
    string? Supplier = null,
    string? Source = null,
    IReadOnlyCollection<string>? Numbers = null);

internal sealed record StoredOrder(long Id, PurchaseOrder Order);

internal sealed record NewOrder(string Kind, string? Supplier, string? Source, string Location, IReadOnlyList<PurchaseOrderLine> Lines);

/// <param name="Before">null: it is new.</param>
internal sealed record ChangedOrder(long Id, PurchaseOrder? Before, PurchaseOrder After, string Action, string Actor, string? Reason);

/// <summary>An idempotency key, and what was asked for with it.</summary>
internal sealed record OrderKey(string Key, byte[] RequestHash);

/// <summary>Orders in the database: the one way to write them, so that no change goes without its record.</summary>
internal static class PurchaseOrderStore
{
    private static readonly string LockOpenProposals = SqlFile.Of(typeof(PurchaseOrderStore), "lock_open_proposals.sql");
    private static readonly string ListPurchaseOrders = SqlFile.Of(typeof(PurchaseOrderStore), "list_purchase_orders.sql");
    private static readonly string LockPurchaseOrders = SqlFile.Of(typeof(PurchaseOrderStore), "lock_purchase_orders.sql");
    private static readonly string ReserveOrders = SqlFile.Of(typeof(PurchaseOrderStore), "reserve_orders.sql");
    private static readonly string CreatePurchaseOrders = SqlFile.Of(typeof(PurchaseOrderStore), "create_purchase_orders.sql");
    private static readonly string PutOrderLines = SqlFile.Of(typeof(PurchaseOrderStore), "put_order_lines.sql");
    private static readonly string DeleteOrderLines = SqlFile.Of(typeof(PurchaseOrderStore), "delete_order_lines.sql");
    private static readonly string SavePurchaseOrders = SqlFile.Of(typeof(PurchaseOrderStore), "save_purchase_orders.sql");
    private static readonly string AddOrderChanges = SqlFile.Of(typeof(PurchaseOrderStore), "add_order_changes.sql");
    private static readonly string FindApprovalLimits = SqlFile.Of(typeof(PurchaseOrderStore), "find_approval_limits.sql");

    /// <summary>Orders with their lines, oldest first.</summary>
    public static async Task<List<StoredOrder>> ListAsync(
        Func<string, Statement> statement, OrderFilter filter, long? afterId, int orders, CancellationToken token)
    {
        var rows = await statement(ListPurchaseOrders)
            .With(filter.Kind).With(filter.Status).With(filter.Location).With(filter.Supplier).With(filter.Source)
            .With(filter.Numbers?.ToArray()).With(afterId).With(orders)
            .ListAsync(row => (Id: row.GetInt64(0), Order: OrderOf(row), Line: LineOf(row)), token);

        return
        [
            .. from row in rows
               group row by row.Id into order
               select new StoredOrder(order.Key, order.First().Order with { Lines = [.. order.Select(row => row.Line)] }),
        ];
    }

    /// <summary>Orders that are about to change, locked until the end of the transaction.</summary>
    public static async Task<List<StoredOrder>> LockAsync(
        NpgsqlTransaction transaction, IReadOnlyCollection<string> numbers, CancellationToken token)
    {
        var found = await transaction.Statement(LockPurchaseOrders).With(numbers.ToArray()).ListAsync(row => row.GetString(0), token);

        return found.Count == 0 ? [] : await ListAsync(transaction.Statement, new(Numbers: found), null, found.Count, token);
    }

    /// <summary>Takes turns with whoever approves proposals for the same items, so that the later one sees the other's order.</summary>
    public static Task LockProposalsAsync(NpgsqlTransaction transaction, string location, IEnumerable<string> skus, CancellationToken token) =>
        transaction.Statement(LockOpenProposals).With(location).With(skus.ToArray()).RunAsync(token);

    /// <summary>Creates orders, in the order of the given ones, and logs them.</summary>
    /// <param name="status">draft, proposed or approved.</param>
    /// <param name="madeBy">Whose hand is in them.</param>
    public static async Task<List<StoredOrder>> CreateAsync(
        NpgsqlTransaction transaction, IReadOnlyList<NewOrder> orders, string status, string actor, IReadOnlyList<string> madeBy,
        DateTimeOffset now, OrderKey? key, CancellationToken token)
    {
        var ids = await transaction.Statement(ReserveOrders).With(orders.Count).ListAsync(row => row.GetInt64(0), token);
        ids.Sort();

        var created = (await transaction.Statement(CreatePurchaseOrders)
            .With(ids.ToArray())
            .With(orders.Select(order => order.Kind).ToArray())
            .With(orders.Select(order => order.Supplier).ToArray())
            .With(orders.Select(order => order.Source).ToArray())
            .With(orders.Select(order => order.Location).ToArray())
            .With(orders.Select(_ => status).ToArray())
            .With(actor).With(now).With(madeBy.ToArray()).With(key?.Key).With(key?.RequestHash)
            .ListAsync(row => (Id: row.GetInt64(0), Number: row.GetString(1), Over: row.GetDecimal(2), Under: row.GetDecimal(3)), token))
            .ToDictionary(row => row.Id);

        var isApproved = status == PurchaseOrderStatus.Approved;
        var stored = ids.Zip(orders, (id, order) => new StoredOrder(id, new(
            created[id].Number, order.Kind, order.Supplier, order.Source, order.Location, status, actor, now, madeBy,
            isApproved ? actor : null, isApproved ? now : null, null, null, null, 1, created[id].Over, created[id].Under,
            order.Lines))).ToList();

        await PutLinesAsync(transaction, stored.SelectMany(order => order.Order.Lines, (order, line) => (order.Id, line)), token);
        await KeepAsync(transaction, [.. stored.Select(order => new ChangedOrder(order.Id, null, order.Order, "created", actor, null))], now, token);

        return stored;
    }

    /// <summary>Writes what changed of locked orders, keeps who did it, and logs what others have to know.</summary>
    public static async Task SaveAsync(
        NpgsqlTransaction transaction, IReadOnlyList<ChangedOrder> changes, bool withLines, DateTimeOffset now, CancellationToken token)
    {
        await transaction.Statement(SavePurchaseOrders)
            .With(changes.Select(change => change.Id).ToArray())
            .With(changes.Select(change => change.After.Status).ToArray())
            .With(changes.Select(change => change.After.Revision).ToArray())
            .With(changes.Select(change => change.After.ApprovedBy).ToArray())
            .With(changes.Select(change => change.After.ApprovedAt).ToArray())
            .With(changes.Select(change => change.After.SentAt).ToArray())
            .With(changes.Select(change => change.After.ReceivedAt).ToArray())
            .With(changes.Select(change => change.After.ClosedAt).ToArray())
            .With(changes.Select(change => JsonSerializer.Serialize(change.After.MadeBy, ReplenishmentJson.Default.IReadOnlyListString)).ToArray())
            .RunAsync(token);

        if (withLines)
        {
            var gone = changes.SelectMany(
                change => (change.Before?.Lines ?? []).ExceptBy(change.After.Lines.Select(line => line.Sku), line => line.Sku),
                (change, line) => (change.Id, line.Sku)).ToList();

            await transaction.Statement(DeleteOrderLines)
                .With(gone.Select(line => line.Id).ToArray()).With(gone.Select(line => line.Sku).ToArray()).RunAsync(token);
            await PutLinesAsync(transaction, changes.SelectMany(change => change.After.Lines, (change, line) => (change.Id, line)), token);
        }

        await KeepAsync(transaction, changes, now, token);
    }

    /// <summary>What an actor may approve; null where no limits are kept.</summary>
    public static async Task<IReadOnlyList<ApprovalLimit>?> FindLimitsAsync(NpgsqlTransaction transaction, string actor, CancellationToken token)
    {
        var rows = await transaction.Statement(FindApprovalLimits).With(actor).ListAsync(
            row => (AreKept: row.GetBoolean(0), HasLimit: !row.IsDBNull(1), Limit: new ApprovalLimit(row.Optional<string>(2), row.Optional<decimal?>(3))),
            token);

        return rows[0].AreKept ? [.. rows.Where(row => row.HasLimit).Select(row => row.Limit)] : null;
    }

    private static async Task KeepAsync(
        NpgsqlTransaction transaction, IReadOnlyList<ChangedOrder> changes, DateTimeOffset now, CancellationToken token)
    {
        var parts = changes.Select(change => change.Before is { } before
            ? OrderChange.Between(before, change.After)
            : (Before: null, After: new OrderPart(change.After.Status, change.After.Amount, change.After.Lines))).ToList();

        await transaction.Statement(AddOrderChanges)
            .With(changes.Select(change => change.Id).ToArray())
            .With(changes.Select(change => change.After.Revision).ToArray())
            .With(changes.Select(change => change.Actor).ToArray())
            .With(changes.Select(change => change.Action).ToArray())
            .With(changes.Select(change => change.Reason).ToArray())
            .With(parts.Select(part => part.Before is null ? null : JsonSerializer.Serialize(part.Before, ReplenishmentJson.Default.OrderPart)).ToArray())
            .With(parts.Select(part => JsonSerializer.Serialize(part.After, ReplenishmentJson.Default.OrderPart)).ToArray())
            .With(now)
            .RunAsync(token);

        await OrderEvents.LogAsync(transaction, changes, now, token);
    }

    private static async Task PutLinesAsync(
        NpgsqlTransaction transaction, IEnumerable<(long Id, PurchaseOrderLine Line)> told, CancellationToken token)
    {
        var lines = told.ToList();

        await transaction.Statement(PutOrderLines)
            .With(lines.Select(line => line.Id).ToArray())
            .With(lines.Select(line => line.Line.Sku).ToArray())
            .With(lines.Select(line => line.Line.Quantity).ToArray())
            .With(lines.Select(line => line.Line.UnitCost).ToArray())
            .With(lines.Select(line => line.Line.ExpectedOn).ToArray())
            .With(lines.Select(line => line.Line.Deliveries is { } deliveries
                ? JsonSerializer.Serialize(deliveries, ReplenishmentJson.Default.IReadOnlyListOrderDelivery)
                : null).ToArray())
            .RunAsync(token);
    }

    private static PurchaseOrder OrderOf(NpgsqlDataReader row) => new(
        row.GetString(1),
        row.GetString(2),
        row.Optional<string>(3),
        row.Optional<string>(4),
        row.GetString(5),
        row.GetString(6),
        row.Optional<string>(7),
        row.Optional<DateTimeOffset?>(8),
        row.GetFieldValue<string[]>(9),
        row.Optional<string>(10),
        row.Optional<DateTimeOffset?>(11),
        row.Optional<DateTimeOffset?>(12),
        row.Optional<DateTimeOffset?>(13),
        row.Optional<DateTimeOffset?>(14),
        row.GetInt32(15),
        row.GetDecimal(16),
        row.GetDecimal(17),
        []);

    private static PurchaseOrderLine LineOf(NpgsqlDataReader row) => new(
        row.GetString(18),
        row.GetDecimal(19),
        row.GetDecimal(20),
        row.GetDecimal(21),
        row.GetFieldValue<DateOnly>(22),
        row.Optional<string>(23) is { } deliveries
            ? JsonSerializer.Deserialize(deliveries, ReplenishmentJson.Default.IReadOnlyListOrderDelivery)
            : null,
        row.Optional<decimal?>(24));
}
