using Confluent.Kafka;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Composerp.Embedded.Clients;

/// <summary>Healthy when the broker takes a message on the topic healthchecks-topic within a second.</summary>
internal sealed class KafkaHealthCheck(string? bootstrapServers) : IHealthCheck, IDisposable
{
    private const string Topic = "healthchecks-topic";

    private readonly Lazy<IProducer<string, string>> _producer = new(() =>
        new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers,
            MessageTimeoutMs = 1000,
            RequestTimeoutMs = 1000,
            SocketTimeoutMs = 1000,
        })
        .SetLogHandler((_, _) => { })
        .Build());

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var message = new Message<string, string> { Key = "healthcheck-key", Value = "healthcheck" };
            await _producer.Value.ProduceAsync(Topic, message, cancellationToken);

            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (failure is KafkaException or InvalidOperationException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, failure.Message, failure);
        }
    }

    public void Dispose()
    {
        if (_producer.IsValueCreated)
        {
            _producer.Value.Dispose();
        }
    }
}
