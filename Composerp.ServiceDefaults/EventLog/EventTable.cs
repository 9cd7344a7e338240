using Npgsql;

namespace Composerp.ServiceDefaults.EventLog;

/// <summary>The log as a table of its own (event), for services whose business tables are not a log already.</summary>
public sealed class EventTable(string source, string topic) : IEventLog
{
    public string Source { get; } = source;

    public string Topic { get; } = topic;

    public Task<IReadOnlyList<LoggedEvent>> ReadAsync(
        NpgsqlConnection connection, int shard, long after, int limit, CancellationToken token) =>
        throw new NotImplementedException();

    /// <summary>Appends events to one shard in the caller's transaction: they exist when it commits, and only then.</summary>
    /// <remarks>Takes the shard's row lock, which the transaction holds to its end. Over several shards call in ascending order.</remarks>
    /// <returns>The sequence of the last event appended.</returns>
    public static Task<long> AppendAsync(
        NpgsqlTransaction transaction, int shard, IReadOnlyList<NewEvent> events, CancellationToken token) =>
        throw new NotImplementedException();
}
