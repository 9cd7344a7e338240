namespace Composerp.InventoryLedger.Housekeeping;

/// <summary>A partition of the entries: the sequences from one up to and without another, of all shards.</summary>
internal sealed record EntryRange(long Low, long High)
{
    public long Width => High - Low;
}
