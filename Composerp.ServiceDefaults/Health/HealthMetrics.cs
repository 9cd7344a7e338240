using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Composerp.ServiceDefaults.Health;

/// <summary>The health checks as a metric: composerp.health.status, 1 healthy, 0.5 degraded, 0 unhealthy, by check.</summary>
internal sealed class HealthMetrics : IHealthCheckPublisher
{
    private volatile HealthReport? _last;

    private readonly Meter _meter;

    public HealthMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Composerp.Health");
        _meter.CreateObservableGauge("composerp.health.status", Observe, null, "1 healthy, 0.5 degraded, 0 unhealthy.");
    }

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        _last = report;

        return Task.CompletedTask;
    }

    private IEnumerable<Measurement<double>> Observe() =>
        from check in _last?.Entries ?? new Dictionary<string, HealthReportEntry>()
        select new Measurement<double>((int)check.Value.Status / 2.0, new KeyValuePair<string, object?>("check", check.Key));
}
