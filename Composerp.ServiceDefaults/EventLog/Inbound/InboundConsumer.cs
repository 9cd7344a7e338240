using Composerp.ServiceDefaults.EventLog.Consuming;
using Composerp.ServiceDefaults.EventLog.DeadLetters;
using Composerp.ServiceDefaults.Kafka;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Composerp.ServiceDefaults.EventLog.Inbound;

/// <summary>Receives what others send to a topic. Offsets are committed after everything of a batch is in the database.</summary>
/// <remarks>
/// There is no feed to read again, so nothing is ever left out: what the code refuses is a dead letter, everything else
/// is tried until it works, and the topic waits behind it.
/// </remarks>
internal sealed partial class InboundConsumer(
    InboundRoute route,
    NpgsqlDataSource database,
    IServiceScopeFactory scopes,
    KafkaClients kafka,
    TopicCreation topics,
    DeadLetterTopic deadLetters,
    EventLogMetrics metrics,
    EventLogStatus status,
    TimeProvider time,
    ILogger<InboundConsumer> logger) : BackgroundService
{
    private static readonly TimeSpan FinishLimit = TimeSpan.FromSeconds(10);

    private readonly Backoff _backoff = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!kafka.IsConfigured)
        {
            LogIdle(route.Topic);

            return;
        }

        using var work = new CancellationTokenSource();
        await using var stopping = stoppingToken.Register(() => work.CancelAfter(FinishLimit));

        try
        {
            await topics.TryEnsureAsync(route.Topic, stoppingToken);
            await using var intake = new KafkaIntake(kafka, route.Name, route.Group, route.Topic, () => { }, logger);

            var received = intake.ReceiveAsync(stoppingToken);

            while (true)
            {
                var messages = await received;

                // The next ones are received while these are applied.
                received = intake.ReceiveAsync(stoppingToken);

                if (messages.Count > 0)
                {
                    await ApplyUntilDoneAsync(messages, work.Token, stoppingToken);
                    intake.Done(messages);
                }
            }
        }
        catch (Exception unfinished) when (stoppingToken.IsCancellationRequested)
        {
            // Messages whose offsets were not committed come again.
            LogStopped(route.Topic, unfinished.Message);
        }
    }

    private async Task ApplyUntilDoneAsync(List<ConsumeResult<byte[], byte[]>> messages, CancellationToken work, CancellationToken token)
    {
        while (true)
        {
            try
            {
                await ApplyAsync(messages, work);
                _backoff.Reset();
                status.Working(route.Name);

                return;
            }
            catch (Exception fault) when (!token.IsCancellationRequested)
            {
                status.Failing(route.Name, fault.Message);
                metrics.Failed(route.Topic);
                LogFailed(fault, route.Topic);
                await _backoff.WaitAsync(token);
            }
        }
    }

    private async Task ApplyAsync(List<ConsumeResult<byte[], byte[]>> messages, CancellationToken token)
    {
        var refused = new List<DeadLetter>();
        var rounds = new InboundRounds();

        foreach (var message in messages)
        {
            if (InboundMessage.TryRead(message.Message) is { } readable)
            {
                rounds.Add(readable);
            }
            else
            {
                metrics.Unreadable(route.Topic);
                refused.Add(InboundMessage.Unreadable(route.Topic, message.Message));
            }
        }

        foreach (var round in rounds.All)
        {
            await ApplyAsync(round, refused, token);
        }

        await KeepAsync(refused, token);
        metrics.Applied(route.Topic, messages.Count - refused.Count, fromFeed: false);
    }

    /// <summary>Applies in ever smaller parts where the handler throws, so that one event to blame does not hold up the others.</summary>
    private async Task ApplyAsync(IReadOnlyList<IntegrationEvent> events, List<DeadLetter> refused, CancellationToken token)
    {
        if (events.Count == 0)
        {
            return;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var handler = (IIntegrationHandler)scope.ServiceProvider.GetRequiredService(route.Handler);
            refused.AddRange(from one in await handler.ApplyAsync(events, token) select LetterOf(one.Event, one.Reason));
        }
        catch (Exception fault) when (Faults.IsRefusal(fault) && events.Count == 1)
        {
            refused.Add(LetterOf(events[0], Faults.ReasonOf(fault)));
        }
        catch (Exception fault) when (Faults.IsRefusal(fault))
        {
            var half = events.Count / 2;
            await ApplyAsync([.. events.Take(half)], refused, token);
            await ApplyAsync([.. events.Skip(half)], refused, token);
        }
    }

    private async Task KeepAsync(List<DeadLetter> refused, CancellationToken token)
    {
        if (refused.Count == 0)
        {
            return;
        }

        await DeadLetterStore.AddFromOutsideAsync(database, refused, token);

        foreach (var letter in refused)
        {
            LogRefused(letter.Type, letter.Sender, letter.SenderEventId, letter.Reason);
            metrics.Refused(route.Topic);
            deadLetters.Copy(route.Topic, letter);
        }
    }

    private DeadLetter LetterOf(IntegrationEvent refused, string reason) => new(
        route.Topic,
        DeadLetter.FromOutside,
        0,
        Faults.WithoutNul(refused.Type),
        refused.Time ?? time.GetUtcNow(),
        refused.Data,
        Faults.WithoutNul(reason),
        Sender: InboundMessage.Shortened(refused.Source),
        SenderEventId: InboundMessage.Shortened(refused.Id));

    [LoggerMessage(LogLevel.Warning, "No broker is configured: nothing is received from {Topic}.")]
    private partial void LogIdle(string topic);

    [LoggerMessage(LogLevel.Debug, "Stopped receiving from {Topic}: {Reason}")]
    private partial void LogStopped(string topic, string reason);

    [LoggerMessage(LogLevel.Error, "Applying messages of {Topic} failed and is tried again.")]
    private partial void LogFailed(Exception fault, string topic);

    [LoggerMessage(LogLevel.Error, "{Type} from {Sender} with id {Id} was refused and is a dead letter now: {Reason}")]
    private partial void LogRefused(string type, string? sender, string? id, string reason);
}
