using Composerp.Samples.Api;
using Composerp.Samples.Checks;
using Composerp.Samples.Waiting;

namespace Composerp.Samples.M5;

/// <summary>One proposal approved into an order, on order until its receipt.</summary>
internal sealed class M5OrderCycle(ComposerpApi api, TimeSpan limit)
{
    /// <summary>The order of an earlier run, else a new one for the first proposal of a shelf of the file.</summary>
    /// <exception cref="InvalidOperationException">Nothing is proposed.</exception>
    public async Task<PurchaseOrder> FindOrApproveAsync(IReadOnlyList<M5Series> series, CancellationToken token)
    {
        var shelves = series.Select(one => (one.Store, one.Item)).ToHashSet();

        await foreach (var placed in api.Replenishment.PurchaseOrdersAsync(token))
        {
            if (placed.ApprovedBy == M5Papers.Actor && placed.Lines.All(line => shelves.Contains((placed.Location, line.Sku))))
            {
                return placed;
            }
        }

        var stores = series.Select(one => one.Store).Distinct();

        foreach (var store in stores)
        {
            await foreach (var proposal in api.Replenishment.ProposalsAsync(store, token))
            {
                if (shelves.Contains((proposal.Location, proposal.Sku)))
                {
                    return await api.Replenishment.ApproveAsync(proposal, M5Papers.Actor, token);
                }
            }
        }

        throw new InvalidOperationException("Nothing is proposed, so there is nothing to approve.");
    }

    /// <summary>What was ordered and not yet received is on order in the ledger.</summary>
    public async Task CheckOnOrderAsync(PurchaseOrder order, CheckList checks, CancellationToken token)
    {
        var open = order.Lines.Sum(line => line.Quantity - line.Received);
        checks.Equal("Units on order in the ledger after approval", open, await LedgerOnOrderAsync(order, open, token));
    }

    /// <summary>After the receipt nothing is on order any more, here and there, and the order says so.</summary>
    public async Task CheckReceivedAsync(PurchaseOrder order, CheckList checks, CancellationToken token)
    {
        checks.Equal("Units on order in the ledger after the receipt", 0, await LedgerOnOrderAsync(order, 0, token));

        var received = order;

        await Until.TrueAsync(
            async () => (received = await api.Replenishment.GetPurchaseOrderAsync(order.Number, token)).Status == "received", limit, token);

        checks.Equal("Units received of the order", order.Lines.Sum(line => line.Quantity), received.Lines.Sum(line => line.Received));
        checks.Equal("Orders closed", 1, received.Status == "received" ? 1 : 0);

        var planned = await Task.WhenAll(order.Lines.Select(line => api.Replenishment.FindPositionAsync(order.Location, line.Sku, token)));
        checks.Equal("Units on order in replenishment after the receipt", 0, planned.Sum(position => position?.OnOrder ?? 0));
    }

    private async Task<decimal> LedgerOnOrderAsync(PurchaseOrder order, decimal expected, CancellationToken token)
    {
        var onOrder = 0m;

        await Until.TrueAsync(
            async () =>
            {
                var positions = await Task.WhenAll(order.Lines.Select(
                    async line => await api.Ledger.PositionsAsync(order.Location, line.Sku, token).Select(position => position.OnOrder).SumAsync(token)));
                onOrder = positions.Sum();

                return onOrder == expected;
            },
            limit, token);

        return onOrder;
    }
}
