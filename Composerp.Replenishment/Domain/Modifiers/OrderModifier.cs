using System.Text.Json.Serialization;

namespace Composerp.Replenishment.Domain.Modifiers;

/// <summary>A condition that changed a quantity, in the order in which they are applied.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderModifier>))]
public enum OrderModifier
{
    /// <summary>No more than can be sold while it is fresh.</summary>
    [JsonStringEnumMemberName("shelf-life")]
    ShelfLife,

    [JsonStringEnumMemberName("minimum-quantity")]
    MinimumQuantity,

    [JsonStringEnumMemberName("order-multiple")]
    OrderMultiple,

    [JsonStringEnumMemberName("pack")]
    Pack,

    /// <summary>Almost a full pallet is made one.</summary>
    [JsonStringEnumMemberName("pallet")]
    Pallet,

    /// <summary>The position's maximum.</summary>
    [JsonStringEnumMemberName("maximum-level")]
    MaximumLevel,

    /// <summary>More is cheaper on the whole.</summary>
    [JsonStringEnumMemberName("price-break")]
    PriceBreak,

    /// <summary>Another location gives of what it has too much of.</summary>
    [JsonStringEnumMemberName("excess")]
    Excess,

    /// <summary>Lowered by what other locations give of their excess.</summary>
    [JsonStringEnumMemberName("excess-first")]
    ExcessFirst,

    /// <summary>One of several sources gives its share.</summary>
    [JsonStringEnumMemberName("source-share")]
    SourceShare,

    /// <summary>Asked of another source, since the first could not give it.</summary>
    [JsonStringEnumMemberName("other-source")]
    OtherSource,

    /// <summary>The source has less than all ask for.</summary>
    [JsonStringEnumMemberName("fair-share")]
    FairShare,

    /// <summary>Ordered along with others that must be.</summary>
    [JsonStringEnumMemberName("joint-order")]
    JointOrder,

    /// <summary>Lifted by what the supplier's minimum for an order asks for.</summary>
    [JsonStringEnumMemberName("supplier-minimum")]
    SupplierMinimum,

    /// <summary>Lifted or lowered to full trucks or containers.</summary>
    [JsonStringEnumMemberName("truck")]
    Truck,

    /// <summary>Lowered to the money there is.</summary>
    [JsonStringEnumMemberName("budget")]
    Budget,

    /// <summary>Lowered to the room there is.</summary>
    [JsonStringEnumMemberName("storage")]
    Storage,

    /// <summary>Too little of a change to change an open proposal.</summary>
    [JsonStringEnumMemberName("dampening")]
    Dampening,

    /// <summary>Too early to lower or withdraw an open proposal.</summary>
    [JsonStringEnumMemberName("fence")]
    Fence,
}

/// <summary>What one condition did.</summary>
/// <param name="Limit">The minimum, the multiple, the maximum, the quantity from which a price holds.</param>
/// <param name="CostChange">What the goods of the order cost more, in money; negative where less.</param>
public sealed record ModifierStep(OrderModifier Modifier, decimal Limit, decimal Before, decimal After, decimal CostChange);
