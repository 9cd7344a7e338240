using Aspire.Confluent.Kafka;
using Composerp.Embedded.Clients;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers a consumer with its health check, traces and metrics.</summary>
public static class AspireKafkaConsumerExtensions
{
    public static void AddKafkaConsumer<TKey, TValue>(this IHostApplicationBuilder builder, string connectionName) =>
        Add<TKey, TValue>(builder, connectionName, key: null, null, null);

    public static void AddKafkaConsumer<TKey, TValue>(
        this IHostApplicationBuilder builder, string connectionName, Action<KafkaConsumerSettings>? configureSettings) =>
        Add<TKey, TValue>(builder, connectionName, key: null, configureSettings, null);

    public static void AddKafkaConsumer<TKey, TValue>(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<KafkaConsumerSettings>? configureSettings,
        Action<IServiceProvider, ConsumerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add(builder, connectionName, key: null, configureSettings, configureBuilder);

    public static void AddKeyedKafkaConsumer<TKey, TValue>(
        this IHostApplicationBuilder builder, string name, Action<KafkaConsumerSettings>? configureSettings) =>
        Add<TKey, TValue>(builder, name, name, configureSettings, null);

    private static void Add<TKey, TValue>(
        IHostApplicationBuilder builder,
        string connectionName,
        string? key,
        Action<KafkaConsumerSettings>? configureSettings,
        Action<IServiceProvider, ConsumerBuilder<TKey?, TValue?>>? configureBuilder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var settings = new KafkaConsumerSettings();
        settings.ConnectionString =
            KafkaClientConfiguration.Bind(builder, "Consumer", connectionName, settings, settings.Config) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddKeyedSingleton<IConsumer<TKey?, TValue?>>(key, (services, _) =>
        {
            KafkaClientConfiguration.Complete(settings.Config, settings.ConnectionString, settings.DisableMetrics);

            if (string.IsNullOrEmpty(settings.Config.GroupId))
            {
                throw new InvalidOperationException("No group id configured.");
            }

            var consumer = new InstrumentedConsumerBuilder<TKey?, TValue?>(settings.Config);
            configureBuilder?.Invoke(services, consumer);

            return consumer.Build();
        });

        if (!settings.DisableHealthChecks)
        {
            KafkaClientConfiguration.AddHealthCheck(builder, "Consumer", key, settings.ConnectionString, settings.Config);
        }

        KafkaClientConfiguration.AddTelemetry(builder, !settings.DisableTracing, !settings.DisableMetrics);
    }
}
