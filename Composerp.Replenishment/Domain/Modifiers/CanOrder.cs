namespace Composerp.Replenishment.Domain.Modifiers;

/// <summary>An item that shares its orders with others.</summary>
/// <param name="MustOrder">At or below this it starts an order.</param>
/// <param name="MayJoin">At or below this it joins one; not below the must-order point.</param>
/// <param name="OrderUpTo">To this it is filled.</param>
public sealed record JointItem(decimal Position, decimal MustOrder, decimal MayJoin, decimal OrderUpTo);

/// <summary>Joint replenishment with can-order points: one item that must be ordered takes along those that soon would be.</summary>
/// <remarks>Balintfy, Management Science 10 (1964) 287-297; Silver, AIIE Transactions 6 (1974).</remarks>
public static class CanOrder
{
    /// <returns>One quantity for each item; all 0 where none must be ordered.</returns>
    public static IReadOnlyList<decimal> Needs(IReadOnlyList<JointItem> items)
    {
        var isOrdering = items.Any(item => item.Position <= item.MustOrder);

        return [.. items.Select(item => isOrdering && item.Position <= item.MayJoin ? Math.Max(0, item.OrderUpTo - item.Position) : 0)];
    }
}
