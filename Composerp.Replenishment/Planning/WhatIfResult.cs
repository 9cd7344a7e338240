using System.Text.Json;
using System.Text.Json.Serialization;

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

    public static decimal CostOf(Decision decision) => decision.Derivation is { } derivation ? derivation.Quantity * derivation.Input.Supply.UnitCost : 0;
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

    public void Add(Decision asItIs, Decision changed)
    {
        (_asItIs, _changed) = (_asItIs.With(asItIs), _changed.With(changed));
        var (before, after) = (asItIs.Derivation?.Quantity ?? 0, changed.Derivation?.Quantity ?? 0);

        if (before == after)
        {
            return;
        }

        _differences++;
        var money = WhatIfPlan.CostOf(changed) - WhatIfPlan.CostOf(asItIs);
        _largest.Enqueue(
            new(
                asItIs.Key.Location, asItIs.Key.Sku, before, after, money,
                asItIs.Derivation?.Input.Source?.Rule, changed.Derivation?.Input.Source?.Rule, changed.Reason),
            Math.Abs(money));

        if (_largest.Count > DifferencesMax)
        {
            _largest.Dequeue();
        }
    }

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
