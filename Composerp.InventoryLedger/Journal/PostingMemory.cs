using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Journal;

/// <summary>What earlier batches read and wrote: the next one need not read it again where nobody else wrote since.</summary>
internal sealed class PostingMemory
{
    // With the strings that are theirs alone about 40 MB.
    private const int PositionsPerShard = 1_500;
    private const int ItemsMax = 20_000;
    private const int LocationsPerShard = 1_000;

    private readonly Remembered<PositionKey, Position>[] _positions = Of<PositionKey, Position>(PositionsPerShard);
    private readonly Remembered<LocationCode, LocationRules>[] _locations = Of<LocationCode, LocationRules>(LocationsPerShard);

    public Remembered<Sku, ItemRules> Items { get; } = new(ItemsMax);

    public Remembered<PositionKey, Position> Positions(int shard) => _positions[shard];

    /// <summary>A change of a location is logged in the location's own shard.</summary>
    public Remembered<LocationCode, LocationRules> Locations(int shard) => _locations[shard];

    private static Remembered<TKey, TValue>[] Of<TKey, TValue>(int max)
        where TKey : notnull => [.. Enumerable.Range(0, Shards.Count).Select(_ => new Remembered<TKey, TValue>(max))];
}
