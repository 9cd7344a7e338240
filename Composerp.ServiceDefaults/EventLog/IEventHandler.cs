using Npgsql;

namespace Composerp.ServiceDefaults.EventLog;

/// <summary>Applies events of another service's log to this service's tables.</summary>
public interface IEventHandler
{
    /// <summary>Applies events in the order given, in the transaction that also advances the consumer's positions.</summary>
    /// <remarks>
    /// Each event comes exactly once as far as committed effects go. Within a shard events come in sequence order and
    /// without a gap; shards are not ordered among each other. Types that the handler does not know are to be ignored.
    /// </remarks>
    /// <exception cref="EventRefusedException">
    /// One of the events can never be applied. The batch is then applied one by one, and that event becomes a dead letter.
    /// </exception>
    Task ApplyAsync(IReadOnlyList<LoggedEvent> events, NpgsqlTransaction transaction, CancellationToken token);
}
