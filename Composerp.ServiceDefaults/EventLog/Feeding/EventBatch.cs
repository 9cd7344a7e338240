using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Composerp.ServiceDefaults.EventLog.Feeding;

/// <summary>Events as a CloudEvents JSON batch: written by the feed, read by its clients.</summary>
/// <remarks>https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md, section 4; shard and sequence are extensions.</remarks>
internal sealed class EventBatch(string service, IReadOnlyList<LoggedEvent> events) : IResult
{
    public const string ContentType = "application/cloudevents-batch+json";

    /// <exception cref="JsonException">The bytes are not such a batch, or an event lacks what we need.</exception>
    public static List<LoggedEvent> Read(ReadOnlyMemory<byte> json, string service)
    {
        using var document = JsonDocument.Parse(json);
        var source = CloudEvent.SourceOf(service);

        try
        {
            return [.. document.RootElement.EnumerateArray().Select(one => Read(one, source))];
        }
        catch (Exception malformed) when (malformed is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException("Not a batch of logged events.", malformed);
        }
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = ContentType;
        await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter);
        json.WriteStartArray();

        foreach (var logged in events)
        {
            Write(json, logged);

            if (json.BytesPending > 64 * 1024)
            {
                await json.FlushAsync(httpContext.RequestAborted);
            }
        }

        json.WriteEndArray();
    }

    private static LoggedEvent Read(JsonElement one, string source)
    {
        if (!one.GetProperty("source").ValueEquals(source))
        {
            throw new JsonException($"An event of another source than {source}.");
        }

        return new LoggedEvent(
            one.GetProperty("shard").GetInt32(),
            one.GetProperty("sequence").GetInt64(),
            one.GetProperty("type").GetString() ?? throw new JsonException("An event without type."),
            one.GetProperty("time").GetDateTimeOffset().ToUniversalTime(),
            JsonMarshal.GetRawUtf8Value(one.GetProperty("data")).ToArray());
    }

    private void Write(Utf8JsonWriter json, LoggedEvent logged)
    {
        json.WriteStartObject();
        json.WriteString("specversion", CloudEvent.SpecVersion);
        json.WriteString("id", CloudEvent.IdOf(service, logged));
        json.WriteString("source", CloudEvent.SourceOf(service));
        json.WriteString("type", logged.Type);
        json.WriteString("time", CloudEvent.TimeOf(logged));
        json.WriteString("datacontenttype", "application/json");
        json.WriteNumber("shard", logged.Shard);
        json.WriteNumber("sequence", logged.Sequence);
        json.WritePropertyName("data");

        // What the service logged is JSON; checking it again for every reader would double the cost of the feed.
        json.WriteRawValue(logged.Data.Span, skipInputValidation: true);
        json.WriteEndObject();
    }
}
