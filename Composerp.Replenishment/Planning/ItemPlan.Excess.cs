using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.Replenishment.Domain.Modifiers;

namespace Composerp.Replenishment.Planning;

/// <summary>What some locations have too much of goes to those who lack it, before anybody else is asked.</summary>
internal sealed partial class ItemPlan
{
    /// <summary>Among locations that supply no others: what they need and can spare is known before anybody asks.</summary>
    private void MoveExcess(List<Node> order)
    {
        if (!order.Exists(node => node.Sources.Any(source => source.IsExcess)))
        {
            return;
        }

        var ends = order.Where(node => !node.IsSource).OrderBy(node => node.Row.Key.Location, StringComparer.Ordinal).ToList();
        ends.ForEach(Think);

        if (ExcessOf(ends) is not { } moved)
        {
            return;
        }

        var transfers = moved.Transfers();

        if (transfers.Count == 0)
        {
            return;
        }

        var body = JsonSerializer.Serialize(moved, ReplenishmentJson.Default.SharedStock);
        var decision = new JointDecision(JointDecision.IdOf(body), body);

        foreach (var transfer in transfers)
        {
            var to = _nodes[transfer.To];
            var place = to.Sources.Index().First(source => source.Item.IsExcess && source.Item.Terms.Location == transfer.From).Index;
            var available = moved.Sites.First(site => site.Location == transfer.From).Excess;
            var lane = moved.Lanes.First(one => one.From == transfer.From && one.To == transfer.To);
            to.FromExcess = (to.FromExcess ?? 0) + transfer.Quantity;
            to.Claimed.Add(new(to, place, transfer.Quantity)
            {
                Given = transfer.Quantity,
                Least = moved.Gate.Least(lane, transfer.Quantity),
                Excess = new(available, transfer.Quantity, transfer.Cost, transfer.Saving, decision.Id),
                Shortage = decision,
            });
        }
    }

    private MovedExcess? ExcessOf(List<Node> ends)
    {
        var lanes = (from to in ends
                     where to.Outcome is Proposed
                     from source in to.Sources
                     where source.IsExcess && source.Terms.Location is not null && _nodes.TryGetValue(source.Terms.Location, out var giver) && !giver.IsSource
                     select (From: _nodes[source.Terms.Location ?? ""], To: to, Source: source)).ToList();

        if (lanes.Count == 0)
        {
            return null;
        }

        decimal? pack = lanes[0].Source.Supply.OrderMultiple;

        foreach (var (_, _, source) in lanes)
        {
            pack = pack is { } common ? OrderStep.Common(common, source.Supply.OrderMultiple) : null;
        }

        var keepDays = lanes.GroupBy(lane => lane.From).ToDictionary(lane => lane.Key, lane => lane.Max(one => one.Source.Terms.Excess?.KeepDays ?? 0));
        var sites = ends
            .Select(node => new Site(
                node.Row.Key.Location,
                keepDays.TryGetValue(node, out var days) ? ExcessOf(node, days) : 0,
                node.Outcome is Proposed { Derivation: var derivation } ? derivation.Quantity : 0))
            .Where(site => site.Excess > 0 || site.Shortage > 0)
            .ToList();

        return pack is { } whole
            ? new(
                ends[0].Row.Key.Sku,
                sites,
                [.. lanes.Select(lane => new TransferLane(
                    lane.From.Row.Key.Location, lane.To.Row.Key.Location, lane.Source.Terms.Excess?.FixedCost ?? 0, lane.Source.Terms.Excess?.UnitCost ?? 0))],
                new(WorthOf(ends[0].Row), whole, lanes.Max(lane => lane.Source.Terms.Excess?.ReturnMin ?? 1)))
            : null;
    }

    /// <summary>What is on hand beyond what it would be filled to, and beyond what it will sell in so many days.</summary>
    private decimal ExcessOf(Node node, int keepDays)
    {
        if (node.Outcome is not Enough { Derivation.Steps: { } steps } || !node.CanShip(_date))
        {
            return 0;
        }

        var keep = Math.Max(steps.OrderUpTo, keepDays * DemandPerDay(node));

        return Math.Max(0, Math.Min(node.Row.Position.OnHand - node.Row.Position.Committed, node.Row.Position.Total - keep));
    }

    /// <summary>A unit that is not bought: what the item is worth, else what its cheapest supplier asks for it.</summary>
    private decimal WorthOf(SnapshotRow row) => row.UnitCost is > 0 and var cost
        ? cost
        : _context.SuppliersOf(row.Key.Sku).Select(supplier => supplier.UnitCost).DefaultIfEmpty(0).Min();
}
