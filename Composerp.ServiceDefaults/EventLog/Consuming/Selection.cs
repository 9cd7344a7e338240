namespace Composerp.ServiceDefaults.EventLog.Consuming;

/// <summary>The events of a batch that are next, given how far each shard was applied.</summary>
/// <param name="Fresh">Contiguous from the position of their shard.</param>
/// <param name="Positions">After the fresh ones are applied.</param>
/// <param name="Gaps">Shards of which the batch holds events that cannot be applied yet.</param>
/// <param name="Repeated">How many had been applied before, or stand twice in the batch.</param>
internal sealed record Selection(
    IReadOnlyList<LoggedEvent> Fresh, IReadOnlyDictionary<int, long> Positions, IReadOnlySet<int> Gaps, int Repeated)
{
    /// <param name="events">By shard and sequence, ascending.</param>
    /// <param name="positions">The last sequence applied of every shard in the batch.</param>
    public static Selection Of(IReadOnlyList<LoggedEvent> events, IReadOnlyDictionary<int, long> positions)
    {
        var fresh = new List<LoggedEvent>(events.Count);
        var after = new Dictionary<int, long>(positions);
        var gaps = new HashSet<int>();
        var repeated = 0;

        foreach (var logged in events)
        {
            var distance = logged.Sequence - after[logged.Shard];

            if (distance <= 0)
            {
                repeated++;
            }
            else if (distance == 1)
            {
                fresh.Add(logged);
                after[logged.Shard] = logged.Sequence;
            }
            else
            {
                gaps.Add(logged.Shard);
            }
        }

        return new Selection(fresh, after, gaps, repeated);
    }
}
