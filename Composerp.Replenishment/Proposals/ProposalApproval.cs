using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Orders;
using Composerp.Replenishment.PurchaseOrders;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Composerp.Replenishment.Proposals;

/// <summary>Turns open proposals into orders, one per supplier or source and location, and logs them: all of it or nothing.</summary>
internal sealed class ProposalApproval(NpgsqlDataSource database, TimeProvider time, EventSignal signal)
{
    private static readonly string ApproveProposals = SqlFile.Of<ProposalApproval>("approve_proposals.sql");
    private static readonly string FindUnseenOrders = SqlFile.Of<ProposalApproval>("find_unseen_orders.sql");

    /// <param name="status">What the orders are then: approved, or draft or proposed, for somebody else to approve.</param>
    /// <returns>The orders by location and supplier, or why there are none.</returns>
    public async Task<(IReadOnlyList<PurchaseOrder> Orders, ProblemHttpResult? Refusal)> ApproveAsync(
        IReadOnlyCollection<Guid> ids, string actor, string status, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        var proposals = await LockedProposal.LockAsync(transaction, ids, token);

        if ((ProposalRefusals.FirstRefusal(ids, proposals) ?? await FindOutdatedAsync(transaction, proposals, token)) is { } refusal)
        {
            return ([], refusal);
        }

        var orders = await CreateAsync(transaction, proposals, actor, status, time.GetUtcNow(), token);

        if (status == PurchaseOrderStatus.Approved
            && await FindForbiddenAsync(transaction, orders, actor, token) is { } forbidden)
        {
            return ([], ReplenishmentProblem.Forbidden(forbidden));
        }

        await transaction.CommitAsync(token);
        signal.Wake();

        return (orders, null);
    }

    /// <summary>What was ordered by hand since the plan looked would be ordered twice.</summary>
    private static async Task<ProblemHttpResult?> FindOutdatedAsync(
        NpgsqlTransaction transaction, List<LockedProposal> proposals, CancellationToken token)
    {
        var unseen = (await transaction.Statement(FindUnseenOrders)
            .With(proposals.Select(proposal => proposal.Location).ToArray())
            .With(proposals.Select(proposal => proposal.Sku).ToArray())
            .ListAsync(row => (Key: new ItemLocation(row.GetString(0), row.GetString(1)), Number: row.GetString(2)), token))
            .ToLookup(row => row.Key, row => row.Number);
        var outdated = proposals.Where(proposal => unseen.Contains(new(proposal.Location, proposal.Sku))).ToList();

        return outdated.Count == 0
            ? null
            : ReplenishmentProblem.Conflict(
                "proposal-outdated",
                "Nothing was decided: since these proposals were calculated, the same items were ordered otherwise. Plan again: a run takes that into account.",
                new Dictionary<string, object?>
                {
                    ["proposals"] = outdated.Select(proposal => new Outdated(
                        proposal.Id, proposal.Location, proposal.Sku, [.. unseen[new(proposal.Location, proposal.Sku)]])).ToList(),
                });
    }

    private static async Task<List<PurchaseOrder>> CreateAsync(
        NpgsqlTransaction transaction, List<LockedProposal> proposals, string actor, string status, DateTimeOffset now, CancellationToken token)
    {
        // In the order of their locks on shards and suppliers.
        var groups = proposals
            .GroupBy(proposal => (proposal.Kind, proposal.Supplier, proposal.Source, proposal.Location))
            .OrderBy(group => group.Key.Kind, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Supplier ?? group.Key.Source, StringComparer.Ordinal).ThenBy(group => group.Key.Location, StringComparer.Ordinal)
            .Select(group => group.OrderBy(proposal => proposal.Sku, StringComparer.Ordinal).ToList())
            .ToList();
        var wanted = new List<NewOrder>(groups.Count);

        foreach (var group in groups)
        {
            var (kind, supplier, source, location) = (group[0].Kind, group[0].Supplier, group[0].Source, group[0].Location);
            var calendar = await SupplyCalendars.FindAsync(transaction.Statement, supplier, location, token);

            wanted.Add(new(kind, supplier, source, location,
            [
                .. group.Select(proposal => new PurchaseOrderLine(
                    proposal.Sku, proposal.Quantity, 0, proposal.UnitCost, ExpectedOn(proposal, calendar, now))),
            ]));
        }

        // What was calculated is nobody's own; who takes it over as a draft makes it theirs.
        var madeBy = status == PurchaseOrderStatus.Approved ? Array.Empty<string>() : [actor];
        var created = await PurchaseOrderStore.CreateAsync(transaction, wanted, status, actor, madeBy, now, null, token);
        var decided = created.Zip(groups).SelectMany(pair => pair.Second, (pair, proposal) => (proposal.Id, OrderId: pair.First.Id)).ToList();

        await transaction.Statement(ApproveProposals)
            .With(decided.Select(one => one.Id).ToArray())
            .With(decided.Select(one => one.OrderId).ToArray())
            .With(actor)
            .With(now)
            .RunAsync(token);

        return
        [
            .. created.Select(order => order.Order)
                .OrderBy(order => order.Location, StringComparer.Ordinal).ThenBy(order => order.Number, StringComparer.Ordinal),
        ];
    }

    private static async Task<Violation?> FindForbiddenAsync(
        NpgsqlTransaction transaction, IReadOnlyList<PurchaseOrder> orders, string actor, CancellationToken token)
    {
        var limits = await PurchaseOrderStore.FindLimitsAsync(transaction, actor, token);

        return orders.Select(order => Approval.FirstRefusal(order, actor, limits)).FirstOrDefault(refusal => refusal is not null);
    }

    /// <summary>The lead time counts from the approval where this comes after the day that was planned for.</summary>
    private static DateOnly ExpectedOn(LockedProposal proposal, LaneCalendar calendar, DateTimeOffset now)
    {
        var today = BusinessDay.Find(now, proposal.TimeZone ?? "UTC") ?? DateOnly.FromDateTime(now.UtcDateTime);
        var orderedOn = calendar.FindOrderDay(now) is { } orderDay && orderDay > today ? orderDay : today;
        var daysLate = Math.Max(0, orderedOn.DayNumber - proposal.OrderOn.DayNumber);

        return calendar.ExpectedOn(proposal.ExpectedOn.AddDays(daysLate), 0);
    }

    /// <param name="Orders">That the plan has not seen.</param>
    private sealed record Outdated(Guid Id, string Location, string Sku, IReadOnlyList<string> Orders);
}
