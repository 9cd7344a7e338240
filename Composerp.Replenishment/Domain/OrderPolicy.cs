using System.Text.Json.Serialization;

namespace Composerp.Replenishment.Domain;

/// <summary>The rule by which an item at a location is ordered.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(MinMaxPolicy), PolicyKinds.MinMax)]
[JsonDerivedType(typeof(OrderUpToPolicy), PolicyKinds.OrderUpTo)]
public abstract record OrderPolicy
{
    private protected OrderPolicy()
    {
    }
}

/// <summary>When the stock position is at or below the minimum, order what is missing to the maximum.</summary>
/// <remarks>At, too: the (s, S) rule of the textbooks acts on a position that has reached s.</remarks>
public sealed record MinMaxPolicy(decimal Minimum, decimal Maximum) : OrderPolicy;

/// <summary>At every review order what is missing to a level that covers demand until the delivery after the next review: (R, S).</summary>
/// <param name="ServiceLevel">Share of the intervals, in (0, 1), that are to end without a stock-out (cycle service level).</param>
/// <param name="ReviewDays">Days from one review to the next, at least 1.</param>
public sealed record OrderUpToPolicy(double ServiceLevel, int ReviewDays) : OrderPolicy;

public static class PolicyKinds
{
    public const string MinMax = "min-max";
    public const string OrderUpTo = "order-up-to";
}
