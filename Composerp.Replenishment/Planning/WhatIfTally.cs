using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Modifiers;

namespace Composerp.Replenishment.Planning;

/// <summary>Compares two plans item by item, their whole orders decided as in a run that stores its plan.</summary>
/// <remarks>What becomes of a line of a whole order is known in the end only, so item-locations that have one wait until then.</remarks>
internal sealed class WhatIfTally(PlanningContext asItIs, PlanningContext changed)
{
    private const int DifferencesMax = 1_000;

    private readonly PriorityQueue<WhatIfDifference, decimal> _largest = new();
    private readonly PlanTally _asItIs = new(asItIs);
    private readonly PlanTally _changed = new(changed);
    private readonly List<(ItemLocation Key, List<PlannedPart> AsItIs, List<PlannedPart> Changed)> _waiting = [];
    private int _differences;

    /// <param name="asItIs">Of one item at all locations that have to do with each other.</param>
    public void Add(IReadOnlyList<Decision> asItIs, IReadOnlyList<Decision> changed)
    {
        var (parts, others) = (_asItIs.Gather(asItIs), _changed.Gather(changed));

        foreach (var key in asItIs.Concat(changed).Select(decision => decision.Key).Distinct())
        {
            List<PlannedPart> before = [.. parts[key]], after = [.. others[key]];

            if (before.Concat(after).Any(part => part.Line is not null))
            {
                // Nobody is told the words of the plan as it is.
                _waiting.Add((key, before.ConvertAll(part => part with { Reason = null }), after));
            }
            else
            {
                Compare(key, before, after);
            }
        }
    }

    public WhatIfResult Result()
    {
        var (orders, others) = (_asItIs.DecideOrders(), _changed.DecideOrders());

        foreach (var (key, before, after) in _waiting)
        {
            Compare(key, before.ConvertAll(part => part.After(orders)), after.ConvertAll(part => part.After(others)));
        }

        return new(
            _asItIs.Plan(), _changed.Plan(), _differences,
            [
                .. _largest.UnorderedItems.Select(item => item.Element)
                    .OrderByDescending(difference => Math.Abs(difference.Money))
                    .ThenBy(difference => difference.Location, StringComparer.Ordinal)
                    .ThenBy(difference => difference.Sku, StringComparer.Ordinal),
            ]);
    }

    private void Compare(ItemLocation key, List<PlannedPart> asItIs, List<PlannedPart> changed)
    {
        _asItIs.Count(key, asItIs);
        _changed.Count(key, changed);
        var (before, after) = (asItIs.Sum(part => part.Quantity), changed.Sum(part => part.Quantity));

        if (before == after)
        {
            return;
        }

        _differences++;
        var money = changed.Sum(part => part.Money) - asItIs.Sum(part => part.Money);
        _largest.Enqueue(
            new(key.Location, key.Sku, before, after, money, RuleOf(asItIs), RuleOf(changed), changed.Select(part => part.Reason).FirstOrDefault(reason => reason is not null)),
            Math.Abs(money));

        if (_largest.Count > DifferencesMax)
        {
            _largest.Dequeue();
        }
    }

    private static string? RuleOf(List<PlannedPart> parts) => parts.Select(part => part.Rule).FirstOrDefault(rule => rule is not null);
}

/// <summary>What a plan says of an item at a location and one of its sources, as far as plans are compared by it.</summary>
/// <param name="Supplier">null for transfers.</param>
/// <param name="UnitCost">Transfers cost nothing: the goods are ours already.</param>
/// <param name="Line">By this id a whole order knows it; null where it is part of none.</param>
internal sealed record PlannedPart(string? Supplier, decimal Quantity, decimal UnitCost, bool IsSkipped, string? Rule, string? Reason, Guid? Line)
{
    public decimal Money => Quantity * UnitCost;

    public static PlannedPart Of(Decision decision)
    {
        var terms = decision.Derivation is { Input.Sourcing: not { Kind: OrderKinds.Transfer } } purchase ? purchase.Terms : null;

        return new(
            terms?.Supplier, decision.Derivation?.Quantity ?? 0, terms?.UnitCost ?? 0, decision.Outcome == Decision.Skipped,
            decision.Derivation?.Input.Source?.Rule, decision.Reason, decision.Line is null ? null : decision.PlannedId);
    }

    /// <param name="changes">What the conditions of whole orders changed.</param>
    public PlannedPart After(Dictionary<Guid, JointLine> changes)
    {
        if (Line is not { } id || !changes.TryGetValue(id, out var line))
        {
            return this;
        }

        var words = Explanation.InWords(line);

        return this with { Quantity = line.Quantity, IsSkipped = line.Waits, Reason = line.Waits ? words : $"{Reason} {words}" };
    }
}

/// <summary>Adds up a plan.</summary>
internal sealed class PlanTally(PlanningContext context)
{
    private readonly OrderBook _book = new(context);
    private readonly Dictionary<string, (HashSet<string> Locations, WhatIfSupplier Sum)> _suppliers = new(StringComparer.Ordinal);
    private WhatIfPlan _plan = WhatIfPlan.Nothing;

    public ILookup<ItemLocation, PlannedPart> Gather(IReadOnlyList<Decision> decisions)
    {
        foreach (var decision in decisions)
        {
            _book.Add(decision);
            _plan = _plan with { ItemLocations = _plan.ItemLocations + (decision.IsPlanned ? 1 : 0) };
        }

        return decisions.ToLookup(decision => decision.Key, PlannedPart.Of);
    }

    /// <returns>Only the lines that are not as they were.</returns>
    public Dictionary<Guid, JointLine> DecideOrders() =>
        _book.Decide().SelectMany(orders => orders.Changed).ToDictionary(line => line.Line.PlannedId, line => line.Line.Line);

    public void Count(ItemLocation key, List<PlannedPart> parts)
    {
        _plan = _plan with
        {
            Proposals = _plan.Proposals + parts.Count(part => part.Quantity > 0),
            Skipped = _plan.Skipped + (parts.Exists(part => part.IsSkipped) ? 1 : 0),
            Units = _plan.Units + parts.Sum(part => part.Quantity),
            Money = _plan.Money + parts.Sum(part => part.Money),
        };

        foreach (var part in parts.Where(part => part is { Quantity: > 0, Supplier: not null }))
        {
            var supplier = part.Supplier ?? "";
            var (locations, sum) = _suppliers.TryGetValue(supplier, out var known) ? known : (new(StringComparer.Ordinal), new(supplier, 0, 0, 0, 0));
            locations.Add(key.Location);
            _suppliers[supplier] = (locations, sum with { Lines = sum.Lines + 1, Units = sum.Units + part.Quantity, Money = sum.Money + part.Money });
        }
    }

    public WhatIfPlan Plan() => _plan with
    {
        SupplierOrders = [.. _suppliers.Values.Select(one => one.Sum with { Orders = one.Locations.Count }).OrderBy(one => one.Supplier, StringComparer.Ordinal)],
    };
}
