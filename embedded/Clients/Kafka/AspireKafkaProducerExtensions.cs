using Aspire.Confluent.Kafka;
using Composerp.Embedded.Clients;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers a producer with its health check, traces and metrics.</summary>
public static class AspireKafkaProducerExtensions
{
    public static void AddKafkaProducer<TKey, TValue>(this IHostApplicationBuilder builder, string connectionName) =>
        Add<TKey, TValue>(builder, connectionName, key: null, null, null);

    public static void AddKafkaProducer<TKey, TValue>(
        this IHostApplicationBuilder builder, string connectionName, Action<KafkaProducerSettings>? configureSettings) =>
        Add<TKey, TValue>(builder, connectionName, key: null, configureSettings, null);

    public static void AddKafkaProducer<TKey, TValue>(
        this IHostApplicationBuilder builder, string connectionName, Action<ProducerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, connectionName, key: null, null, WithoutServices(configureBuilder));

    public static void AddKafkaProducer<TKey, TValue>(
        this IHostApplicationBuilder builder, string connectionName, Action<IServiceProvider, ProducerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, connectionName, key: null, null, configureBuilder);

    public static void AddKafkaProducer<TKey, TValue>(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<KafkaProducerSettings>? configureSettings,
        Action<ProducerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, connectionName, key: null, configureSettings, WithoutServices(configureBuilder));

    public static void AddKafkaProducer<TKey, TValue>(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<KafkaProducerSettings>? configureSettings,
        Action<IServiceProvider, ProducerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, connectionName, key: null, configureSettings, configureBuilder);

    public static void AddKeyedKafkaProducer<TKey, TValue>(this IHostApplicationBuilder builder, string name) =>
        Add<TKey, TValue>(builder, name, name, null, null);

    public static void AddKeyedKafkaProducer<TKey, TValue>(
        this IHostApplicationBuilder builder, string name, Action<KafkaProducerSettings>? configureSettings) =>
        Add<TKey, TValue>(builder, name, name, configureSettings, null);

    public static void AddKeyedKafkaProducer<TKey, TValue>(
        this IHostApplicationBuilder builder, string name, Action<ProducerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, name, name, null, WithoutServices(configureBuilder));

    public static void AddKeyedKafkaProducer<TKey, TValue>(
        this IHostApplicationBuilder builder, string name, Action<IServiceProvider, ProducerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, name, name, null, configureBuilder);

    public static void AddKeyedKafkaProducer<TKey, TValue>(
        this IHostApplicationBuilder builder,
        string name,
        Action<KafkaProducerSettings>? configureSettings,
        Action<ProducerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, name, name, configureSettings, WithoutServices(configureBuilder));

    public static void AddKeyedKafkaProducer<TKey, TValue>(
        this IHostApplicationBuilder builder,
        string name,
        Action<KafkaProducerSettings>? configureSettings,
        Action<IServiceProvider, ProducerBuilder<TKey?, TValue?>>? configureBuilder) =>
        Add<TKey, TValue>(builder, name, name, configureSettings, configureBuilder);

    private static void Add<TKey, TValue>(
        IHostApplicationBuilder builder,
        string connectionName,
        string? key,
        Action<KafkaProducerSettings>? configureSettings,
        Action<IServiceProvider, ProducerBuilder<TKey?, TValue?>>? configureBuilder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var settings = new KafkaProducerSettings();
        settings.ConnectionString =
            KafkaClientConfiguration.Bind(builder, "Producer", connectionName, settings, settings.Config) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddKeyedSingleton<IProducer<TKey?, TValue?>>(key, (services, _) =>
        {
            KafkaClientConfiguration.Complete(settings.Config, settings.ConnectionString, settings.DisableMetrics);
            var producer = new InstrumentedProducerBuilder<TKey?, TValue?>(
                settings.Config, KafkaClientLog.Of(services));
            configureBuilder?.Invoke(services, producer);

            return producer.Build();
        });

        if (!settings.DisableHealthChecks)
        {
            KafkaClientConfiguration.AddHealthCheck(builder, "Producer", key, settings.ConnectionString, settings.Config);
        }

        KafkaClientConfiguration.AddTelemetry(builder, !settings.DisableTracing, !settings.DisableMetrics);
    }

    private static Action<IServiceProvider, ProducerBuilder<TKey?, TValue?>>? WithoutServices<TKey, TValue>(
        Action<ProducerBuilder<TKey?, TValue?>>? configureBuilder) =>
        configureBuilder is null ? null : (_, builder) => configureBuilder(builder);
}
