using Npgsql;

namespace Composerp.ServiceDefaults.EventLog;

/// <summary>The append-only log that a service publishes: the event table, or tables that are a log themselves.</summary>
/// <remarks>Heads stand in the table event_shard, whose row lock orders the writers of a shard.</remarks>
public interface IEventLog
{
    /// <summary>The resource name of the service, which is also where its feed is found: "inventory-ledger".</summary>
    string Source { get; }

    /// <summary>The Kafka topic that carries the log.</summary>
    string Topic { get; }

    /// <summary>Events of one shard after a sequence, in order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<LoggedEvent>> ReadAsync(
        NpgsqlConnection connection, int shard, long after, int limit, CancellationToken token);

    /// <summary>Where a shard's log begins of which old events are not kept; null where all are.</summary>
    Task<LogBeginning?> FindBeginningAsync(NpgsqlConnection connection, int shard, CancellationToken token);
}
