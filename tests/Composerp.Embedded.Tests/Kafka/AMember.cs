using System.Collections.Concurrent;
using System.Globalization;
using Composerp.Embedded.Kafka;
using Confluent.Kafka;

namespace Composerp.Embedded.Tests.Kafka;

/// <summary>A member of a consumer group, on a thread of its own, that commits what it heard when it leaves.</summary>
internal sealed class AMember : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly Task _listening;

    public AMember(KafkaCluster kafka, string topic, string group) => _listening = Task.Factory.StartNew(
        () => Listen(kafka, topic, group), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public int Partitions { get; private set; }

    public ConcurrentQueue<int> Heard { get; } = new();

    public static ConsumerConfig Config(KafkaCluster kafka, string group) => new()
    {
        BootstrapServers = kafka.BootstrapServers,
        GroupId = group,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        FetchWaitMaxMs = 20,
        FetchErrorBackoffMs = 20,
        HeartbeatIntervalMs = 200,
        SessionTimeoutMs = 6_000,
    };

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _listening;
        _leaving.Dispose();
    }

    private void Listen(KafkaCluster kafka, string topic, string group)
    {
        using var consumer = new ConsumerBuilder<string, string>(Config(kafka, group)).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(topic);
        try
        {
            while (true)
            {
                // In short turns, so that a rebalance is noticed while nothing comes.
                if (consumer.Consume(TimeSpan.FromMilliseconds(50)) is { Message: not null } heard)
                {
                    Heard.Enqueue(int.Parse(heard.Message.Value, CultureInfo.InvariantCulture));
                }

                Partitions = consumer.Assignment.Count;
                _leaving.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            consumer.Close();
        }
    }
}
