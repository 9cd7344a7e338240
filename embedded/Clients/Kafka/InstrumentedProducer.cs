using System.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Composerp.Embedded.Clients;

/// <summary>Builds producers whose messages leave spans and metrics.</summary>
internal sealed class InstrumentedProducerBuilder<TKey, TValue>(ProducerConfig config, ILogger logger) : ProducerBuilder<TKey, TValue>(config)
{
    public override IProducer<TKey, TValue> Build()
    {
        LogHandler ??= (_, message) => KafkaClientLog.Write(logger, message);

        return new InstrumentedProducer<TKey, TValue>(base.Build());
    }
}

/// <summary>A producer whose messages leave spans and metrics; everything else is the inner one's.</summary>
internal sealed class InstrumentedProducer<TKey, TValue>(IProducer<TKey, TValue> inner) : IProducer<TKey, TValue>
{
    public Handle Handle => inner.Handle;

    public string Name => inner.Name;

    public Task<DeliveryResult<TKey, TValue>> ProduceAsync(
        string topic, Message<TKey, TValue> message, CancellationToken cancellationToken = default) =>
        ProduceAsync(new TopicPartition(topic, Partition.Any), message, cancellationToken);

    public async Task<DeliveryResult<TKey, TValue>> ProduceAsync(
        TopicPartition topicPartition, Message<TKey, TValue> message, CancellationToken cancellationToken = default)
    {
        var startedAt = Stopwatch.GetTimestamp();
        using var span = KafkaTelemetry.StartPublish(topicPartition.Topic, message, inner.Name);

        try
        {
            var result = await inner.ProduceAsync(topicPartition, message, cancellationToken);
            KafkaTelemetry.EndPublish(span, topicPartition.Topic, startedAt, error: null);

            return result;
        }
        catch (ProduceException<TKey, TValue> failure)
        {
            KafkaTelemetry.EndPublish(span, topicPartition.Topic, startedAt, failure.Error);

            throw;
        }
    }

    public void Produce(string topic, Message<TKey, TValue> message, Action<DeliveryReport<TKey, TValue>>? deliveryHandler = null) =>
        Produce(new TopicPartition(topic, Partition.Any), message, deliveryHandler);

    public void Produce(
        TopicPartition topicPartition, Message<TKey, TValue> message, Action<DeliveryReport<TKey, TValue>>? deliveryHandler = null)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var caller = Activity.Current;
        var span = KafkaTelemetry.StartPublish(topicPartition.Topic, message, inner.Name);

        // The span ends with the delivery, on another thread; the caller goes on in its own context.
        Activity.Current = caller;

        try
        {
            inner.Produce(topicPartition, message, report =>
            {
                KafkaTelemetry.EndPublish(span, topicPartition.Topic, startedAt, report.Error);
                span?.Dispose();
                deliveryHandler?.Invoke(report);
            });
        }
        catch (ProduceException<TKey, TValue> failure)
        {
            KafkaTelemetry.EndPublish(span, topicPartition.Topic, startedAt, failure.Error);
            span?.Dispose();

            throw;
        }
    }

    public int AddBrokers(string brokers) => inner.AddBrokers(brokers);

    public void SetSaslCredentials(string username, string password) => inner.SetSaslCredentials(username, password);

    public int Poll(TimeSpan timeout) => inner.Poll(timeout);

    public int Flush(TimeSpan timeout) => inner.Flush(timeout);

    public void Flush(CancellationToken cancellationToken = default) => inner.Flush(cancellationToken);

    public void InitTransactions(TimeSpan timeout) => inner.InitTransactions(timeout);

    public void BeginTransaction() => inner.BeginTransaction();

    public void CommitTransaction(TimeSpan timeout) => inner.CommitTransaction(timeout);

    public void CommitTransaction() => inner.CommitTransaction();

    public void AbortTransaction(TimeSpan timeout) => inner.AbortTransaction(timeout);

    public void AbortTransaction() => inner.AbortTransaction();

    public void SendOffsetsToTransaction(
        IEnumerable<TopicPartitionOffset> offsets, IConsumerGroupMetadata groupMetadata, TimeSpan timeout) =>
        inner.SendOffsetsToTransaction(offsets, groupMetadata, timeout);

    public void Dispose() => inner.Dispose();
}
