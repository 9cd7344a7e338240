using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Composerp.ServiceDefaults.EventLog;

/// <summary>Which relay and consumers of this process are in trouble at the moment. Trouble is degraded: it heals by trying again.</summary>
internal sealed class EventLogStatus : IHealthCheck
{
    public const string Name = "event-log";

    private readonly ConcurrentDictionary<string, string> _troubles = new();

    public void Failing(string who, string reason) => _troubles[who] = reason;

    public void Working(string who) => _troubles.TryRemove(who, out _);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var troubles = string.Join(", ", _troubles.Keys.Order(StringComparer.Ordinal));

        // The reasons are in the log: they may name addresses.
        return Task.FromResult(troubles.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"Failing, and tried again: {troubles}."));
    }
}
