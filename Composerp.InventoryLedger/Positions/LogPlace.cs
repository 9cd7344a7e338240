using System.Globalization;
using Composerp.Contracts;

namespace Composerp.InventoryLedger.Positions;

/// <summary>How far a follower has got in the log of each shard: the id of an event.</summary>
/// <remarks>"7:120,12:4": nothing was seen of the shards that are left out. "0": nothing at all.</remarks>
internal sealed class LogPlace
{
    private readonly SortedDictionary<short, long> _sequences = [];

    public long this[short shard]
    {
        get => _sequences.GetValueOrDefault(shard);
        set => _sequences[shard] = value;
    }

    public static bool TryParse(string? text, out LogPlace place)
    {
        place = new();

        if (text == "0")
        {
            return true;
        }

        foreach (var part in text?.Split(',') ?? [])
        {
            if (part.Split(':') is not [var first, var second]
                || !short.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
                || !long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                || shard >= Shards.Count)
            {
                return false;
            }

            place[shard] = sequence;
        }

        return text is not null;
    }

    /// <summary>Whether the log goes that far.</summary>
    public bool IsWithin(IReadOnlyDictionary<short, LogBounds> log) =>
        _sequences.All(place => log.TryGetValue(place.Key, out var bounds) && place.Value <= bounds.Head);

    /// <summary>Whether entries behind the place are archived: nobody can tell what they changed.</summary>
    public bool IsArchived(short shard, LogBounds bounds) => bounds.HasArchived && this[shard] < bounds.Archived;

    public override string ToString()
    {
        var parts = _sequences.Where(place => place.Value > 0)
            .Select(place => string.Create(CultureInfo.InvariantCulture, $"{place.Key}:{place.Value}"));

        return string.Join(',', parts) is { Length: > 0 } text ? text : "0";
    }
}
