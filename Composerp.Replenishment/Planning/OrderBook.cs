using Composerp.Replenishment.Domain.Modifiers;

namespace Composerp.Replenishment.Planning;

/// <summary>Lines of orders that have conditions in common, gathered while items are planned one by one, and decided on in the end.</summary>
/// <remarks>
/// Of a line only what the conditions need is kept in memory. Suppliers without such conditions have no lines here, nor
/// have transfers to locations with room for everything.
/// </remarks>
internal sealed class OrderBook(PlanningContext context)
{
    private readonly Dictionary<string, List<(OrderedLine Line, Guid PlannedId)>> _orders = new(StringComparer.Ordinal);
    private readonly List<(OrderedLine Line, Guid PlannedId)> _transfers = [];

    public bool IsEmpty => _orders.Count + _transfers.Count == 0;

    public void Add(Decision decision)
    {
        if (decision is not { Line: { } line, PlannedId: { } id, Derivation.Terms.Supplier: var supplier })
        {
            return;
        }

        if (line.Source is not null)
        {
            _transfers.Add((line, id));
        }
        else if (_orders.TryGetValue(supplier, out var lines))
        {
            lines.Add((line, id));
        }
        else
        {
            _orders.Add(supplier, [(line, id)]);
        }
    }

    /// <summary>Decides on all orders, whatever the order in which their lines came. Transfers come before purchases, also where room is scarce.</summary>
    public IEnumerable<DecidedOrders> Decide()
    {
        var rooms = context.Rooms();
        _transfers.Sort((one, other) => Compare(one.Line, other.Line));

        foreach (var part in ByLocation(_transfers))
        {
            yield return Decide(null, part, rooms);
        }

        foreach (var (supplier, lines) in _orders.OrderBy(order => order.Key, StringComparer.Ordinal))
        {
            lines.Sort((one, other) => Compare(one.Line, other.Line));

            foreach (var part in PartsOf(supplier, lines))
            {
                yield return Decide(supplier, part, rooms);
            }
        }
    }

    /// <summary>A budget is one for all locations; without one each location's order stands alone.</summary>
    private IEnumerable<List<(OrderedLine Line, Guid PlannedId)>> PartsOf(string supplier, List<(OrderedLine Line, Guid PlannedId)> lines) =>
        context.OrderTermsOf(supplier)?.Budget is not null
            ? [lines]
            : ByLocation(lines);

    private static IEnumerable<List<(OrderedLine Line, Guid PlannedId)>> ByLocation(List<(OrderedLine Line, Guid PlannedId)> lines) =>
        lines.GroupBy(line => line.Line.Location, StringComparer.Ordinal).Select(order => order.ToList());

    /// <param name="supplier">null for transfers.</param>
    /// <param name="rooms">What is left at each location; less what these orders take of it afterwards.</param>
    private DecidedOrders Decide(string? supplier, List<(OrderedLine Line, Guid PlannedId)> lines, Dictionary<string, decimal> rooms)
    {
        var limited = lines.Select(line => line.Line.Location).Distinct(StringComparer.Ordinal).Where(rooms.ContainsKey).ToList();
        var orders = new JointOrders(
            supplier,
            supplier is null ? null : context.OrderTermsOf(supplier),
            supplier is null ? null : context.BudgetLeftOf(supplier),
            [.. limited.Select(location => new Room(location, Math.Max(0, rooms[location])))],
            [.. lines.Select(line => line.Line)]);
        var decided = orders.Decide();

        foreach (var location in limited)
        {
            rooms[location] -= orders.VolumeAt(location, decided);
        }

        return new(orders, [.. decided.Zip(lines, (line, of) => new DecidedLine(of.PlannedId, line))]);
    }

    private static int Compare(OrderedLine one, OrderedLine other)
    {
        var order = string.CompareOrdinal(one.Location, other.Location);
        order = order != 0 ? order : string.CompareOrdinal(one.Sku, other.Sku);

        return order != 0 ? order : string.CompareOrdinal(one.Source, other.Source);
    }
}

/// <param name="Lines">In the order of those of the orders.</param>
internal sealed record DecidedOrders(JointOrders Orders, IReadOnlyList<DecidedLine> Lines)
{
    /// <summary>The lines that the conditions changed, with their places.</summary>
    public IEnumerable<(int Place, DecidedLine Line)> Changed => Lines.Index().Where(line => line.Item.Line.IsChanged);
}

/// <param name="PlannedId">Of the decision that the line is of.</param>
internal sealed record DecidedLine(Guid PlannedId, JointLine Line);
