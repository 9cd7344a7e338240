using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.ServiceDefaults.EventLog;

/// <summary>The log as a table of its own (event), for services whose business tables are not a log already.</summary>
public sealed class EventTable(string source, string topic) : IEventLog
{
    private static readonly string AppendEvents = SqlFile.Of<EventTable>("append_events.sql");
    private static readonly string ReadEvents = SqlFile.Of<EventTable>("read_events.sql");

    public string Source { get; } = source;

    public string Topic { get; } = topic;

    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(
        NpgsqlConnection connection, int shard, long after, int limit, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(ReadEvents, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<short> { TypedValue = checked((short)shard) },
                new NpgsqlParameter<long> { TypedValue = after },
                new NpgsqlParameter<int> { TypedValue = limit },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(token);
        var events = new List<LoggedEvent>();

        while (await rows.ReadAsync(token))
        {
            events.Add(EventOf(shard, rows));
        }

        return events;
    }

    /// <returns>null: the table keeps all.</returns>
    public Task<LogBeginning?> FindBeginningAsync(NpgsqlConnection connection, int shard, CancellationToken token) =>
        Task.FromResult<LogBeginning?>(null);

    /// <summary>Appends events to one shard in the caller's transaction: they exist when it commits, and only then.</summary>
    /// <remarks>Takes the shard's row lock, which the transaction holds to its end. Over several shards call in ascending order.</remarks>
    /// <returns>The sequence of the last event appended.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such shard.</exception>
    public static async Task<long> AppendAsync(
        NpgsqlTransaction transaction, int shard, IReadOnlyList<NewEvent> events, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(AppendEvents, transaction.Connection, transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<short> { TypedValue = checked((short)shard) },
                new NpgsqlParameter<string[]> { TypedValue = [.. events.Select(one => one.Type)] },
                new NpgsqlParameter
                {
                    Value = events.Select(one => one.Data.ToArray()).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
                },
            },
        };

        return await command.ExecuteScalarAsync(token) is long last
            ? last
            : throw new ArgumentOutOfRangeException(nameof(shard), shard, "There is no such shard.");
    }

    private static LoggedEvent EventOf(int shard, NpgsqlDataReader row) => new(
        shard,
        row.GetInt64(0),
        row.GetString(1),
        row.GetFieldValue<DateTimeOffset>(2),
        row.GetFieldValue<byte[]>(3));
}
