using System.Runtime.InteropServices;
using System.Text;
using Composerp.Embedded.Processes;
using Confluent.Kafka;

namespace Composerp.Embedded.Kafka;

/// <summary>librdkafka's in-memory broker: the real protocol over TCP on 127.0.0.1, nothing kept on disk.</summary>
/// <remarks>
/// One broker on a port of its own choice. Topics that a client names are created with 4 partitions, a partition keeps its
/// newest 5 MB, and the administrative CreateTopics request is not answered.
/// </remarks>
public sealed class KafkaCluster : IDisposable
{
    private const int Broker = 1;

    private readonly nint _client;
    private readonly nint _cluster;
    private bool _disposed;

    private KafkaCluster(nint client, nint cluster)
    {
        _client = client;
        _cluster = cluster;
        BootstrapServers = Marshal.PtrToStringUTF8(Librdkafka.Bootstraps(cluster)) ?? "";

        // A real broker waits 3 s for more members of a new group, to spare rebalances. Here nobody else is on the way.
        Librdkafka.SetInitialRebalanceDelay(cluster, 0);
    }

    /// <summary>host:port of the broker, the same for the life of the object.</summary>
    public string BootstrapServers { get; }

    /// <exception cref="DllNotFoundException">No build of librdkafka loads on this system.</exception>
    /// <exception cref="InvalidOperationException">The broker could not be started.</exception>
    public static KafkaCluster Start()
    {
        var configuration = Librdkafka.NewConfiguration();
        Span<byte> error = stackalloc byte[512];

        // The cluster lives in a client, whose own warnings about it say nothing to anybody.
        _ = Librdkafka.SetConfiguration(configuration, "log_level", "2", error, (nuint)error.Length);
        var client = Librdkafka.NewClient(type: 0, configuration, error, (nuint)error.Length);

        if (client == 0)
        {
            var end = error.IndexOf((byte)0);

            throw new InvalidOperationException($"The in-memory Kafka broker did not start: {Encoding.UTF8.GetString(error[..end])}");
        }

        var cluster = Librdkafka.NewCluster(client, brokerCount: 1);

        if (cluster == 0)
        {
            Librdkafka.DestroyClient(client);

            throw new InvalidOperationException("The in-memory Kafka broker did not start: no port to listen on.");
        }

        return new KafkaCluster(client, cluster);
    }

    /// <exception cref="InvalidOperationException">The topic exists.</exception>
    public void CreateTopic(string name, int partitions) =>
        Check(Librdkafka.CreateTopic(Cluster, name, partitions, replicationFactor: 1), $"create the topic {name}");

    /// <summary>Drops a topic with all its messages; it is created again when a producer or <see cref="CreateTopic"/> names it.</summary>
    /// <exception cref="InvalidOperationException">There is no such topic.</exception>
    public void DeleteTopic(string name) => Check(Librdkafka.DeleteTopic(Cluster, name), $"delete the topic {name}");

    /// <summary>Closes all connections and refuses new ones, on the same port, until <see cref="BringUp"/>.</summary>
    public void TakeDown()
    {
        // librdkafka binds the port anew at once and aborts the whole process if it cannot.
        SupervisedProcess.WhileNoneStarts(() => Check(Librdkafka.SetBrokerDown(Cluster, Broker), "take the broker down"));
    }

    /// <summary>Clients that came in by another way are sent there from then on, such as a relay for containers.</summary>
    public void Advertise(string host, int port) => Librdkafka.SetBrokerAddress(Cluster, Broker, host, port);

    public void BringUp() => Check(Librdkafka.SetBrokerUp(Cluster, Broker), "bring the broker up");

    /// <summary>The next requests of a kind fail with these errors, one each.</summary>
    /// <param name="apiKey">Kafka protocol key: 0 produce, 1 fetch, 8 offset commit, 11 join group.</param>
    /// <param name="errors">Kafka protocol error codes.</param>
    public void PushErrors(short apiKey, params ReadOnlySpan<int> errors) =>
        Librdkafka.PushErrors(Cluster, apiKey, (nuint)errors.Length, errors);

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Librdkafka.DestroyCluster(_cluster);
        Librdkafka.DestroyClient(_client);
    }

    private nint Cluster
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);

            return _cluster;
        }
    }

    private static void Check(ErrorCode error, string action)
    {
        if (error != ErrorCode.NoError)
        {
            throw new InvalidOperationException($"The in-memory Kafka broker could not {action}: {error}.");
        }
    }
}
