namespace Composerp.InventoryLedger.Journal;

/// <summary>How far a shard's log has got. Whatever changes in a shard moves its mark on, so that the same mark is the same state.</summary>
/// <remarks>The time tells a log that went on differently after a backup was restored from the one before.</remarks>
internal readonly record struct ShardMark(long Sequence, DateTimeOffset RecordedAt);

/// <summary>What was read or written in one shard, with the mark at which it holds.</summary>
/// <remarks>
/// Whoever uses it must look, under the shard's lock, whether the shard is still at that mark. Where another replica writes
/// to the shard, too, it is of no use, and says nothing until the shard was found as it was left.
/// </remarks>
/// <param name="max">Beyond so many values it starts anew: what is used often is soon there again.</param>
internal sealed class Remembered<TKey, TValue>(int max)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, TValue> _values = [];
    private ShardMark _mark;
    private bool _isSteady;

    /// <summary>Adds what is known to <paramref name="found"/>, and what is not to <paramref name="missing"/>.</summary>
    /// <returns>The mark at which what was found holds.</returns>
    public ShardMark Find(IEnumerable<TKey> keys, List<KeyValuePair<TKey, TValue>> found, List<TKey> missing)
    {
        lock (_lock)
        {
            foreach (var key in keys)
            {
                if (_isSteady && _values.TryGetValue(key, out var value))
                {
                    found.Add(new(key, value));
                }
                else
                {
                    missing.Add(key);
                }
            }

            return _mark;
        }
    }

    /// <summary>Takes what is so at a mark.</summary>
    /// <param name="from">Where the shard was found, under its lock.</param>
    /// <param name="to">Where it was left.</param>
    /// <param name="values">All that changed, and any other.</param>
    public void Remember(ShardMark from, ShardMark to, IEnumerable<KeyValuePair<TKey, TValue>> values)
    {
        lock (_lock)
        {
            // Who came to the shard later may be here first.
            if (to.RecordedAt < _mark.RecordedAt)
            {
                return;
            }

            _isSteady = from == _mark;

            if (!_isSteady || _values.Count > max)
            {
                _values.Clear();
            }

            foreach (var (key, value) in values)
            {
                _values[key] = value;
            }

            _mark = to;
        }
    }
}
