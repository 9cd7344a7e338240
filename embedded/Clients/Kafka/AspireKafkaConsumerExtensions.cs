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
        this IHostApplicationBuilder builder, string connectionName, Action<ConsumerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, connectionName, key: null, null, WithoutServices(configureBuilder));

    public static void AddKafkaConsumer<TKey, TValue>(
        this IHostApplicationBuilder builder, string connectionName, Action<IServiceProvider, ConsumerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, connectionName, key: null, null, configureBuilder);

    public static void AddKafkaConsumer<TKey, TValue>(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<KafkaConsumerSettings>? configureSettings,
        Action<ConsumerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, connectionName, key: null, configureSettings, WithoutServices(configureBuilder));

    public static void AddKafkaConsumer<TKey, TValue>(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<KafkaConsumerSettings>? configureSettings,
        Action<IServiceProvider, ConsumerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, connectionName, key: null, configureSettings, configureBuilder);

    public static void AddKeyedKafkaConsumer<TKey, TValue>(this IHostApplicationBuilder builder, string name) =>
        Add<TKey, TValue>(builder, name, name, null, null);

    public static void AddKeyedKafkaConsumer<TKey, TValue>(
        this IHostApplicationBuilder builder, string name, Action<KafkaConsumerSettings>? configureSettings) =>
        Add<TKey, TValue>(builder, name, name, configureSettings, null);

    public static void AddKeyedKafkaConsumer<TKey, TValue>(
        this IHostApplicationBuilder builder, string name, Action<ConsumerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, name, name, null, WithoutServices(configureBuilder));

    public static void AddKeyedKafkaConsumer<TKey, TValue>(
        this IHostApplicationBuilder builder, string name, Action<IServiceProvider, ConsumerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, name, name, null, configureBuilder);

    public static void AddKeyedKafkaConsumer<TKey, TValue>(
        this IHostApplicationBuilder builder,
        string name,
        Action<KafkaConsumerSettings>? configureSettings,
        Action<ConsumerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, name, name, configureSettings, WithoutServices(configureBuilder));

    public static void AddKeyedKafkaConsumer<TKey, TValue>(
        this IHostApplicationBuilder builder,
        string name,
        Action<KafkaConsumerSettings>? configureSettings,
        Action<IServiceProvider, ConsumerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, name, name, configureSettings, configureBuilder);

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

            var consumer = new InstrumentedConsumerBuilder<TKey?, TValue?>(
                settings.Config, KafkaClientLog.Of(services));
            configureBuilder?.Invoke(services, consumer);

            return consumer.Build();
        });

        if (!settings.DisableHealthChecks)
        {
            KafkaClientConfiguration.AddHealthCheck(builder, "Consumer", key, settings.ConnectionString, settings.Config);
        }

        KafkaClientConfiguration.AddTelemetry(builder, !settings.DisableTracing, !settings.DisableMetrics);
    }

    private static Action<IServiceProvider, ConsumerBuilder<TKey?, TValue?>>? WithoutServices<TKey, TValue>(
        Action<ConsumerBuilder<TKey?, TValue?>>? configureBuilder) =>
        configureBuilder is null ? null : (_, builder) => configureBuilder(builder);
}
