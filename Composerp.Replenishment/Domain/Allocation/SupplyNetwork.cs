namespace Composerp.Replenishment.Domain.Allocation;

/// <summary>One location is supplied from another.</summary>
public sealed record SupplyLane(string From, string To);

/// <summary>The order in which locations are planned, or the circle that makes it impossible.</summary>
/// <param name="Locations">Every one before those that supply it, so that its transfers are known as their demand; empty where there is a cycle.</param>
/// <param name="Cycle">Locations each of which supplies the next, the first again at the end; null where there is none.</param>
public sealed record PlanningOrder(IReadOnlyList<string> Locations, IReadOnlyList<string>? Cycle)
{
    public Violation? Violation => Cycle is null
        ? null
        : new("lanes", "supply-cycle", $"A location would supply itself: {string.Join(" supplies ", Cycle)}.");
}

/// <summary>Who supplies whom.</summary>
public static class SupplyNetwork
{
    private enum Visit
    {
        Begun,
        Done,
    }

    /// <summary>Depth first without recursion: a chain of locations may be long.</summary>
    public static PlanningOrder Order(IReadOnlyList<SupplyLane> lanes)
    {
        var supplied = lanes.ToLookup(lane => lane.From, lane => lane.To, StringComparer.Ordinal);
        var visits = new Dictionary<string, Visit>(StringComparer.Ordinal);
        var order = new List<string>();

        foreach (var start in lanes.SelectMany(lane => new[] { lane.From, lane.To }).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (!visits.TryAdd(start, Visit.Begun))
            {
                continue;
            }

            var path = new List<(string Location, IEnumerator<string> Next)> { (start, Sorted(start)) };

            while (path.Count > 0)
            {
                var (location, next) = path[^1];

                if (!next.MoveNext())
                {
                    visits[location] = Visit.Done;
                    order.Add(location);
                    path.RemoveAt(path.Count - 1);
                }
                else if (visits.TryAdd(next.Current, Visit.Begun))
                {
                    path.Add((next.Current, Sorted(next.Current)));
                }
                else if (visits[next.Current] == Visit.Begun)
                {
                    return new([], [.. path.Select(step => step.Location).SkipWhile(step => step != next.Current), next.Current]);
                }
            }
        }

        return new(order, null);

        IEnumerator<string> Sorted(string from) => supplied[from].Order(StringComparer.Ordinal).GetEnumerator();
    }
}
