namespace Composerp.ServiceDefaults.EventLog.Relaying;

/// <summary>What was handed to one producer and what the broker acknowledged of it, per shard.</summary>
/// <remarks>Acknowledgements come on the producer's thread, in any order over partitions.</remarks>
internal sealed class RelayProgress
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, ShardProgress> _shards = [];
    private long _bytesInFlight;

    /// <summary>Handed over and not acknowledged yet.</summary>
    public long BytesInFlight => Interlocked.Read(ref _bytesInFlight);

    /// <summary>The last sequence handed over, or <paramref name="published"/> where none behind it was.</summary>
    public long SentOf(int shard, long published)
    {
        lock (_lock)
        {
            // A log may go on behind sequences that it never had, which count as published then.
            if (!_shards.TryGetValue(shard, out var progress) || progress.Sent < published)
            {
                _shards[shard] = progress = new ShardProgress(published);
            }

            return progress.Sent;
        }
    }

    public void Sent(int shard, long sequence, int bytes)
    {
        Interlocked.Add(ref _bytesInFlight, bytes);

        lock (_lock)
        {
            _shards[shard].Sent = sequence;
        }
    }

    /// <summary>Takes back the last <see cref="Sent"/>: the producer did not accept the event.</summary>
    public void Unsent(int shard, long sequence, int bytes)
    {
        Interlocked.Add(ref _bytesInFlight, -bytes);

        lock (_lock)
        {
            _shards[shard].Sent = sequence - 1;
        }
    }

    public void Acknowledged(int shard, long sequence, int bytes)
    {
        Interlocked.Add(ref _bytesInFlight, -bytes);

        lock (_lock)
        {
            _shards[shard].Acknowledge(sequence);
        }
    }

    /// <summary>Per shard the sequence up to which everything was acknowledged, where that is more than at the last call.</summary>
    public List<ShardHead> TakeAdvanced()
    {
        lock (_lock)
        {
            var advanced = new List<ShardHead>();

            foreach (var (shard, progress) in _shards)
            {
                if (progress.Contiguous > progress.Taken)
                {
                    advanced.Add(new ShardHead(shard, progress.Contiguous));
                    progress.Taken = progress.Contiguous;
                }
            }

            return advanced;
        }
    }

    private sealed class ShardProgress(long published)
    {
        private readonly SortedSet<long> _early = [];

        public long Sent { get; set; } = published;

        public long Contiguous { get; private set; } = published;

        public long Taken { get; set; } = published;

        public void Acknowledge(long sequence)
        {
            if (sequence > Contiguous)
            {
                _early.Add(sequence);
            }

            while (_early.Remove(Contiguous + 1))
            {
                Contiguous++;
            }
        }
    }
}
