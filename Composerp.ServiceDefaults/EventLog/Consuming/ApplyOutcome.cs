namespace Composerp.ServiceDefaults.EventLog.Consuming;

/// <summary>What became of a batch of events.</summary>
internal sealed class ApplyOutcome
{
    /// <summary>How far the shards of the batch are applied now.</summary>
    public Dictionary<int, long> Positions { get; } = [];

    /// <summary>Shards of which an earlier event is missing; their later events were left alone.</summary>
    public HashSet<int> Gaps { get; } = [];

    /// <summary>Shards whose next event failed for a reason that may pass, such as a bug that is repaired; their later events were left alone.</summary>
    public Dictionary<int, Exception> Stuck { get; } = [];

    /// <summary>Includes the refused.</summary>
    public int Applied { get; set; }

    public int Repeated { get; set; }

    public List<DeadLetters.DeadLetter> Refused { get; } = [];

    public void Add(Selection selection)
    {
        foreach (var (shard, position) in selection.Positions)
        {
            Positions[shard] = position;
        }

        Gaps.UnionWith(selection.Gaps);
        Applied += selection.Fresh.Count;
        Repeated += selection.Repeated;
    }
}
