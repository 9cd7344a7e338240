using System.Collections.Concurrent;
using System.Text;
using Composerp.ServiceDefaults.EventLog.Inbound;

namespace Composerp.ServiceDefaults.Tests.World;

/// <summary>A handler that keeps what it committed in memory, by sender and id.</summary>
public sealed class RecordIntegrationEvents(IntegrationEffects effects) : IIntegrationHandler
{
    public async Task<IReadOnlyList<RefusedIntegrationEvent>> ApplyAsync(IReadOnlyList<IntegrationEvent> events, CancellationToken token)
    {
        await effects.BeforeCommit(events);

        var refused = events.Where(effects.IsRefused).ToList();

        foreach (var one in events.Except(refused))
        {
            effects.Committed[(one.Source, one.Id)] = Encoding.UTF8.GetString(one.Data.Span);
        }

        return [.. refused.Select(one => new RefusedIntegrationEvent(one, "Unknown item."))];
    }
}

public sealed class IntegrationEffects
{
    public ConcurrentDictionary<(string Source, string Id), string> Committed { get; } = new();

    public Func<IReadOnlyList<IntegrationEvent>, Task> BeforeCommit { get; set; } = _ => Task.CompletedTask;

    public Func<IntegrationEvent, bool> IsRefused { get; set; } = _ => false;
}
