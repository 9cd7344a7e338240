namespace Composerp.InventoryLedger.Domain;

/// <summary>Names an account that has a balance.</summary>
/// <param name="Lot">Empty where the item has no lots.</param>
public readonly record struct PositionKey(LocationCode Location, Sku Sku, string Lot, Account Account);

/// <summary>The state of an account inside the company.</summary>
/// <param name="Version">How many entries it has had.</param>
/// <param name="CountedAt">The latest time for which it was counted.</param>
/// <param name="IsFloorLifted">The balance may be below zero: the location allows it, or history took it there.</param>
public sealed record Position(Quantity Balance, long Version, DateTimeOffset? CountedAt, bool IsFloorLifted)
{
    public static Position Empty { get; } = new(Quantity.Zero, 0, null, false);
}

/// <summary>What happened at a position by the time it occurred, as far as a posting needs it.</summary>
/// <param name="MovedAfter">For each time that a posting counts as of: the sum of the entries that occurred later.</param>
/// <param name="Counts">The times it was counted for, from the earliest that a posting may concern, ascending.</param>
public sealed record PositionHistory(
    IReadOnlyDictionary<DateTimeOffset, Quantity> MovedAfter,
    IReadOnlyList<DateTimeOffset> Counts);
