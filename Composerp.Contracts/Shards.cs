namespace Composerp.Contracts;

/// <summary>How locations are spread over the logical shards, the unit of order and of parallel work.</summary>
public static class Shards
{
    /// <summary>Number of shards of a location-keyed log. It never changes: sequences are counted per shard.</summary>
    public const int Count = 64;

    /// <summary>The shard of events that belong to no location: items.</summary>
    public const int MasterData = Count;

    /// <summary>The shard of a location: FNV-1a (32 bit) over the code's UTF-8 bytes, modulo <see cref="Count"/>.</summary>
    /// <remarks>Stable over versions and machines, which string.GetHashCode is not.</remarks>
    public static int OfLocation(string code)
    {
        ArgumentNullException.ThrowIfNull(code);

        var hash = 2_166_136_261u;

        foreach (var character in System.Text.Encoding.UTF8.GetBytes(code))
        {
            hash = unchecked((hash ^ character) * 16_777_619u);
        }

        return (int)(hash % Count);
    }
}
