using Composerp.ServiceDefaults.Kafka;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Composerp.ServiceDefaults.EventLog.Relaying;

/// <summary>One producer's life: sends events of one log in order and keeps account of what the broker acknowledged.</summary>
/// <remarks>
/// A failed delivery ends it. What was not acknowledged contiguously is then sent again by the next one, so that no event
/// is left out; a consumer drops what it gets twice.
/// </remarks>
internal sealed partial class EventPublisher : IDisposable
{
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly string _source;
    private readonly string _topic;
    private readonly EventLogMetrics _metrics;
    private readonly ILogger _logger;
    private volatile Error? _failure;

    public EventPublisher(KafkaClients kafka, string source, string topic, EventLogMetrics metrics, ILogger logger)
    {
        _source = source;
        _topic = topic;
        _metrics = metrics;
        _logger = logger;
        _producer = kafka.Producer("relay").SetPartitioner(topic, PartitionOf).Build();
    }

    public RelayProgress Progress { get; } = new();

    /// <exception cref="KafkaException">The producer is of no use any more.</exception>
    public void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw new KafkaException(failure);
        }
    }

    /// <summary>Hands one event to the producer; the broker's answer arrives in <see cref="Progress"/>.</summary>
    /// <returns>false where the producer's queue is full: try again a little later.</returns>
    /// <exception cref="KafkaException">The producer is of no use any more.</exception>
    public bool TrySend(LoggedEvent logged, string? traceParent)
    {
        ThrowIfFailed();

        var (shard, sequence, bytes) = (logged.Shard, logged.Sequence, logged.Data.Length);
        Progress.Sent(shard, sequence, bytes);

        try
        {
            _producer.Produce(_topic, CloudEvent.MessageOf(_source, logged, traceParent), report => OnDelivered(shard, sequence, bytes, report.Error));

            return true;
        }
        catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
        {
            Progress.Unsent(shard, sequence, bytes);

            return false;
        }
        catch (ProduceException<byte[], byte[]> tooLarge) when (IsTooLarge(tooLarge.Error))
        {
            OnDelivered(shard, sequence, bytes, tooLarge.Error);

            return true;
        }
    }

    /// <summary>Waits a short while for what is under way; called when the service stops.</summary>
    public void Flush(TimeSpan limit) => _producer.Flush(limit);

    public void Dispose() => _producer.Dispose();

    // Every shard keeps to one partition, so that it is read in order; the key is the shard's number.
    private static Partition PartitionOf(string topic, int partitionCount, ReadOnlySpan<byte> keyData, bool keyIsNull) =>
        System.Buffers.Text.Utf8Parser.TryParse(keyData, out int shard, out _) ? shard % partitionCount : 0;

    private static bool IsTooLarge(Error error) => error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge;

    private void OnDelivered(int shard, long sequence, int bytes, Error error)
    {
        if (!error.IsError)
        {
            _metrics.Published(1);
            Progress.Acknowledged(shard, sequence, bytes);
        }
        else if (IsTooLarge(error))
        {
            // No broker will take it, whatever we do. To consumers it is a gap, which they fill from the feed.
            LogTooLarge(_topic, shard, sequence, bytes);
            Progress.Acknowledged(shard, sequence, bytes);
        }
        else
        {
            _failure = error;
        }
    }

    [LoggerMessage(LogLevel.Warning, "An event is too large for {Topic} and travels by the feed alone: {Shard}/{Sequence}, {Bytes} bytes.")]
    private partial void LogTooLarge(string topic, int shard, long sequence, int bytes);
}
