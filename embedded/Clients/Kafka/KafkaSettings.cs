using Confluent.Kafka;

namespace Aspire.Confluent.Kafka;

/// <summary>Section Aspire:Confluent:Kafka:Producer, then its subsection {connectionName}; ConnectionStrings:{connectionName} goes before both.</summary>
public sealed class KafkaProducerSettings
{
    public string? ConnectionString { get; set; }

    /// <summary>Settings of the client itself; in configuration below "Config".</summary>
    public ProducerConfig Config { get; } = [];

    public bool DisableMetrics { get; set; }

    public bool DisableHealthChecks { get; set; }

    public bool DisableTracing { get; set; }
}

/// <summary>Section Aspire:Confluent:Kafka:Consumer, then its subsection {connectionName}; ConnectionStrings:{connectionName} goes before both.</summary>
public sealed class KafkaConsumerSettings
{
    public string? ConnectionString { get; set; }

    /// <summary>Settings of the client itself; in configuration below "Config".</summary>
    public ConsumerConfig Config { get; } = [];

    public bool DisableMetrics { get; set; }

    public bool DisableHealthChecks { get; set; }

    public bool DisableTracing { get; set; }
}
