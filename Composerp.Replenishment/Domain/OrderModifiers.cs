using System.Text.Json.Serialization;

namespace Composerp.Replenishment.Domain;

/// <summary>A supplier's condition that changed a quantity.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderModifier>))]
public enum OrderModifier
{
    [JsonStringEnumMemberName("minimum-quantity")]
    MinimumQuantity,

    [JsonStringEnumMemberName("order-multiple")]
    OrderMultiple,
}

/// <summary>What one condition did.</summary>
/// <param name="Limit">The minimum, or the multiple.</param>
public sealed record ModifierStep(OrderModifier Modifier, decimal Limit, decimal Before, decimal After);

/// <summary>From what is missing to what can be ordered.</summary>
public static class OrderModifiers
{
    /// <summary>Lifts to the minimum, then rounds up to the multiple: in this order, or the minimum could break the multiple.</summary>
    /// <param name="need">Above zero.</param>
    /// <returns>The quantity, and the steps that changed it.</returns>
    public static (decimal Quantity, IReadOnlyList<ModifierStep> Steps) Apply(decimal need, SupplyTerms supply)
    {
        var steps = new List<ModifierStep>(2);
        var lifted = Math.Max(need, supply.MinimumQuantity);

        if (lifted != need)
        {
            steps.Add(new(OrderModifier.MinimumQuantity, supply.MinimumQuantity, need, lifted));
        }

        // By remainder, not by division: a quotient is rounded at its 28th digit, a remainder is exact.
        var remainder = lifted % supply.OrderMultiple;
        var rounded = remainder == 0 ? lifted : lifted - remainder + supply.OrderMultiple;

        if (rounded != lifted)
        {
            steps.Add(new(OrderModifier.OrderMultiple, supply.OrderMultiple, lifted, rounded));
        }

        return (rounded, steps);
    }
}
