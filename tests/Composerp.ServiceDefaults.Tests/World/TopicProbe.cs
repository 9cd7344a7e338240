using Composerp.ServiceDefaults.EventLog;
using Confluent.Kafka;

namespace Composerp.ServiceDefaults.Tests.World;

/// <summary>Reads and writes the topic behind the services' backs.</summary>
internal static class TopicProbe
{
    /// <summary>Everything in the topic at the moment, by partition and offset.</summary>
    public static List<ConsumeResult<byte[], byte[]>> ReadAll(string brokers, string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers }).Build();
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics.Single().Partitions;
        var config = new ConsumerConfig { BootstrapServers = brokers, GroupId = "probe", EnablePartitionEof = true, EnableAutoCommit = false };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).Build();
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(topic, partition.PartitionId, Offset.Beginning)));
        var messages = new List<ConsumeResult<byte[], byte[]>>();
        var open = partitions.Count;

        while (open > 0)
        {
            var message = consumer.Consume(TimeSpan.FromSeconds(10));
            Assert.NotNull(message);

            if (message.IsPartitionEOF)
            {
                open--;
            }
            else
            {
                messages.Add(message);
            }
        }

        return messages;
    }

    /// <summary>The shop's events in the topic, in the order of their partition.</summary>
    public static List<(int Shard, long Sequence)> ReadEvents(string brokers) =>
    [
        .. from message in ReadAll(brokers, EventWorld.Topic)
           let logged = CloudEvent.TryRead(message.Message, "shop")
           select (logged.Shard, logged.Sequence),
    ];

    public static Message<byte[], byte[]> MessageOf(LoggedEvent logged) => CloudEvent.MessageOf("shop", logged, null);

    /// <summary>Writes messages in the order given, all to one partition.</summary>
    public static async Task WriteAsync(string brokers, string topic, IEnumerable<Message<byte[], byte[]>> messages)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = brokers, LingerMs = 1 }).Build();
        var sent = messages.Select(message => producer.ProduceAsync(new TopicPartition(topic, 0), message)).ToList();
        await Task.WhenAll(sent);
    }
}
