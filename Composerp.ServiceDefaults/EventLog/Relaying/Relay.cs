using Composerp.ServiceDefaults.Kafka;
using Composerp.ServiceDefaults.Postgres;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Composerp.ServiceDefaults.EventLog.Relaying;

/// <summary>Publishes the service's log to Kafka, in order, each event at least once; one replica at a time does.</summary>
internal sealed partial class Relay(
    IEventLog log,
    ServiceDatabase database,
    KafkaClients kafka,
    TopicCreation topics,
    EventSignal signal,
    EventLogMetrics metrics,
    EventLogStatus status,
    TimeProvider time,
    ILogger<Relay> logger) : BackgroundService
{
    public const string StatusName = "relay";

    /// <summary>Other replicas write too, and cannot wake this one.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan TryToLeadEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Little, since the shards take turns: one event of a quiet shard does not wait long for the many of an import.</summary>
    private const int EventsPerRead = 100;

    /// <summary>How far to run ahead of acknowledgements.</summary>
    private const long BytesInFlightMax = 16 * 1024 * 1024;

    private readonly Backoff _backoff = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!kafka.IsConfigured)
        {
            LogIdle(log.Source);

            return;
        }

        await using var direct = DirectDataSource.Of(database);

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LeadAsync(direct, stoppingToken);
            }
            catch (RelayDeposedException deposed)
            {
                LogDeposed(deposed.Message);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it was, the log stays where it is: nothing is lost by trying again.
                status.Failing(StatusName, fault.Message);
                LogFailed(fault, log.Topic);
                await _backoff.WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task LeadAsync(NpgsqlDataSource direct, CancellationToken token)
    {
        await using var leadership = await RelayLeadership.TryAcquireAsync(direct, token);

        if (leadership is null)
        {
            metrics.RelayStandsBy();
            status.Working(StatusName);
            await Task.Delay(TryToLeadEvery, time, token);

            return;
        }

        LogLeading(log.Topic, leadership.Epoch);

        while (true)
        {
            try
            {
                await PublishAsync(leadership, token);
            }
            catch (KafkaException fault)
            {
                status.Failing(StatusName, fault.Error.Reason);
                LogProducerReplaced(log.Topic, fault.Error.Code, fault.Error.Reason);
                await _backoff.WaitAsync(token);
            }
        }
    }

    /// <summary>Publishes until the producer fails, another replica leads, or the service stops.</summary>
    private async Task PublishAsync(RelayLeadership leadership, CancellationToken token)
    {
        await topics.TryEnsureAsync(log.Topic, token);
        using var publisher = new EventPublisher(kafka, log.Source, log.Topic, metrics, logger);

        try
        {
            while (true)
            {
                publisher.ThrowIfFailed();
                var sent = await SendAsync(leadership, publisher, token);
                await RecordAsync(leadership, publisher, token);

                if (!sent)
                {
                    await signal.WaitAsync(LookEvery, token);
                }
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            await FinishAsync(leadership, publisher);

            throw;
        }
    }

    /// <summary>What the broker still acknowledges and is noted now, the next replica need not send again.</summary>
    private async Task FinishAsync(RelayLeadership leadership, EventPublisher publisher)
    {
        publisher.Flush(TimeSpan.FromSeconds(3));

        try
        {
            using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
            await RecordAsync(leadership, publisher, grace.Token);
        }
        catch (Exception fault) when (fault is NpgsqlException or RelayDeposedException or OperationCanceledException)
        {
            LogNotNoted(fault.Message);
        }
    }

    /// <summary>Sends one stretch of every shard that has more.</summary>
    /// <returns>false where there was nothing to send, or no room for it.</returns>
    private async Task<bool> SendAsync(RelayLeadership leadership, EventPublisher publisher, CancellationToken token)
    {
        var unpublished = await leadership.FindUnpublishedAsync(token);
        metrics.RelayLags(unpublished.Sum(shard => shard.Head - shard.Published));
        var sentAny = false;

        foreach (var shard in unpublished)
        {
            var sent = publisher.Progress.SentOf(shard.Shard, shard.Published);

            if (sent >= shard.Head)
            {
                continue;
            }

            if (publisher.Progress.BytesInFlight > BytesInFlightMax)
            {
                return false;
            }

            var events = await log.ReadAsync(leadership.Connection, shard.Shard, sent, EventsPerRead, token);

            if (!Send(events, sent, publisher))
            {
                return false;
            }

            sentAny |= events.Count > 0;
        }

        return sentAny;
    }

    private bool Send(IReadOnlyList<LoggedEvent> events, long after, EventPublisher publisher)
    {
        using var span = EventLogTracing.Publish(log, events.Count);

        foreach (var logged in events)
        {
            if (logged.Sequence != ++after)
            {
                throw new InvalidOperationException($"The log has a hole: {logged.Shard}/{after} is missing.");
            }

            if (!publisher.TrySend(logged, span?.Id))
            {
                return false;
            }
        }

        return true;
    }

    private async Task RecordAsync(RelayLeadership leadership, EventPublisher publisher, CancellationToken token)
    {
        var advanced = publisher.Progress.TakeAdvanced();

        if (advanced.Count > 0)
        {
            await leadership.RecordPublishedAsync(advanced, token);
            _backoff.Reset();
        }

        if (publisher.Progress.BytesInFlight == 0 || advanced.Count > 0)
        {
            status.Working(StatusName);
        }
    }

    [LoggerMessage(LogLevel.Information, "No broker is configured: the log of {Source} is read by its feed alone.")]
    private partial void LogIdle(string source);

    [LoggerMessage(LogLevel.Information, "Publishing to {Topic} in epoch {Epoch}.")]
    private partial void LogLeading(string topic, long epoch);

    [LoggerMessage(LogLevel.Warning, "Stopped publishing: {Reason}")]
    private partial void LogDeposed(string reason);

    [LoggerMessage(LogLevel.Warning, "Producing to {Topic} failed ({Code}: {Reason}); a new producer sends again what was not acknowledged.")]
    private partial void LogProducerReplaced(string topic, ErrorCode code, string reason);

    [LoggerMessage(LogLevel.Information, "Stopped without noting the last events published, which will be sent again: {Reason}")]
    private partial void LogNotNoted(string reason);

    [LoggerMessage(LogLevel.Error, "Publishing to {Topic} failed and is tried again.")]
    private partial void LogFailed(Exception fault, string topic);
}
