using System.Text.Json.Serialization;

namespace Composerp.Replenishment.Domain.Ordering;

/// <summary>What a planner can enter instead of the calculated number.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ParameterName>))]
public enum ParameterName
{
    /// <summary>At or below it is ordered.</summary>
    [JsonStringEnumMemberName("reorder-point")]
    ReorderPoint,

    /// <summary>Is filled up to.</summary>
    [JsonStringEnumMemberName("order-up-to")]
    OrderUpTo,

    [JsonStringEnumMemberName("safety-stock")]
    SafetyStock,

    /// <summary>The lot.</summary>
    [JsonStringEnumMemberName("order-quantity")]
    OrderQuantity,
}

/// <summary>A planner's number, with who entered it, why, and until when it holds.</summary>
public sealed record EnteredParameter(ParameterName Parameter, decimal Value, string Reason, DateOnly ExpiresOn, string Actor)
{
    public bool Holds(DateOnly date) => ParameterOverride.Effective(0, new(Value, Reason, ExpiresOn), date).IsOverridden;
}

/// <summary>Parameters by the names that they are written with.</summary>
public static class ParameterNames
{
    private static readonly Dictionary<string, ParameterName> _names = new()
    {
        ["reorder-point"] = ParameterName.ReorderPoint,
        ["order-up-to"] = ParameterName.OrderUpTo,
        ["safety-stock"] = ParameterName.SafetyStock,
        ["order-quantity"] = ParameterName.OrderQuantity,
    };

    public static IReadOnlyCollection<string> All => _names.Keys;

    public static ParameterName Of(string name) => _names[name];
}
