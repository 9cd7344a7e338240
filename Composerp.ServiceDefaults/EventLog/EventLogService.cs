using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Composerp.ServiceDefaults.EventLog;

/// <summary>Table of contents of the event log: what a service adds and maps.</summary>
public static class EventLogService
{
    /// <summary>Publishes a log: registers it, its relay to Kafka, and what the feed needs.</summary>
    public static void AddEventLog(this IHostApplicationBuilder builder, IEventLog log) => throw new NotImplementedException();

    /// <summary>Consumes another service's log exactly once, in a hosted service.</summary>
    /// <param name="source">The producing service's resource name, "inventory-ledger": its feed is at http://{source}/v1/events.</param>
    /// <param name="topic">The topic that carries it.</param>
    public static void AddEventConsumer<THandler>(this IHostApplicationBuilder builder, string source, string topic)
        where THandler : class, IEventHandler => throw new NotImplementedException();

    /// <summary>GET /v1/events and /v1/events/heads where the service has a log; the dead letters' endpoints where it consumes.</summary>
    public static void MapEventLog(this WebApplication app) => throw new NotImplementedException();
}

/// <summary>Wakes the relay of this process at once after a commit; without it the relay looks several times a second.</summary>
public sealed class EventSignal : IDisposable
{
    private readonly SemaphoreSlim _wake = new(0, 1);

    public void Wake()
    {
        if (_wake.CurrentCount > 0)
        {
            return;
        }

        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two callers at once: one wake is enough.
        }
    }

    public void Dispose() => _wake.Dispose();

    internal Task<bool> WaitAsync(TimeSpan longest, CancellationToken token) => _wake.WaitAsync(longest, token);
}
