namespace Composerp.InventoryLedger.Domain;

/// <summary>Names an account that has a balance.</summary>
/// <param name="Lot">Empty where the item has no lots.</param>
public readonly record struct PositionKey(LocationCode Location, Sku Sku, string Lot, Account Account)
{
    /// <summary>The position that carries the item's cost pool at the location: on hand, of no lot.</summary>
    public PositionKey Lead => new(Location, Sku, "", Account.OnHand);

    /// <summary>The position whose counts are about these goods: who counts a shelf counts what is promised, too.</summary>
    public PositionKey Counted => Account == Account.Reserved ? this with { Account = Account.OnHand } : this;

    public override string ToString() => $"{Location}/{Sku}/{Lot}/{Account}";
}

/// <summary>The state of an account inside the company.</summary>
/// <param name="Balance">The sum of its entries.</param>
/// <param name="Version">How many entries it has had.</param>
public sealed record Position(Quantity Balance, long Version)
{
    public static Position Empty { get; } = new(Quantity.Zero, 0);

    /// <summary>Its short name in the database; 0 where it is not stored yet.</summary>
    public long Id { get; init; }

    /// <summary>The sum of what its entries added to the value of stock.</summary>
    public Money Value { get; init; }

    /// <summary>Part of the balance that has no cost: what history left.</summary>
    public Quantity Uncosted { get; init; }

    /// <summary>The latest time for which it was counted.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>The latest time at which something occurred.</summary>
    public DateTimeOffset? MovedAt { get; init; }

    /// <summary>The balance may be below zero: the location allows it, or history took it there.</summary>
    public bool IsFloorLifted { get; init; }

    /// <summary>Of lead positions only.</summary>
    public CostPool Pool { get; init; } = CostPool.Empty;
}

/// <summary>What happened at a position by the time it occurred, as far as a posting needs it.</summary>
/// <param name="MovedAfter">For each time that a posting counts as of: the sum of the entries that occurred later.</param>
/// <param name="SettledAt">For each of these times: how many entries are counts for it, or keep one right.</param>
/// <param name="Counts">
/// The times it was counted for, from the earliest that a posting may concern, ascending; without counts that were taken back.
/// </param>
public sealed record PositionHistory(
    IReadOnlyDictionary<DateTimeOffset, Quantity> MovedAfter,
    IReadOnlyDictionary<DateTimeOffset, int> SettledAt,
    IReadOnlyList<DateTimeOffset> Counts);
