using Composerp.ServiceDefaults.EventLog.DeadLetters;
using Composerp.ServiceDefaults.EventLog.Feeding;
using Composerp.ServiceDefaults.Kafka;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Composerp.ServiceDefaults.EventLog.Consuming;

/// <summary>Follows another service's log: Kafka brings events fast, the feed brings those that Kafka did not.</summary>
internal sealed partial class EventConsumer(
    ConsumerRoute route,
    NpgsqlDataSource database,
    IServiceScopeFactory scopes,
    IHttpClientFactory clients,
    KafkaClients kafka,
    KafkaStatus kafkaStatus,
    TopicCreation topics,
    DeadLetterTopic deadLetters,
    EventLogMetrics metrics,
    EventLogStatus status,
    TimeProvider time,
    ILogger<EventConsumer> logger,
    ILoggerFactory loggers) : BackgroundService
{
    private static readonly TimeSpan FinishLimit = TimeSpan.FromSeconds(10);

    private readonly ApplyEvents _apply = new(route, database, scopes);
    private readonly Backoff _backoff = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A batch that is being applied when the service stops is finished and committed.
        using var work = new CancellationTokenSource();
        await using var stopping = stoppingToken.Register(() => work.CancelAfter(FinishLimit));
        using var catchUp = new CatchUp(
            route,
            new FeedClient(clients, route.Source),
            database,
            events => ApplyAsync(events, [], isolates: true, fromFeed: true, work.Token),
            kafka,
            kafkaStatus,
            metrics,
            status,
            time,
            loggers.CreateLogger<CatchUp>());

        try
        {
            var catchingUp = catchUp.RunAsync(stoppingToken);
            await (kafka.IsConfigured ? ConsumeAsync(catchUp, work.Token, stoppingToken) : Task.CompletedTask);
            await catchingUp;
        }
        catch (Exception unfinished) when (stoppingToken.IsCancellationRequested)
        {
            // What was not committed is applied by whoever comes next.
            LogStopped(route.Source, unfinished.Message);
        }
    }

    private async Task ConsumeAsync(CatchUp catchUp, CancellationToken work, CancellationToken token)
    {
        await topics.TryEnsureAsync(route.Topic, token);
        await using var intake = new KafkaIntake(kafka, route.Name, route.Group, route.Topic, catchUp.Compare, logger);

        while (true)
        {
            var messages = await intake.ReceiveAsync(token);

            if (messages.Count > 0)
            {
                await ApplyAsync(messages, catchUp, work, token);
                intake.Done(messages);
            }
        }
    }

    private async Task ApplyAsync(List<ConsumeResult<byte[], byte[]>> messages, CatchUp catchUp, CancellationToken work, CancellationToken token)
    {
        var events = new List<LoggedEvent>(messages.Count);

        foreach (var message in messages)
        {
            if (CloudEvent.TryRead(message.Message, route.Source) is { } logged)
            {
                events.Add(logged);
            }
            else
            {
                // Read again from the feed, where it stands as it was logged.
                LogUnreadable(message.TopicPartitionOffset);
                metrics.Unreadable(route.Source);
                catchUp.AskForAll();
            }
        }

        var traceParents = messages.Select(message => CloudEvent.TextOf(message.Message.Headers, CloudEvent.TraceParent));
        var outcome = await ApplyUntilDoneAsync(events, traceParents, work, token);

        foreach (var shard in outcome.Gaps)
        {
            catchUp.Ask(shard);
        }
    }

    /// <summary>The database may be away for any time: the batch stays in hand until it is back.</summary>
    private async Task<ApplyOutcome> ApplyUntilDoneAsync(
        List<LoggedEvent> events, IEnumerable<string?> traceParents, CancellationToken work, CancellationToken token)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                var outcome = await ApplyAsync(events, traceParents, isolates: !isFirst, fromFeed: false, work);
                _backoff.Reset();
                status.Working(route.Name);

                return outcome;
            }
            catch (Exception fault) when (!token.IsCancellationRequested)
            {
                status.Failing(route.Name, fault.Message);
                metrics.Failed(route.Source);
                LogFailed(route.Source, fault.Message);
                await _backoff.WaitAsync(token);
            }
        }
    }

    private async Task<ApplyOutcome> ApplyAsync(
        IReadOnlyList<LoggedEvent> events, IEnumerable<string?> traceParents, bool isolates, bool fromFeed, CancellationToken token)
    {
        using var span = EventLogTracing.Apply(route.Topic, events.Count, traceParents);
        var outcome = await _apply.ApplyAsync(events, isolates, token);
        metrics.Applied(route.Source, outcome.Applied, fromFeed);
        metrics.Repeated(route.Source, outcome.Repeated);

        foreach (var letter in outcome.Refused)
        {
            LogRefused(letter.Type, letter.Source, letter.Shard, letter.Sequence, letter.Reason);
            metrics.Refused(route.Source);
            deadLetters.Copy(route.Topic, letter);
        }

        foreach (var (shard, fault) in outcome.Stuck)
        {
            // The position stays; the catch-up finds the shard standing still and tries it again.
            LogStuck(fault, route.Source, shard);
            metrics.Failed(route.Source);
        }

        return outcome;
    }

    [LoggerMessage(LogLevel.Debug, "Stopped consuming from {Source}: {Reason}")]
    private partial void LogStopped(string source, string reason);

    [LoggerMessage(LogLevel.Warning, "The message at {Place} cannot be read; its event is taken from the feed.")]
    private partial void LogUnreadable(TopicPartitionOffset place);

    [LoggerMessage(LogLevel.Warning, "Applying events of {Source} failed and is tried again: {Reason}")]
    private partial void LogFailed(string source, string reason);

    [LoggerMessage(LogLevel.Error, "{Type} {Source}/{Shard}/{Sequence} was refused and is a dead letter now: {Reason}")]
    private partial void LogRefused(string type, string source, int shard, long sequence, string reason);

    [LoggerMessage(LogLevel.Error, "The next event of shard {Shard} of {Source} fails; it is tried again.")]
    private partial void LogStuck(Exception fault, string source, int shard);
}
