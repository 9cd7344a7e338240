namespace Composerp.InventoryLedger.Journal;

/// <summary>Values that a batch needs: recalled where that is possible, read where it is not.</summary>
/// <param name="memory">By shard.</param>
/// <param name="shardOf">Where a change of the value is logged.</param>
internal sealed class Recall<TKey, TValue>(Func<int, Remembered<TKey, TValue>> memory, Func<TKey, int> shardOf)
    where TKey : notnull
{
    private readonly List<KeyValuePair<TKey, TValue>> _recalled = [];
    private readonly List<KeyValuePair<TKey, TValue>> _read = [];
    private readonly Dictionary<int, ShardMark> _expected = [];
    private List<TKey> _unread = [];

    /// <summary>Those that exist.</summary>
    public Dictionary<TKey, TValue> Values { get; } = [];

    public void Ask(IEnumerable<TKey> keys)
    {
        foreach (var shard in keys.GroupBy(shardOf))
        {
            _expected.Add(shard.Key, memory(shard.Key).Find(shard, _recalled, _unread));
        }
    }

    /// <summary>What must be read now.</summary>
    public IReadOnlyList<TKey> TakeUnread()
    {
        var unread = _unread;
        _unread = [];

        return unread;
    }

    /// <summary>A value that was read. What is known already is the same, and stays.</summary>
    public void Read(TKey key, TValue value)
    {
        if (Values.TryAdd(key, value))
        {
            _read.Add(new(key, value));
        }
    }

    /// <summary>Takes what was recalled, but for what may have changed since: that is unread.</summary>
    /// <param name="marks">Of the shards, under their locks. One that is not locked is never relied upon.</param>
    public void Check(IReadOnlyDictionary<int, ShardMark> marks)
    {
        foreach (var (key, value) in _recalled)
        {
            var shard = shardOf(key);

            if (marks.TryGetValue(shard, out var mark) && mark == _expected[shard])
            {
                Values.Add(key, value);
            }
            else
            {
                _unread.Add(key);
            }
        }
    }

    /// <summary>Keeps what was read and what was changed for the next batch.</summary>
    /// <param name="from">The marks of the shards when they were locked.</param>
    /// <param name="to">Their marks after the commit.</param>
    public void Remember(
        IReadOnlyDictionary<int, ShardMark> from, Func<int, ShardMark> to, IEnumerable<KeyValuePair<TKey, TValue>> changed)
    {
        // What changed comes last: it is what holds.
        var values = _read.Concat(changed).ToLookup(value => shardOf(value.Key));

        foreach (var shard in _expected.Keys)
        {
            if (from.TryGetValue(shard, out var mark))
            {
                memory(shard).Remember(mark, to(shard), values[shard]);
            }
        }
    }
}
