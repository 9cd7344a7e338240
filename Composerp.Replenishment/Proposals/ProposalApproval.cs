using Composerp.Contracts;
using Composerp.Replenishment.Domain;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Proposals;

/// <summary>Turns open proposals into purchase orders, one per supplier and location, and logs them: all of it or nothing.</summary>
internal sealed class ProposalApproval(NpgsqlDataSource database, TimeProvider time, EventSignal signal)
{
    private static readonly string CreatePurchaseOrders = SqlFile.Of<ProposalApproval>("create_purchase_orders.sql");
    private static readonly string CreatePurchaseOrderLines = SqlFile.Of<ProposalApproval>("create_purchase_order_lines.sql");

    /// <returns>The orders by location and supplier, or why there are none.</returns>
    public async Task<(IReadOnlyList<PurchaseOrder> Orders, ProblemHttpResult? Refusal)> ApproveAsync(
        IReadOnlyCollection<Guid> ids, string actor, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        var proposals = await LockedProposal.LockAsync(transaction, ids, token);

        if (ProposalRefusals.FirstRefusal(ids, proposals) is { } refusal)
        {
            return ([], refusal);
        }

        var orders = await CreateAsync(transaction, proposals, actor, time.GetUtcNow(), token);
        await LogAsync(transaction, orders, token);
        await transaction.CommitAsync(token);
        signal.Wake();

        return (orders, null);
    }

    private static async Task<List<PurchaseOrder>> CreateAsync(
        NpgsqlTransaction transaction, List<LockedProposal> proposals, string actor, DateTimeOffset now, CancellationToken token)
    {
        var groups = proposals
            .GroupBy(proposal => (proposal.Supplier, proposal.Location))
            .ToDictionary(group => group.Key, group => group.OrderBy(proposal => proposal.Sku, StringComparer.Ordinal).ToList());

        var created = await transaction.Statement(CreatePurchaseOrders)
            .With(groups.Keys.Select(key => key.Supplier).ToArray())
            .With(groups.Keys.Select(key => key.Location).ToArray())
            .With(actor)
            .With(now)
            .ListAsync(
                row => (Key: (row.GetString(0), row.GetString(1)), Id: row.GetInt64(2), Number: row.GetString(3)), token);

        var lines = created
            .SelectMany(order => groups[order.Key].Index(), (order, line) =>
                (OrderId: order.Id, Number: line.Index + 1, Proposal: line.Item, ExpectedOn: ExpectedOn(line.Item, now)))
            .ToList();

        await transaction.Statement(CreatePurchaseOrderLines)
            .With(lines.Select(line => line.Proposal.Id).ToArray())
            .With(lines.Select(line => line.OrderId).ToArray())
            .With(lines.Select(line => line.Number).ToArray())
            .With(lines.Select(line => line.ExpectedOn).ToArray())
            .With(actor)
            .With(now)
            .RunAsync(token);

        var linesOf = lines.ToLookup(
            line => line.OrderId,
            line => new PurchaseOrderLine(line.Proposal.Sku, line.Proposal.Quantity, 0, line.Proposal.UnitCost, line.ExpectedOn));

        return
        [
            .. from order in created
               let key = order.Key
               orderby key.Item2, order.Number
               select new PurchaseOrder(
                   order.Number, key.Item1, key.Item2, PurchaseOrderStatus.Approved, actor, now, null, [.. linesOf[order.Id]]),
        ];
    }

    private static async Task LogAsync(NpgsqlTransaction transaction, List<PurchaseOrder> orders, CancellationToken token)
    {
        // In ascending order, as everybody locks shards.
        foreach (var shard in orders.GroupBy(order => Shards.OfLocation(order.Location)).OrderBy(shard => shard.Key))
        {
            await EventTable.AppendAsync(
                transaction,
                shard.Key,
                [.. shard.Select(order => NewEvent.Of(EventTypes.PurchaseOrderApproved, EventOf(order), ContractsJson.Default.PurchaseOrderApprovedV1))],
                token);
        }
    }

    private static PurchaseOrderApprovedV1 EventOf(PurchaseOrder order) => new(
        order.Number,
        order.Supplier,
        order.Location,
        order.ApprovedAt,
        order.ApprovedBy,
        [.. order.Lines.Select(line => new PurchaseOrderLineV1(line.Sku, line.Quantity, line.ExpectedOn, line.UnitCost))]);

    /// <summary>The lead time counts from the approval where this comes after the day that was planned for.</summary>
    private static DateOnly ExpectedOn(LockedProposal proposal, DateTimeOffset now)
    {
        var today = BusinessDay.Find(now, proposal.TimeZone ?? "UTC") ?? DateOnly.FromDateTime(now.UtcDateTime);
        var daysLate = Math.Max(0, today.DayNumber - proposal.OrderOn.DayNumber);

        return proposal.ExpectedOn.AddDays(daysLate);
    }
}
