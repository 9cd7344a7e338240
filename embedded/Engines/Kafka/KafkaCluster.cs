namespace Composerp.Embedded.Kafka;

/// <summary>librdkafka's in-memory broker: the real protocol over TCP on 127.0.0.1, nothing kept on disk.</summary>
public sealed class KafkaCluster : IDisposable
{
    /// <summary>host:port of the broker, the same for the life of the object.</summary>
    public string BootstrapServers { get; } = "";

    public static KafkaCluster Start() => throw new NotImplementedException();

    /// <exception cref="InvalidOperationException">The topic exists.</exception>
    public void CreateTopic(string name, int partitions) => throw new NotImplementedException();

    /// <summary>Drops a topic with all its messages; it is created again when a producer or <see cref="CreateTopic"/> names it.</summary>
    public void DeleteTopic(string name) => throw new NotImplementedException();

    /// <summary>Closes all connections and refuses new ones, on the same port, until <see cref="BringUp"/>.</summary>
    public void TakeDown() => throw new NotImplementedException();

    public void BringUp() => throw new NotImplementedException();

    /// <summary>The next requests of a kind fail with these errors, one each.</summary>
    /// <param name="apiKey">Kafka protocol key: 0 produce, 1 fetch, 8 offset commit, 11 join group.</param>
    /// <param name="errors">Kafka protocol error codes.</param>
    public void PushErrors(short apiKey, params ReadOnlySpan<int> errors) => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
