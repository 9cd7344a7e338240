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

    /// <summary>Of events that are large: a page goes over it by its own size at most.</summary>
    private const long BytesPerTransaction = 8 * 1024 * 1024;

    private readonly ConsumerPositions _positions = new(route.Source);
    private readonly ArchivedEvents _archived = new(route, database, logger);
    private readonly EventSignal _wake = new();
    private readonly Backoff _backoff = new(time);
    private readonly FailingShards _failing = new(time);
    private readonly HashSet<int> _asked = [];
    private bool _askedForAll;
    private Dictionary<int, long> _seen = [];
    private long? _seenAt;

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
                await _wake.WaitAsync(_failing.SoonestWithin(IsFeedTheOnlyWay ? CompareEveryWithoutBroker : CompareEvery), token);
            }
            catch (Exception fault) when (!token.IsCancellationRequested)
            {
                // The feed or the database is away. Positions stay, so nothing is lost by trying again.
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

        // Positions first: they do not pass heads that are read after them, unless the log was taken back.
        var positions = await _positions.ListAsync(database, token);
        var heads = await feed.ReadHeadsAsync(token);
        var behind = (
            from head in heads
            let position = positions.GetValueOrDefault(head.Shard)
            where position < head.Sequence
            select new ShardGap(head.Shard, position, head.Sequence)).ToList();
        var isAhead = IsAhead(positions, heads);
        _failing.Keep(behind.Select(gap => gap.Shard).ToHashSet());
        metrics.ConsumerLags(route.Source, behind.Sum(gap => gap.Head - gap.Position));
        var isOld = _seenAt is not { } seenAt || time.GetElapsedTime(seenAt) >= Patience;
        var due = behind.Where(gap => _failing.Contains(gap.Shard)
            ? _failing.MayBeTried(gap.Shard)
            : all || IsFeedTheOnlyWay || asked.Contains(gap.Shard) || (isOld && StoodStill(gap))).ToArray();

        if (isOld)
        {
            (_seen, _seenAt) = (positions, time.GetTimestamp());
        }

        if (due.Length > 0)
        {
            LogFilling(route.Source, due.Length, due.Sum(gap => gap.Head - gap.Position));
            await FillAsync(due, token);
        }

        if (isAhead || _failing.Any)
        {
            status.Failing(route.FeedName, isAhead ? "the log was taken back" : "shards fail");
        }
        else
        {
            status.Working(route.FeedName);
        }
    }

    private bool IsAhead(Dictionary<int, long> positions, IReadOnlyList<ShardHead> heads)
    {
        var last = heads.ToDictionary(head => head.Shard, head => head.Sequence);
        var ahead = positions.Where(position => position.Value > last.GetValueOrDefault(position.Key)).ToList();

        foreach (var (shard, position) in ahead)
        {
            LogAhead(route.Source, shard, position, last.GetValueOrDefault(shard));
        }

        return ahead.Count > 0;
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
        Random.Shared.Shuffle(due);
        var open = due.ToDictionary(gap => gap.Shard);
        var failed = new HashSet<int>();

        while (open.Count > 0)
        {
            var batch = new List<LoggedEvent>();

            foreach (var gap in open.Values.ToList())
            {
                await ReadPageAsync(gap, batch, open, failed, token);

                if (batch.Count >= EventsPerTransaction || batch.Sum(one => (long)one.Data.Length) >= BytesPerTransaction)
                {
                    await ApplyAsync(batch, open, failed);
                    batch = [];
                }
            }

            await ApplyAsync(batch, open, failed);
        }

        foreach (var gap in due)
        {
            if (failed.Contains(gap.Shard))
            {
                _failing.Failed(gap.Shard);
            }
            else
            {
                _failing.Worked(gap.Shard);
            }
        }
    }

    /// <summary>One page of one shard. A shard that cannot be read is left for the next comparison, and does not stop the others.</summary>
    private async Task ReadPageAsync(
        ShardGap gap, List<LoggedEvent> batch, Dictionary<int, ShardGap> open, HashSet<int> failed, CancellationToken token)
    {
        try
        {
            var page = await feed.ReadAsync(gap.Shard, gap.Position, token);

            if (page.Count == 0)
            {
                throw new InvalidDataException($"The feed of {route.Source} has nothing after {gap.Shard}/{gap.Position}, though its head is {gap.Head}.");
            }

            batch.AddRange(page);

            Advance(gap, page[^1].Sequence, open);
        }
        catch (EventsArchivedException archived)
        {
            Advance(gap, await _archived.SkipAsync(gap.Shard, gap.Position, archived.Start, token), open);
        }
        catch (Exception fault) when (!token.IsCancellationRequested && !IsOutOfReach(fault))
        {
            open.Remove(gap.Shard);
            failed.Add(gap.Shard);
            metrics.Failed(route.Source);
            LogUnread(fault, route.Source, gap.Shard);
        }
    }

    private static void Advance(ShardGap gap, long position, Dictionary<int, ShardGap> open)
    {
        if (position >= gap.Head)
        {
            open.Remove(gap.Shard);
        }
        else
        {
            open[gap.Shard] = gap with { Position = position };
        }
    }

    // Of no use to any other shard either: no answer, or none in time.
    private static bool IsOutOfReach(Exception fault) => fault is HttpRequestException { StatusCode: null } or OperationCanceledException;

    private async Task ApplyAsync(List<LoggedEvent> batch, Dictionary<int, ShardGap> open, HashSet<int> failed)
    {
        if (batch.Count == 0)
        {
            return;
        }

        var outcome = await apply(batch);

        foreach (var (shard, position) in outcome.Positions)
        {
            if (!open.TryGetValue(shard, out var gap) || position <= gap.Position)
            {
                continue;
            }

            // Kafka, or another replica, may have brought more in the meantime.
            Advance(gap, position, open);
        }

        foreach (var shard in outcome.Stuck.Keys)
        {
            open.Remove(shard);
            failed.Add(shard);
        }
    }

    [LoggerMessage(LogLevel.Information, "Filling {Shards} shards of {Source} from its feed, {Events} events.")]
    private partial void LogFilling(string source, int shards, long events);

    [LoggerMessage(LogLevel.Error, "Catching up with {Source} failed and is tried again.")]
    private partial void LogFailed(Exception fault, string source);

    [LoggerMessage(LogLevel.Error, "Reading shard {Shard} of the feed of {Source} failed and is tried again.")]
    private partial void LogUnread(Exception fault, string source, int shard);

    [LoggerMessage(LogLevel.Error, "{Source} knows shard {Shard} up to {Head} only, but {Position} was applied here: its log was taken back.")]
    private partial void LogAhead(string source, int shard, long position, long head);

    private readonly record struct ShardGap(int Shard, long Position, long Head);
}
