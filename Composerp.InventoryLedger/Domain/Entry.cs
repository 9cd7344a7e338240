namespace Composerp.InventoryLedger.Domain;

/// <summary>What a position gained or gave by a movement. Never changed once written.</summary>
public sealed record Entry
{
    public required Movement Movement { get; init; }

    /// <summary>The time that counts for this entry: that of the movement, or of the count it keeps right.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The position that gained or gave.</summary>
    public required PositionKey Position { get; init; }

    /// <summary>
    /// The account on the other side. One outside the company has no position, and so no entry of its own: its side is this
    /// entry with the other sign. One inside has an entry too.
    /// </summary>
    public required Account Contra { get; init; }

    /// <summary>The other end of a transfer.</summary>
    public required LocationCode? Counterpart { get; init; }

    /// <summary>Signed. Zero only where a count found what was expected, and in corrections of cost.</summary>
    public required Quantity Quantity { get; init; }

    /// <summary>The position's version with this entry.</summary>
    public required long Version { get; init; }

    /// <summary>The position's balance after this entry.</summary>
    public required Quantity Balance { get; init; }

    /// <summary>What it added to the value of stock; null where it has none: history, and goods that stay where they are.</summary>
    public required Money? Value { get; init; }

    /// <summary>The sum of the position's values after this entry.</summary>
    public required Money ValueBalance { get; init; }

    /// <summary>What was paid beyond the value, or less: a cost of sales.</summary>
    public required Money? Variance { get; init; }

    public required decimal? UnitPrice { get; init; }

    /// <summary>The reservation whose goods moved.</summary>
    public required string? Reservation { get; init; }

    /// <summary>Something at the position occurred then or later, and was recorded before.</summary>
    public required bool IsBackdated { get; init; }

    /// <summary>What a count found.</summary>
    public required Quantity? Found { get; init; }

    /// <summary>Of cost corrections: the line of the entry that they are about.</summary>
    public required int? PastLine { get; init; }

    /// <summary>Appended to keep a later count right, not part of what the sender told.</summary>
    public required bool IsCorrection { get; init; }

    public int Shard { get; init; }

    public long Sequence { get; init; }

    /// <summary>1, 2, 3.. within shard and sequence.</summary>
    public int Line { get; init; }

    /// <summary>The shard's events of a movement over two shards are part 1 and part 2.</summary>
    public int Part { get; init; }

    public int Parts { get; init; }
}
