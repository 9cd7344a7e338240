using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Composerp.ServiceDefaults.EventLog.Inbound;

/// <summary>Applies what other companies' systems (shops, warehouses) send. They keep no log that could be read again.</summary>
public interface IIntegrationHandler
{
    /// <summary>Applies events; when it returns, all but those it returns are committed.</summary>
    /// <remarks>
    /// At least once: the same event, by sender and id, may come any number of times, and later ones in between, so the
    /// handler recognizes those it has applied. Within a batch every event stands once. Unknown types are to be refused:
    /// nothing that was sent to us gets lost silently.
    /// </remarks>
    /// <returns>The events that can never be applied as they are; they become dead letters.</returns>
    Task<IReadOnlyList<RefusedIntegrationEvent>> ApplyAsync(IReadOnlyList<IntegrationEvent> events, CancellationToken token);
}

/// <summary>A CloudEvent from outside.</summary>
/// <param name="Source">CloudEvents source: the sender. With <paramref name="Id"/> it identifies the event.</param>
/// <param name="Time">When it happened, if the sender says so.</param>
/// <param name="Data">UTF-8 JSON, as it was sent.</param>
public sealed record IntegrationEvent(string Source, string Id, string Type, DateTimeOffset? Time, ReadOnlyMemory<byte> Data)
{
    /// <summary>Reads the event's data.</summary>
    /// <exception cref="EventRefusedException">The data is not JSON of that form.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(Data.Span, type) ?? throw new EventRefusedException($"{Type} {Source} {Id} has no data.");
        }
        catch (JsonException malformed)
        {
            throw new EventRefusedException($"{Type} {Source} {Id}: {malformed.Message}", malformed);
        }
    }
}

/// <param name="Reason">Why, for the person who reads the dead letter.</param>
public sealed record RefusedIntegrationEvent(IntegrationEvent Event, string Reason);
