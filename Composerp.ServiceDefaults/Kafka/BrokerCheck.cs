using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Composerp.ServiceDefaults.Kafka;

/// <summary>Degraded, never unhealthy: without a broker events arrive by the feeds, only later.</summary>
internal sealed class BrokerCheck(KafkaClients kafka, KafkaStatus status) : IHealthCheck
{
    public const string Name = "broker";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!kafka.IsConfigured)
        {
            return Task.FromResult(HealthCheckResult.Degraded("No broker is configured; events travel by the feeds."));
        }

        var outOfReach = string.Join(", ", status.OutOfReach);

        return Task.FromResult(outOfReach.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"No broker is reached by {outOfReach}."));
    }
}
