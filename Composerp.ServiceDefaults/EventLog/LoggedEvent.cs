using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Composerp.ServiceDefaults.EventLog;

/// <summary>One event of a service's log.</summary>
/// <param name="Shard">The unit of order.</param>
/// <param name="Sequence">1, 2, 3.. without gap within the shard, in commit order.</param>
/// <param name="Type">CloudEvents type.</param>
/// <param name="RecordedAt">The database's clock under the shard's lock, UTC; never decreases within a shard.</param>
/// <param name="Data">UTF-8 JSON.</param>
public sealed record LoggedEvent(int Shard, long Sequence, string Type, DateTimeOffset RecordedAt, ReadOnlyMemory<byte> Data)
{
    /// <summary>Reads the event's data.</summary>
    /// <exception cref="EventRefusedException">The data is not JSON of that form.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(Data.Span, type)
                ?? throw new EventRefusedException($"{Type} {Shard}/{Sequence} has no data.");
        }
        catch (JsonException malformed)
        {
            throw new EventRefusedException($"{Type} {Shard}/{Sequence}: {malformed.Message}", malformed);
        }
    }
}

/// <summary>An event that is to be appended.</summary>
public sealed record NewEvent(string Type, ReadOnlyMemory<byte> Data)
{
    public static NewEvent Of<T>(string type, T data, JsonTypeInfo<T> json) =>
        new(type, JsonSerializer.SerializeToUtf8Bytes(data, json));
}

/// <summary>The last sequence of a shard; 0 where nothing was logged yet.</summary>
public sealed record ShardHead(int Shard, long Sequence);

/// <summary>Where a log begins of which old events are not kept.</summary>
/// <param name="Archived">The last sequence that is not there any more.</param>
/// <param name="Start">
/// The sequence with which to begin who has read less: from there on the log states what came of all before.
/// </param>
public sealed record LogBeginning(long Archived, long Start);

/// <summary>The code refuses this event: trying again cannot help, so it becomes a dead letter.</summary>
public sealed class EventRefusedException(string message, Exception? inner = null) : Exception(message, inner);
