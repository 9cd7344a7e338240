using Composerp.ServiceDefaults.EventLog.Feeding;
using Composerp.ServiceDefaults.Kafka;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Composerp.ServiceDefaults.EventLog.Consuming;

/// <summary>Compares what was applied with the heads of the source's log, and takes from its feed what Kafka did not bring.</summary>
/// <remarks>
/// A shard is filled when a gap was met in it, when it stood still behind its head for a while, or when no broker is
/// reached. Filling from sequence 0 is no special case, so a consumer may be built anew at any time.
/// </remarks>
internal sealed partial class CatchUp(
    ConsumerRoute route,
    FeedClient feed,
    NpgsqlDataSource database,
    Func<IReadOnlyList<LoggedEvent>, Task<ApplyOutcome>> apply,
    KafkaClients kafka,
    KafkaStatus kafkaStatus,
    EventLogMetrics metrics,
    EventLogStatus status,
    TimeProvider time,
    ILogger<CatchUp> logger) : IDisposable
{
    private static readonly TimeSpan CompareEvery = TimeSpan.FromSeconds(2);

    /// <summary>How long Kafka is given to bring what was logged; less than the time between two comparisons.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>The same where the feed is the only way.</summary>
    private static readonly TimeSpan CompareEveryWithoutBroker = TimeSpan.FromMilliseconds(250);

    private const int EventsPerTransaction = 2_000;

    private readonly ConsumerPositions _positions = new(route.Source);
    private readonly EventSignal _wake = new();
    private readonly Backoff _backoff = new(time);
    private readonly HashSet<int> _asked = [];
    private bool _askedForAll;
    private Dictionary<int, long> _seen = [];
    private long? _seenAt;
    private readonly Random _order = new(Environment.ProcessId);

    private bool IsFeedTheOnlyWay => !kafka.IsConfigured || kafkaStatus.IsOutOfReach(route.Name);

    /// <summary>An event of this shard is missing: look now.</summary>
    public void Ask(int shard)
    {
        lock (_asked)
        {
            _asked.Add(shard);
        }

        _wake.Wake();
    }

    /// <summary>Something is missing, nobody knows where: look now.</summary>
    public void AskForAll()
    {
        lock (_asked)
        {
            _askedForAll = true;
        }

        _wake.Wake();
    }

    /// <summary>Partitions were assigned, for example: compare now, with the usual patience.</summary>
    public void Compare() => _wake.Wake();

    public async Task RunAsync(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            try
            {
                await CompareAsync(token);
                _backoff.Reset();
                status.Working(route.FeedName);
                await _wake.WaitAsync(IsFeedTheOnlyWay ? CompareEveryWithoutBroker : CompareEvery, token);
            }
            catch (Exception fault) when (!token.IsCancellationRequested)
            {
                // The feed or the database is away, or an event meets a bug. Positions stay, so nothing is lost by trying again.
                status.Failing(route.FeedName, fault.Message);
                metrics.Failed(route.Source);
                LogFailed(fault, route.Source);
                await _backoff.WaitAsync(token);
            }
        }
    }

    public void Dispose() => _wake.Dispose();

    private async Task CompareAsync(CancellationToken token)
    {
        var (asked, all) = TakeAsked();
        var heads = await feed.ReadHeadsAsync(token);
        var positions = await _positions.ListAsync(database, token);
        var behind = new List<ShardGap>();

        foreach (var head in heads)
        {
            var position = positions.GetValueOrDefault(head.Shard);

            if (head.Sequence > position)
            {
                behind.Add(new ShardGap(head.Shard, position, head.Sequence));
            }
            else if (head.Sequence < position)
            {
                LogAhead(route.Source, head.Shard, position, head.Sequence);
            }
        }

        metrics.ConsumerLags(route.Source, behind.Sum(gap => gap.Head - gap.Position));
        var isOld = _seenAt is not { } seenAt || time.GetElapsedTime(seenAt) >= Patience;
        var due = behind.Where(gap => all || IsFeedTheOnlyWay || asked.Contains(gap.Shard) || (isOld && StoodStill(gap))).ToArray();

        if (isOld)
        {
            (_seen, _seenAt) = (positions, time.GetTimestamp());
        }

        if (due.Length > 0)
        {
            LogFilling(route.Source, due.Length, due.Sum(gap => gap.Head - gap.Position));
            await FillAsync(due, token);
        }
    }

    // At the first comparison nothing was seen before, and Kafka gets its time.
    private bool StoodStill(ShardGap gap) => _seenAt is not null && _seen.GetValueOrDefault(gap.Shard) == gap.Position;

    private (HashSet<int> Shards, bool All) TakeAsked()
    {
        lock (_asked)
        {
            var taken = (new HashSet<int>(_asked), _askedForAll);
            _asked.Clear();
            _askedForAll = false;

            return taken;
        }
    }

    private async Task FillAsync(ShardGap[] due, CancellationToken token)
    {
        // Replicas that fill at the same time shall not read the same pages at the same time.
        _order.Shuffle(due);
        var open = due.ToDictionary(gap => gap.Shard);
        var faults = new List<Exception>();

        while (open.Count > 0)
        {
            var batch = new List<LoggedEvent>();

            foreach (var gap in open.Values.ToList())
            {
                await ReadPageAsync(gap, batch, open, faults, token);

                if (batch.Count >= EventsPerTransaction)
                {
                    await ApplyAsync(batch, open, faults);
                    batch = [];
                }
            }

            await ApplyAsync(batch, open, faults);
        }

        if (faults.Count > 0)
        {
            throw new AggregateException(faults);
        }
    }

    /// <summary>One page of one shard. A shard that cannot be read is left for the next comparison, and does not stop the others.</summary>
    private async Task ReadPageAsync(
        ShardGap gap, List<LoggedEvent> batch, Dictionary<int, ShardGap> open, List<Exception> faults, CancellationToken token)
    {
        try
        {
            var page = await feed.ReadAsync(gap.Shard, gap.Position, token);
            batch.AddRange(page);

            if (page.Count == 0 || page[^1].Sequence >= gap.Head)
            {
                open.Remove(gap.Shard);
            }
            else
            {
                open[gap.Shard] = gap with { Position = page[^1].Sequence };
            }
        }
        catch (Exception fault) when (!token.IsCancellationRequested)
        {
            open.Remove(gap.Shard);
            faults.Add(fault);
        }
    }

    private async Task ApplyAsync(List<LoggedEvent> batch, Dictionary<int, ShardGap> open, List<Exception> faults)
    {
        if (batch.Count == 0)
        {
            return;
        }

        var outcome = await apply(batch);

        foreach (var (shard, position) in outcome.Positions)
        {
            if (open.TryGetValue(shard, out var gap) && position > gap.Position)
            {
                open[shard] = gap with { Position = position };
            }
        }

        foreach (var (shard, fault) in outcome.Stuck)
        {
            open.Remove(shard);
            faults.Add(fault);
        }
    }

    [LoggerMessage(LogLevel.Information, "Filling {Shards} shards of {Source} from its feed, {Events} events.")]
    private partial void LogFilling(string source, int shards, long events);

    [LoggerMessage(LogLevel.Error, "Catching up with {Source} failed and is tried again.")]
    private partial void LogFailed(Exception fault, string source);

    [LoggerMessage(LogLevel.Error, "{Source} knows shard {Shard} up to {Head} only, but {Position} was applied here: its log was taken back.")]
    private partial void LogAhead(string source, int shard, long position, long head);

    private readonly record struct ShardGap(int Shard, long Position, long Head);
}
