using Composerp.Replenishment.Domain.Modifiers;

namespace Composerp.Replenishment.Planning;

/// <summary>Lines of orders that have conditions in common, gathered while items are planned one by one, and decided on in the end.</summary>
/// <remarks>Of a line only what the conditions need is kept in memory. Suppliers without such conditions have no lines here.</remarks>
internal sealed class OrderBook(PlanningContext context)
{
    private readonly Dictionary<string, List<(OrderedLine Line, Guid PlannedId)>> _orders = new(StringComparer.Ordinal);

    public bool IsEmpty => _orders.Count == 0;

    public void Add(Decision decision)
    {
        if (decision is not { Line: { } line, PlannedId: { } id, Derivation.Terms.Supplier: var supplier })
        {
            return;
        }

        if (_orders.TryGetValue(supplier, out var lines))
        {
            lines.Add((line, id));
        }
        else
        {
            _orders.Add(supplier, [(line, id)]);
        }
    }

    /// <summary>Decides on all orders, whatever the order in which their lines came.</summary>
    public IEnumerable<DecidedOrders> Decide()
    {
        var rooms = context.Rooms();

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
            : lines.GroupBy(line => line.Line.Location, StringComparer.Ordinal).Select(order => order.ToList());

    /// <param name="rooms">What is left at each location; less what these orders take of it afterwards.</param>
    private DecidedOrders Decide(string supplier, List<(OrderedLine Line, Guid PlannedId)> lines, Dictionary<string, decimal> rooms)
    {
        var limited = lines.Select(line => line.Line.Location).Distinct(StringComparer.Ordinal).Where(rooms.ContainsKey).ToList();
        var orders = new JointOrders(
            supplier,
            context.OrderTermsOf(supplier),
            context.BudgetLeftOf(supplier),
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

        return order != 0 ? order : string.CompareOrdinal(one.Sku, other.Sku);
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
