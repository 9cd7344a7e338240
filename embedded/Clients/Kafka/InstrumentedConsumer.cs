using System.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Composerp.Embedded.Clients;

/// <summary>Builds consumers whose messages leave spans and metrics.</summary>
internal sealed class InstrumentedConsumerBuilder<TKey, TValue>(ConsumerConfig config, ILogger logger) : ConsumerBuilder<TKey, TValue>(config)
{
    public override IConsumer<TKey, TValue> Build()
    {
        LogHandler ??= (_, message) => KafkaClientLog.Write(logger, message);

        return new InstrumentedConsumer<TKey, TValue>(base.Build(), TimeProvider.System);
    }
}

/// <summary>A consumer whose messages leave spans and metrics; everything else is the inner one's.</summary>
internal sealed class InstrumentedConsumer<TKey, TValue>(IConsumer<TKey, TValue> inner, TimeProvider time) : IConsumer<TKey, TValue>
{
    public Handle Handle => inner.Handle;

    public string Name => inner.Name;

    public string MemberId => inner.MemberId;

    public List<TopicPartition> Assignment => inner.Assignment;

    public List<string> Subscription => inner.Subscription;

    public IConsumerGroupMetadata ConsumerGroupMetadata => inner.ConsumerGroupMetadata;

    public ConsumeResult<TKey, TValue> Consume(int millisecondsTimeout) => Observe(() => inner.Consume(millisecondsTimeout));

    public ConsumeResult<TKey, TValue> Consume(CancellationToken cancellationToken = default) =>
        Observe(() => inner.Consume(cancellationToken));

    public ConsumeResult<TKey, TValue> Consume(TimeSpan timeout) => Observe(() => inner.Consume(timeout));

    private ConsumeResult<TKey, TValue> Observe(Func<ConsumeResult<TKey, TValue>> consume)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var started = time.GetUtcNow();

        try
        {
            var result = consume();
            KafkaTelemetry.Receive(result, startedAt, started, inner.Name, error: null);

            return result;
        }
        catch (ConsumeException failure)
        {
            KafkaTelemetry.Receive<TKey, TValue>(null, startedAt, started, inner.Name, failure.Error);

            throw;
        }
    }

    public int AddBrokers(string brokers) => inner.AddBrokers(brokers);

    public void SetSaslCredentials(string username, string password) => inner.SetSaslCredentials(username, password);

    public void Subscribe(IEnumerable<string> topics) => inner.Subscribe(topics);

    public void Subscribe(string topic) => inner.Subscribe(topic);

    public void Unsubscribe() => inner.Unsubscribe();

    public void Assign(TopicPartition partition) => inner.Assign(partition);

    public void Assign(TopicPartitionOffset partition) => inner.Assign(partition);

    public void Assign(IEnumerable<TopicPartitionOffset> partitions) => inner.Assign(partitions);

    public void Assign(IEnumerable<TopicPartition> partitions) => inner.Assign(partitions);

    public void IncrementalAssign(IEnumerable<TopicPartitionOffset> partitions) => inner.IncrementalAssign(partitions);

    public void IncrementalAssign(IEnumerable<TopicPartition> partitions) => inner.IncrementalAssign(partitions);

    public void IncrementalUnassign(IEnumerable<TopicPartition> partitions) => inner.IncrementalUnassign(partitions);

    public void Unassign() => inner.Unassign();

    public void StoreOffset(ConsumeResult<TKey, TValue> result) => inner.StoreOffset(result);

    public void StoreOffset(TopicPartitionOffset offset) => inner.StoreOffset(offset);

    public List<TopicPartitionOffset> Commit() => inner.Commit();

    public void Commit(IEnumerable<TopicPartitionOffset> offsets) => inner.Commit(offsets);

    public void Commit(ConsumeResult<TKey, TValue> result) => inner.Commit(result);

    public void Seek(TopicPartitionOffset tpo) => inner.Seek(tpo);

    public void Pause(IEnumerable<TopicPartition> partitions) => inner.Pause(partitions);

    public void Resume(IEnumerable<TopicPartition> partitions) => inner.Resume(partitions);

    public List<TopicPartitionOffset> Committed(TimeSpan timeout) => inner.Committed(timeout);

    public List<TopicPartitionOffset> Committed(IEnumerable<TopicPartition> partitions, TimeSpan timeout) =>
        inner.Committed(partitions, timeout);

    public Offset Position(TopicPartition partition) => inner.Position(partition);

    public TopicPartitionOffset PositionTopicPartitionOffset(TopicPartition partition) => inner.PositionTopicPartitionOffset(partition);

    public List<TopicPartitionOffset> OffsetsForTimes(IEnumerable<TopicPartitionTimestamp> timestampsToSearch, TimeSpan timeout) =>
        inner.OffsetsForTimes(timestampsToSearch, timeout);

    public WatermarkOffsets GetWatermarkOffsets(TopicPartition topicPartition) => inner.GetWatermarkOffsets(topicPartition);

    public WatermarkOffsets QueryWatermarkOffsets(TopicPartition topicPartition, TimeSpan timeout) =>
        inner.QueryWatermarkOffsets(topicPartition, timeout);

    public void Close() => inner.Close();

    public void Dispose() => inner.Dispose();
}
