namespace Composerp.InventoryLedger.Domain;

/// <summary>What one account gained or gave by a movement. Never changed once written.</summary>
public sealed record Entry
{
    public required Movement Movement { get; init; }

    /// <summary>The time that counts for this entry: that of the movement, or of the count it keeps right.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    public required LocationCode Location { get; init; }

    /// <summary>The other end of a transfer.</summary>
    public required LocationCode? Counterpart { get; init; }

    public required Sku Sku { get; init; }

    public required string Lot { get; init; }

    public required Account Account { get; init; }

    /// <summary>Zero only where a count found what was expected.</summary>
    public required Quantity Quantity { get; init; }

    /// <summary>The position's version with this entry; null for accounts outside.</summary>
    public required long? Version { get; init; }

    /// <summary>The position's balance after this entry; null for accounts outside.</summary>
    public required Quantity? Balance { get; init; }

    public required decimal? UnitPrice { get; init; }

    /// <summary>What a count found.</summary>
    public required Quantity? Found { get; init; }

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
