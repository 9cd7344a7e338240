using System.Text.Json;
using System.Text.Json.Serialization;
using Composerp.Replenishment.Domain;

namespace Composerp.Replenishment.Planning;

/// <summary>Two plans side by side.</summary>
/// <param name="Differences">Item-locations that would be ordered differently: the 1,000 with the largest change in money.</param>
internal sealed record WhatIfResult(WhatIfPlan AsItIs, WhatIfPlan Changed, int DifferenceCount, IReadOnlyList<WhatIfDifference> Differences)
{
    public static WhatIfResult Nothing { get; } = new(WhatIfPlan.Nothing, WhatIfPlan.Nothing, 0, []);
}

/// <param name="Units">Of all proposals, each in its item's unit.</param>
/// <param name="Money">What all proposals cost.</param>
internal sealed record WhatIfPlan(int ItemLocations, int Proposals, int Skipped, decimal Units, decimal Money)
{
    public static WhatIfPlan Nothing { get; } = new(0, 0, 0, 0, 0);

    public WhatIfPlan With(Decision decision)
    {
        var quantity = decision.Derivation?.Quantity ?? 0;

        return new(
            ItemLocations + (decision.IsPlanned ? 1 : 0),
            Proposals + (quantity > 0 ? 1 : 0),
            Skipped + (decision.Outcome == Decision.Skipped ? 1 : 0),
            Units + quantity,
            Money + CostOf(decision));
    }

    /// <summary>Transfers cost nothing: the goods are ours already.</summary>
    public static decimal CostOf(Decision decision) =>
        decision.Derivation is { Input.Sourcing: not { Kind: OrderKinds.Transfer } } derivation ? derivation.Quantity * derivation.Terms.UnitCost : 0;
}

/// <param name="Rule">By which it is planned; absent where by none.</param>
internal sealed record WhatIfDifference(
    string Location, string Sku, decimal AsItIs, decimal Changed, decimal Money, string? Rule, string? ChangedRule, string? ChangedReason);

/// <summary>Adds up two plans item by item.</summary>
internal sealed class WhatIfTally
{
    private const int DifferencesMax = 1_000;

    private readonly PriorityQueue<WhatIfDifference, decimal> _largest = new();
    private WhatIfPlan _asItIs = WhatIfPlan.Nothing;
    private WhatIfPlan _changed = WhatIfPlan.Nothing;
    private int _differences;

    /// <param name="asItIs">Of one item at all locations that have to do with each other.</param>
    public void Add(IReadOnlyList<Decision> asItIs, IReadOnlyList<Decision> changed)
    {
        _asItIs = asItIs.Aggregate(_asItIs, (plan, decision) => plan.With(decision));
        _changed = changed.Aggregate(_changed, (plan, decision) => plan.With(decision));
        var others = changed.ToLookup(decision => decision.Key);

        foreach (var key in asItIs.Concat(changed).Select(decision => decision.Key).Distinct())
        {
            Compare(key, [.. asItIs.Where(decision => decision.Key == key)], [.. others[key]]);
        }
    }

    private void Compare(ItemLocation key, List<Decision> asItIs, List<Decision> changed)
    {
        var (before, after) = (asItIs.Sum(one => one.Derivation?.Quantity ?? 0), changed.Sum(one => one.Derivation?.Quantity ?? 0));

        if (before == after)
        {
            return;
        }

        _differences++;
        var money = changed.Sum(WhatIfPlan.CostOf) - asItIs.Sum(WhatIfPlan.CostOf);
        _largest.Enqueue(
            new(key.Location, key.Sku, before, after, money, RuleOf(asItIs), RuleOf(changed), changed.Select(one => one.Reason).FirstOrDefault(reason => reason is not null)),
            Math.Abs(money));

        if (_largest.Count > DifferencesMax)
        {
            _largest.Dequeue();
        }
    }

    private static string? RuleOf(List<Decision> decisions) =>
        decisions.Select(decision => decision.Derivation?.Input.Source?.Rule).FirstOrDefault(rule => rule is not null);

    public WhatIfResult Result() => new(
        _asItIs, _changed, _differences,
        [
            .. _largest.UnorderedItems.Select(item => item.Element)
                .OrderByDescending(difference => Math.Abs(difference.Money))
                .ThenBy(difference => difference.Location, StringComparer.Ordinal)
                .ThenBy(difference => difference.Sku, StringComparer.Ordinal),
        ]);
}

/// <summary>The form in which results are stored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WhatIfResult))]
[JsonSerializable(typeof(RunWhatIf.Request))]
internal sealed partial class WhatIfJson : JsonSerializerContext;
