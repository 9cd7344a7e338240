namespace Composerp.Replenishment.Domain.Allocation;

/// <summary>A location that has too much, or too little.</summary>
/// <param name="Excess">Above what it will sell in its time; 0 or more.</param>
/// <param name="Shortage">Below what it needs; 0 or more.</param>
public sealed record Site(string Location, decimal Excess, decimal Shortage);

/// <summary>A way between two locations.</summary>
/// <param name="FixedCost">Of a transfer, money.</param>
/// <param name="UnitCost">Of each unit transferred.</param>
public sealed record TransferLane(string From, string To, decimal FixedCost, decimal UnitCost)
{
    public decimal CostOf(decimal quantity) => FixedCost + (UnitCost * quantity);
}

/// <summary>What a transfer is worth.</summary>
/// <param name="UnitValue">What one unit less of excess and one less of shortage save together, money.</param>
/// <param name="Pack">Above 0.</param>
/// <param name="ReturnMin">A transfer saves at least so many times what it costs, 1 or more.</param>
public sealed record TransferGate(decimal UnitValue, decimal Pack, decimal ReturnMin)
{
    public bool Passes(TransferLane lane, decimal quantity)
    {
        var (value, cost) = (UnitValue * quantity, lane.CostOf(quantity));

        return quantity > 0 && value > cost && value >= ReturnMin * cost;
    }

    /// <summary>The least that passes, in packs.</summary>
    /// <param name="most">A quantity that passes.</param>
    public decimal Least(TransferLane lane, decimal most)
    {
        var margin = UnitValue - (ReturnMin * lane.UnitCost);

        if (margin <= 0)
        {
            return most;
        }

        var least = Math.Max(1, Math.Ceiling(ReturnMin * lane.FixedCost / margin / Pack)) * Pack;

        return Math.Min(most, Passes(lane, least) ? least : least + Pack);
    }
}

/// <param name="Saving">Value less cost, money, above 0.</param>
public sealed record Transfer(string From, string To, decimal Quantity, decimal Cost, decimal Saving);

/// <summary>Moves excess to shortage where that saves more than it costs.</summary>
/// <remarks>
/// The transfer that saves most comes first, until none passes the gate. This is a heuristic: the best plan with fixed
/// costs is a hard problem, and a plan that planners can follow is worth more than its last percent.
/// </remarks>
public static class Rebalancing
{
    public static IReadOnlyList<Transfer> Of(IReadOnlyList<Site> sites, IReadOnlyList<TransferLane> lanes, TransferGate gate)
    {
        var excess = sites.ToDictionary(site => site.Location, site => site.Excess, StringComparer.Ordinal);
        var shortage = sites.ToDictionary(site => site.Location, site => site.Shortage, StringComparer.Ordinal);
        var transfers = new List<Transfer>();

        // What a lane saves only falls as others are served, so a lane that is still as good as it was is the best of all.
        var best = new PriorityQueue<TransferLane, Transfer>(Comparer<Transfer>.Create(Compare));

        foreach (var lane in lanes)
        {
            Offer(lane);
        }

        while (best.TryDequeue(out var lane, out var offered))
        {
            if (TransferOn(lane) != offered)
            {
                Offer(lane);
                continue;
            }

            excess[lane.From] -= offered.Quantity;
            shortage[lane.To] -= offered.Quantity;
            transfers.Add(offered);
        }

        return transfers;

        void Offer(TransferLane lane)
        {
            if (TransferOn(lane) is { } transfer)
            {
                best.Enqueue(lane, transfer);
            }
        }

        Transfer? TransferOn(TransferLane lane)
        {
            var most = Math.Min(excess.GetValueOrDefault(lane.From), shortage.GetValueOrDefault(lane.To));
            var quantity = most - (most % gate.Pack);
            var cost = lane.CostOf(quantity);

            return gate.Passes(lane, quantity) ? new(lane.From, lane.To, quantity, cost, (gate.UnitValue * quantity) - cost) : null;
        }
    }

    private static int Compare(Transfer one, Transfer other)
    {
        var order = other.Saving.CompareTo(one.Saving);
        order = order != 0 ? order : string.CompareOrdinal(one.From, other.From);

        return order != 0 ? order : string.CompareOrdinal(one.To, other.To);
    }
}
