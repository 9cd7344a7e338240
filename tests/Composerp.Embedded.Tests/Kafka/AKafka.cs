using System.Globalization;
using Composerp.Embedded.Kafka;
using Confluent.Kafka;

namespace Composerp.Embedded.Tests.Kafka;

/// <summary>Short ways to talk to a broker.</summary>
internal static class AKafka
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static IProducer<string, string> Producer(KafkaCluster kafka) =>
        new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            EnableIdempotence = true,
            LingerMs = 1,
            ReconnectBackoffMs = 20,
            ReconnectBackoffMaxMs = 100,
            RetryBackoffMs = 10,
        })
        .SetLogHandler((_, _) => { })
        .Build();

    public static Message<string, string> Message(int n) => new() { Key = "key", Value = n.ToString(CultureInfo.InvariantCulture) };

    /// <summary>Sends 0, 1, 2.. to the partitions in turn, and returns when all were delivered.</summary>
    public static void SendAll(this IProducer<string, string> producer, string topic, int partitions, int count)
    {
        for (var n = 0; n < count; n++)
        {
            producer.Produce(new TopicPartition(topic, n % partitions), Message(n));
        }

        producer.Flush(Token);
    }

    /// <summary>Reads partition after partition until so many have come; then waits for none to follow.</summary>
    public static Task<List<int>> ReadAllAsync(KafkaCluster kafka, string topic, int count) => Task.Run(() =>
    {
        using var consumer = new ConsumerBuilder<string, string>(AMember.Config(kafka, group: Guid.CreateVersion7().ToString()))
            .SetLogHandler((_, _) => { })
            .Build();
        consumer.Subscribe(topic);
        var heard = new List<int>();
        while (heard.Count < count)
        {
            heard.Add(int.Parse(consumer.Consume(Token).Message.Value, CultureInfo.InvariantCulture));
        }

        Assert.Null(consumer.Consume(TimeSpan.FromMilliseconds(200))?.Message);
        return heard;
    });
}
