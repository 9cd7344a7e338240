using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.Replenishment.Domain.Policies;

namespace Composerp.Replenishment.Planning;

/// <summary>Decides on one item at all locations that have to do with each other.</summary>
/// <remarks>
/// Locations come before those that supply them: what they ask for is known when the supplying one shares its stock, and
/// counts there as promised when it is planned itself, on the demand of all that it feeds and its own. So transfers come
/// before purchases. Where a location lacks something, its next source is asked for it; what nobody gives stays demand on
/// the location that was asked. Whatever is wrong at one location, or with one item, stops nothing.
/// </remarks>
internal sealed partial class ItemPlan
{
    private readonly PlanningContext _context;
    private readonly DateOnly? _date;
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);

    private ItemPlan(IReadOnlyList<SnapshotRow> rows, PlanningContext context, DateOnly now, DateOnly? date)
    {
        (_context, _date) = (context, date);

        foreach (var row in rows)
        {
            _nodes.Add(row.Key.Location, NodeOf(row, now));
        }

        // Who supplies others may have nothing of the item yet: then nothing was read of it.
        for (var missing = UnreadSources(); missing.Count > 0; missing = UnreadSources())
        {
            foreach (var place in missing)
            {
                _nodes.Add(place.Code, NodeOf(Unread(rows[0], place), now));
            }
        }
    }

    public static IReadOnlyList<Decision> Of(IReadOnlyList<SnapshotRow> rows, PlanningContext context, DateOnly now, DateOnly? date)
    {
        try
        {
            return new ItemPlan(rows, context, now, date).Decide();
        }
#pragma warning disable CA1031 // One bad item never stops a run, whatever is bad about it.
        catch (Exception failed) when (failed is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            return [.. rows.SelectMany(row => Decision.Skip(row, new(Decision.Failed, $"The calculation failed: {failed.Message}")))];
        }
    }

    private List<Decision> Decide()
    {
        var order = InOrder();
        MoveExcess(order);

        foreach (var node in order)
        {
            Share(node);
            Plan(node);
        }

        return Once([.. Sorted().SelectMany(node => node.Decide(this))]);
    }

    /// <summary>Of a decision that several share, one carries the text.</summary>
    private static List<Decision> Once(List<Decision> decisions)
    {
        var seen = new HashSet<Guid>();

        return decisions.ConvertAll(decision => decision.Shortage is { } shared && !seen.Add(shared.Id)
            ? decision with { Shortage = shared with { Body = null } }
            : decision);
    }

    private IEnumerable<Node> Sorted() => _nodes.Values.OrderBy(node => node.Row.Key.Location, StringComparer.Ordinal);

    private Node NodeOf(SnapshotRow row, DateOnly now)
    {
        var suppliers = _context.SuppliersOf(row.Key.Sku);
        var traits = new ItemTraits(
            row.Key.Location, row.Key.Sku, row.Category, row.LocationKind,
            [.. suppliers.Select(supplier => supplier.Supplier)], _context.ClassOf(row.Key));
        var rule = _context.FindRule(traits, _date ?? row.Location?.Today ?? now);
        var isOrdering = rule is not null && rule.Terms.Kind != PolicyKinds.Manual;
        var sourcing = isOrdering && rule?.Terms.Supplier is null ? _context.FindSourcing(traits) : null;

        return new(row, rule, traits.Class, sourcing, sourcing is null
            ? SupplierOf(rule, suppliers)
            : [.. Sources(sourcing, suppliers, row).OrderBy(source => source.IsExcess).ThenBy(source => source.Terms.Priority).ThenByDescending(source => source.Terms.Share)
                .ThenBy(source => source.Supply.Supplier, StringComparer.Ordinal)]);
    }

    private static IEnumerable<Source> Sources(SourcingRule rule, IReadOnlyList<SupplyTerms> suppliers, SnapshotRow row)
    {
        foreach (var terms in rule.Sources)
        {
            if (terms.Location is { } location)
            {
                yield return new(terms, new(location, terms.LeadTimeDays ?? 0, terms.MinimumQuantity ?? 0, terms.OrderMultiple ?? 1, row.UnitCost ?? 0));
            }
            else if (suppliers.FirstOrDefault(supplier => supplier.Supplier == terms.Supplier) is { } supply)
            {
                yield return new(terms, supply);
            }
        }
    }

    private static IReadOnlyList<Source> SupplierOf(PolicyRule? rule, IReadOnlyList<SupplyTerms> suppliers)
    {
        var supply = rule?.Source is { } named
            ? suppliers.FirstOrDefault(supplier => supplier.Supplier == named)
            : suppliers
                .OrderBy(supplier => supplier.UnitCost)
                .ThenBy(supplier => supplier.LeadTimeDays)
                .ThenBy(supplier => supplier.Supplier, StringComparer.Ordinal)
                .FirstOrDefault();

        return supply is null ? [] : [new(new(Supplier: supply.Supplier), supply)];
    }

    private List<PlacedLocation> UnreadSources() =>
    [
        .. _nodes.Values.SelectMany(node => node.Sources).Where(source => !source.IsExcess).Select(source => source.Terms.Location).OfType<string>()
            .Where(location => !_nodes.ContainsKey(location)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(_context.FindPlace).OfType<PlacedLocation>(),
    ];

    private static SnapshotRow Unread(SnapshotRow other, PlacedLocation place) => new(
        new(place.Code, other.Key.Sku), [], other.IsItemKnown, other.Category, other.IsWhole, other.UnitCost,
        new(place.Today, place.TimeZone, place.GoLive, place.AllowsNegative),
        place.Kind, new(0, 0, 0), [], null, null);

    /// <summary>Each location before those that supply it. Who goes in a circle is skipped, and the others go on without.</summary>
    private List<Node> InOrder()
    {
        while (_context.HasSourcing)
        {
            var lanes = Sorted()
                .SelectMany(node => node.Sources.Where(source => !source.IsExcess), (node, source) => (To: node, From: source.Terms.Location))
                .Where(lane => lane.From is not null && _nodes.ContainsKey(lane.From))
                .Select(lane => new SupplyLane(lane.From ?? "", lane.To.Row.Key.Location))
                .ToList();
            var order = SupplyNetwork.Order(lanes);

            if (order.Violation is { } violation)
            {
                foreach (var location in order.Cycle ?? [])
                {
                    _nodes[location].Outcome = new Skipped(violation.Type, violation.Reason);
                    _nodes[location].Sources = [];
                }

                continue;
            }

            foreach (var node in Sorted())
            {
                node.TellFeeders(_nodes);
            }

            var placed = order.Locations.ToHashSet(StringComparer.Ordinal);

            return [.. Sorted().Where(node => !placed.Contains(node.Row.Key.Location)), .. order.Locations.Select(location => _nodes[location])];
        }

        return [.. _nodes.Values];
    }

    private void Plan(Node node)
    {
        node.IsPlanned = true;
        Think(node);

        if (node.Outcome is Proposed { Derivation: var derivation })
        {
            var rest = node.FromExcess is { } moved ? SourcingInput.Rest(derivation.Quantity, moved, derivation.Input.Supply) : derivation.Quantity;

            if (rest > 0)
            {
                Ask(node, rest);
            }
        }
    }

    private void Think(Node node)
    {
        if (node.Outcome is not null || node.Rule is not { } rule || rule.Terms.Kind == PolicyKinds.Manual)
        {
            return;
        }

        try
        {
            node.Outcome = SnapshotOf(node, rule).Plan(_date);
        }
#pragma warning disable CA1031 // One bad item at one location never stops a run, whatever is bad about it.
        catch (Exception failed) when (failed is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            node.Outcome = new Skipped(Decision.Failed, $"The calculation failed: {failed.Message}");
        }
    }

    private ItemLocationSnapshot SnapshotOf(Node node, PolicyRule rule)
    {
        var (row, supply) = (node.Row, node.FirstSources is [var main, ..] ? main.Supply : null);
        var isTransfer = node.FirstSources is [{ Terms.Location: not null }, ..];
        var asked = node.Claims.Sum(claim => claim.Retained);

        return new(
            row.Key, row.Location, row.IsItemKnown, rule.Terms.ToPolicy(), supply?.Supplier ?? node.Sourcing?.Sources[0].Code ?? rule.Source ?? "", supply,
            row.Position with { Committed = row.Position.Committed + asked }, ForecastOf(node))
        {
            Source = new(rule.Name, rule.Scope.InWords(), rule.Priority, node.Class),
            Limits = rule.Terms.ToLimits(),
            Lane = _context.Calendars.FindLane(isTransfer ? null : supply?.Supplier, row.Key.Location),
            LeadTimes = supply is null || isTransfer ? null : _context.FindLeadTimes(supply.Supplier, row.Key.Location),
            IsWhole = row.IsWhole,
            Receipts = row.Due,
            Lots = row.Lots,
            Overrides = _context.OverridesOf(row.Key),
            Open = row.Open is [var open] && open.Source == supply?.Supplier && open.Kind == KindOf(isTransfer) ? open.Proposal : null,
            Known = row.Stored?.Known,
            Feeds = asked > 0 ? new(node.Claims.Count(claim => claim.Retained > 0), asked) : null,
        };
    }

    /// <summary>The demand on a location: its own, and that of those who get their goods there first.</summary>
    private Forecast? ForecastOf(Node node)
    {
        if (!node.IsForecastFound)
        {
            node.IsForecastFound = true;
            node.Forecast = PooledForecast.Of(node.Row.Forecast, FedBy(node));
        }

        return node.Forecast;
    }

    private IEnumerable<FedDemand> FedBy(Node node)
    {
        foreach (var (fed, share) in node.Feeds)
        {
            if (ForecastOf(fed) is { } forecast)
            {
                yield return new(forecast, share);
            }
        }
    }

    private static string KindOf(bool isTransfer) => isTransfer ? OrderKinds.Transfer : OrderKinds.Purchase;
}
