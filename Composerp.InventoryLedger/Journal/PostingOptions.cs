using System.ComponentModel.DataAnnotations;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Section "Posting" of the configuration. Checked when the service starts.</summary>
public sealed class PostingOptions
{
    public const string Section = "Posting";

    /// <summary>Batches that are posted at once, each over shards of its own; one more lane takes what spans two of them.</summary>
    /// <remarks>Each uses one connection and, while it runs, one core of the database.</remarks>
    [Range(1, 64)]
    public int Lanes { get; init; } = 3;

    /// <summary>Lanes in which fewer movements wait share a transaction; 0: none ever do.</summary>
    [Range(0, PostingStore.BatchMax)]
    public int ShareBelow { get; init; } = 100;

    /// <summary>Movements that may wait to be posted; beyond it callers are asked to come again.</summary>
    [Range(1, 1_000_000)]
    public int WaitingMax { get; init; } = 20_000;
}
