using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Composerp.Embedded.Clients;

/// <summary>What producers and consumers share: where settings come from, health, telemetry.</summary>
internal static class KafkaClientConfiguration
{
    /// <summary>Binds a section and its subsection of the connection's name, and returns the connection string.</summary>
    public static string? Bind(
        IHostApplicationBuilder builder, string kind, string connectionName, object settings, ClientConfig config)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var section = $"Aspire:Confluent:Kafka:{kind}";

        foreach (var path in (string[])[section, $"{section}:{connectionName}"])
        {
            builder.Configuration.GetSection(path).Bind(settings);
            builder.Configuration.GetSection($"{path}:Config").Bind(config);
        }

        return builder.Configuration.GetConnectionString(connectionName);
    }

    /// <exception cref="InvalidOperationException">No bootstrap servers are configured.</exception>
    public static void Complete(ClientConfig config, string? connectionString, bool disableMetrics)
    {
        config.BootstrapServers = connectionString ?? config.BootstrapServers;

        if (string.IsNullOrEmpty(config.BootstrapServers))
        {
            throw new InvalidOperationException("No bootstrap servers configured.");
        }

        if (!disableMetrics)
        {
            config.StatisticsIntervalMs ??= 1000;
        }
    }

    public static void AddTelemetry(IHostApplicationBuilder builder, bool traces, bool metrics)
    {
        if (traces)
        {
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(KafkaTelemetry.Name));
        }

        if (metrics)
        {
            builder.Services.AddOpenTelemetry().WithMetrics(meters => meters.AddMeter(KafkaTelemetry.Name));
        }
    }

    /// <param name="kind">"Producer" or "Consumer".</param>
    /// <param name="config">The client's own settings, read when the check first runs.</param>
    public static void AddHealthCheck(IHostApplicationBuilder builder, string kind, string? key, string? connectionString, ClientConfig config)
    {
        var name = key is null ? $"Aspire.Confluent.Kafka.{kind}" : $"Aspire.Confluent.Kafka.{kind}_{key}";

        builder.AddHealthCheckOnce(name, _ => new KafkaHealthCheck(connectionString ?? config.BootstrapServers));
    }
}
