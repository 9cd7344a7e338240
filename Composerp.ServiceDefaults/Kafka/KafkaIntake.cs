using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Composerp.ServiceDefaults.Kafka;

/// <summary>Receives one topic in batches. Every call to librdkafka's consumer is made on a thread of its own, since it blocks.</summary>
/// <remarks>
/// A consumer that met a fatal error is replaced. Errors that pass (broker away, rebalance, unknown topic) are waited out.
/// </remarks>
internal sealed partial class KafkaIntake : IAsyncDisposable
{
    private const int MessagesMax = 4_000;
    private const int BytesMax = 8 * 1024 * 1024;

    private static readonly TimeSpan FirstMessageWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly ConsumerBuilder<byte[], byte[]> _builder;
    private readonly string _topic;
    private readonly ILogger _logger;
    private readonly BlockingCollection<Action> _calls = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = new();
    private IConsumer<byte[], byte[]>? _consumer;

    /// <param name="onAssigned">Called when partitions were assigned to this consumer.</param>
    public KafkaIntake(KafkaClients kafka, string client, string group, string topic, Action onAssigned, ILogger logger)
    {
        _topic = topic;
        _logger = logger;
        _builder = kafka.Consumer(client, group)
            .SetPartitionsAssignedHandler((_, partitions) =>
            {
                LogAssigned(topic, partitions.Count);
                onAssigned();
            })
            .SetOffsetsCommittedHandler((_, committed) => LogCommit(committed.Error));

        new Thread(Run) { IsBackground = true, Name = $"kafka {topic}" }.Start();
    }

    /// <summary>Whatever has arrived, at most a few thousand messages; empty where nothing came for a moment.</summary>
    public Task<List<ConsumeResult<byte[], byte[]>>> ReceiveAsync(CancellationToken token)
    {
        var received = new TaskCompletionSource<List<ConsumeResult<byte[], byte[]>>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Add(
            () =>
            {
                try
                {
                    received.SetResult(Receive());
                }
                catch (Exception fault) when (received.TrySetException(fault))
                {
                    // It is the receiver's now; on this thread it would end the process.
                }
            },
            token);

        return received.Task.WaitAsync(token);
    }

    /// <summary>The batch has been dealt with: its offsets may be committed.</summary>
    public void Done(IReadOnlyList<ConsumeResult<byte[], byte[]>> batch) => _calls.Add(() => StoreOffsets(batch));

    public async ValueTask DisposeAsync()
    {
        _calls.CompleteAdding();
        await _closing.CancelAsync();

        try
        {
            await _ended.Task.WaitAsync(CloseLimit);
        }
        catch (TimeoutException)
        {
            // A broker that does not answer shall not hold up the end of the process: the group notices by its time-out.
            // The thread still uses what would be disposed of here.
            LogNotClosed(_topic);

            return;
        }

        _closing.Dispose();
        _calls.Dispose();
    }

    private void Run()
    {
        foreach (var call in _calls.GetConsumingEnumerable())
        {
            call();
        }

        if (_consumer is { } consumer)
        {
            Close(consumer);
        }

        _ended.SetResult();
    }

    private List<ConsumeResult<byte[], byte[]>> Receive()
    {
        var batch = new List<ConsumeResult<byte[], byte[]>>();
        var bytes = 0L;

        while (batch.Count < MessagesMax && bytes < BytesMax)
        {
            try
            {
                _consumer ??= Subscribe();

                if (_consumer.Consume(batch.Count == 0 ? FirstMessageWait : TimeSpan.Zero) is not { Message: not null } message)
                {
                    break;
                }

                batch.Add(message);
                bytes += message.Message.Value?.Length ?? 0;
            }
            catch (KafkaException fault)
            {
                OnError(fault.Error);

                break;
            }
        }

        return batch;
    }

    private IConsumer<byte[], byte[]> Subscribe()
    {
        var consumer = _builder.Build();
        consumer.Subscribe(_topic);

        return consumer;
    }

    private void OnError(Error error)
    {
        LogError(_topic, error.Code, error.Reason);

        if (error.IsFatal && _consumer is { } dead)
        {
            _consumer = null;
            LogReplaced(_topic, error.Reason);
            Close(dead);
        }

        // Errors that come back at once shall not keep a processor busy.
        _closing.Token.WaitHandle.WaitOne(FirstMessageWait);
    }

    private void StoreOffsets(IReadOnlyList<ConsumeResult<byte[], byte[]>> batch)
    {
        foreach (var partition in batch.GroupBy(message => message.TopicPartition))
        {
            try
            {
                _consumer?.StoreOffset(partition.Last());
            }
            catch (KafkaException revoked)
            {
                // The partition went to another consumer, which reads these messages again and drops them.
                LogError(_topic, revoked.Error.Code, revoked.Error.Reason);
            }
        }
    }

    private void Close(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            consumer.Close();
        }
        catch (KafkaException fault)
        {
            LogError(_topic, fault.Error.Code, fault.Error.Reason);
        }

        consumer.Dispose();
    }

    private void LogCommit(Error error)
    {
        if (error.IsError && error.Code != ErrorCode.Local_NoOffset)
        {
            LogError(_topic, error.Code, error.Reason);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Consuming {Topic}: {Code} {Reason}")]
    private partial void LogError(string topic, ErrorCode code, string reason);

    [LoggerMessage(LogLevel.Warning, "The consumer of {Topic} met a fatal error and is replaced: {Reason}")]
    private partial void LogReplaced(string topic, string reason);

    [LoggerMessage(LogLevel.Information, "{Partitions} partitions of {Topic} were assigned.")]
    private partial void LogAssigned(string topic, int partitions);

    [LoggerMessage(LogLevel.Warning, "The consumer of {Topic} did not close in time.")]
    private partial void LogNotClosed(string topic);
}
