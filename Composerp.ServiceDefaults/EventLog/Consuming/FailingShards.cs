namespace Composerp.ServiceDefaults.EventLog.Consuming;

/// <summary>Shards whose next event fails or cannot be read. Each has pauses of its own, so that it slows down no other.</summary>
internal sealed class FailingShards(TimeProvider time)
{
    private readonly Dictionary<int, Pause> _pauses = [];

    public bool Any => _pauses.Count > 0;

    public bool Contains(int shard) => _pauses.ContainsKey(shard);

    /// <summary>Its pause is over, or it has none.</summary>
    public bool MayBeTried(int shard) => !_pauses.TryGetValue(shard, out var pause) || RestOf(pause) <= TimeSpan.Zero;

    public void Failed(int shard)
    {
        var backoff = _pauses.TryGetValue(shard, out var before) ? before.Backoff : new Backoff(time);
        _pauses[shard] = new Pause(backoff, time.GetTimestamp(), backoff.Next());
    }

    public void Worked(int shard) => _pauses.Remove(shard);

    /// <summary>Forgets those that are not behind any more: another replica dealt with them.</summary>
    public void Keep(IReadOnlySet<int> shards)
    {
        foreach (var shard in _pauses.Keys.Where(shard => !shards.Contains(shard)).ToList())
        {
            _pauses.Remove(shard);
        }
    }

    /// <summary>Until the first pause is over, at most <paramref name="longest"/>.</summary>
    public TimeSpan SoonestWithin(TimeSpan longest)
    {
        var soonest = _pauses.Values.Select(RestOf).Append(longest).Min();

        return soonest > TimeSpan.Zero ? soonest : TimeSpan.Zero;
    }

    private TimeSpan RestOf(Pause pause) => pause.Length - time.GetElapsedTime(pause.Since);

    private sealed record Pause(Backoff Backoff, long Since, TimeSpan Length);
}
