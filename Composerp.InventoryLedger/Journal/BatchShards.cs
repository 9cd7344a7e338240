using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Journal;

/// <summary>The shards of the locations that a batch names, each worked out once.</summary>
internal sealed class BatchShards
{
    private readonly Dictionary<LocationCode, short> _shards = [];

    public BatchShards(IEnumerable<Movement> movements)
    {
        foreach (var movement in movements)
        {
            foreach (var code in Legs.LocationsOf(movement))
            {
                Add(code);
            }

            // A transfer's source has no entry when its goods arrive, but it must exist.
            if (movement.PastId is null)
            {
                Add(movement.Location);
            }
        }
    }

    public IEnumerable<LocationCode> Locations => _shards.Keys;

    public short Of(LocationCode code) => _shards[code];

    private void Add(LocationCode code)
    {
        if (!_shards.ContainsKey(code))
        {
            _shards.Add(code, checked((short)Shards.OfLocation(code.Value)));
        }
    }
}
