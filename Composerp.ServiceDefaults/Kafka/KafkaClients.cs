using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Composerp.ServiceDefaults.Kafka;

/// <summary>The one place that knows where the broker is and how clients talk to it.</summary>
/// <remarks>
/// The broker is ConnectionStrings:kafka, else KAFKA_BROKERS. Everything else that librdkafka can be told (TLS, SASL..)
/// comes from the sections Kafka:Config (all clients), Kafka:Producer:Config and Kafka:Consumer:Config, with the names of
/// Confluent's properties ("SecurityProtocol") or of librdkafka ("security.protocol").
/// </remarks>
internal sealed partial class KafkaClients(
    IConfiguration configuration, IHostEnvironment environment, KafkaStatus status, ILogger<KafkaClients> logger)
{
    private readonly string? _brokers = configuration.GetConnectionString("kafka") ?? configuration["KAFKA_BROKERS"];

    /// <summary>false where no broker is configured: events then travel by the feeds alone.</summary>
    public bool IsConfigured => !string.IsNullOrWhiteSpace(_brokers);

    /// <summary>false where Kafka:CreateTopics says so: topics are made by whoever runs the brokers, and one that is missing is waited for.</summary>
    public bool CreatesTopics { get; } = configuration.GetValue("Kafka:CreateTopics", true);

    /// <summary>A producer that repeats and reorders nothing while it lives.</summary>
    /// <param name="client">Names the client in the status and in the broker's logs.</param>
    public ProducerBuilder<byte[], byte[]> Producer(string client)
    {
        var config = new ProducerConfig
        {
            LingerMs = 5,
            CompressionType = CompressionType.Lz4,
            QueueBufferingMaxKbytes = 64 * 1024,

            // What was not delivered by then is sent again by whoever reads the log; the producer is replaced.
            MessageTimeoutMs = 30_000,

            // Whether it was delivered: the rest of the message would be copied back.
            DeliveryReportFields = "status",
        };
        Complete(config, client, "Kafka:Producer:Config");
        config.EnableIdempotence = true;
        config.Acks = Acks.All;

        return new ProducerBuilder<byte[], byte[]>(config)
            .SetStatisticsHandler((_, statistics) => status.Read(client, statistics))
            .SetLogHandler((_, message) => Log(client, message))
            .SetErrorHandler((_, error) => OnError(client, error));
    }

    /// <summary>A consumer whose offsets are committed only after they were stored by hand.</summary>
    public ConsumerBuilder<byte[], byte[]> Consumer(string client, string group)
    {
        var config = new ConsumerConfig
        {
            AutoOffsetReset = AutoOffsetReset.Earliest,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
            AllowAutoCreateTopics = CreatesTopics,
            AutoCommitIntervalMs = 1_000,

            // What a killed process held goes to another one after this, the least that brokers allow by default.
            SessionTimeoutMs = 6_000,
            HeartbeatIntervalMs = 2_000,

            // Not every broker answers a waiting fetch as soon as there is something (librdkafka's own does not).
            FetchWaitMaxMs = 50,
            FetchErrorBackoffMs = 100,
            FetchQueueBackoffMs = 50,

            // Bounds the memory of a consumer that lags behind.
            QueuedMaxMessagesKbytes = 16 * 1024,
            FetchMaxBytes = 8 * 1024 * 1024,

            // A topic that is created, or created again, is noticed within seconds.
            TopicMetadataRefreshIntervalMs = 5_000,
        };
        Complete(config, client, "Kafka:Consumer:Config");
        config.GroupId = group;
        config.EnableAutoCommit = true;
        config.EnableAutoOffsetStore = false;

        return new ConsumerBuilder<byte[], byte[]>(config)
            .SetStatisticsHandler((_, statistics) => status.Read(client, statistics))
            .SetLogHandler((_, message) => Log(client, message))
            .SetErrorHandler((_, error) => OnError(client, error));
    }

    public IAdminClient Admin(string client)
    {
        var config = new AdminClientConfig();
        Complete(config, client, null);

        return new AdminClientBuilder(config)
            .SetLogHandler((_, message) => Log(client, message))
            .SetErrorHandler((_, error) => LogError(client, error.Reason))
            .Build();
    }

    private void Complete(ClientConfig config, string client, string? section)
    {
        config.BootstrapServers = _brokers;
        config.ClientId = $"{ServiceName.Of(environment)}.{client}";
        config.StatisticsIntervalMs = 2_000;
        config.ReconnectBackoffMs = 250;
        config.ReconnectBackoffMaxMs = 1_000;
        config.LogConnectionClose = false;

        Bind(config, configuration.GetSection("Kafka:Config"));

        if (section is not null)
        {
            Bind(config, configuration.GetSection(section));
        }
    }

    private static void Bind(ClientConfig config, IConfigurationSection section)
    {
        section.Bind(config);

        foreach (var setting in section.GetChildren().Where(setting => setting.Key.Contains('.', StringComparison.Ordinal)))
        {
            config.Set(setting.Key, setting.Value);
        }
    }

    private void OnError(string client, Error error)
    {
        if (error.Code == ErrorCode.Local_AllBrokersDown)
        {
            status.Report(client, reached: false);
        }

        LogError(client, error.Reason);
    }

    private void Log(string client, LogMessage message)
    {
        if (message.Level <= SyslogLevel.Critical)
        {
            LogCritical(client, message.Facility, message.Message);
        }
        else
        {
            LogDetail(client, message.Facility, message.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Kafka client {Client}: {Facility} {Message}")]
    private partial void LogCritical(string client, string facility, string message);

    // Reconnecting says the same every second; KafkaStatus tells the change once.
    [LoggerMessage(LogLevel.Debug, "Kafka client {Client}: {Facility} {Message}")]
    private partial void LogDetail(string client, string facility, string message);

    [LoggerMessage(LogLevel.Debug, "Kafka client {Client} met an error: {Reason}")]
    private partial void LogError(string client, string reason);
}
