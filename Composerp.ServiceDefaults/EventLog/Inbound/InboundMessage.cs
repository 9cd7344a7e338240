using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Composerp.ServiceDefaults.EventLog.Consuming;
using Composerp.ServiceDefaults.EventLog.DeadLetters;
using Confluent.Kafka;

namespace Composerp.ServiceDefaults.EventLog.Inbound;

/// <summary>Reads CloudEvents that others wrote to Kafka, in binary mode or in structured mode.</summary>
internal static class InboundMessage
{
    private const string Structured = "application/cloudevents+json";

    /// <summary>Letters of a sender or an id that are kept of a dead letter: both are indexed together.</summary>
    private const int NameLengthMax = 256;

    private static readonly long FirstMilliseconds = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LastMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <returns>null where it is no CloudEvent with source, id and type.</returns>
    public static IntegrationEvent? TryRead(Message<byte[], byte[]> message)
    {
        var contentType = CloudEvent.TextOf(message.Headers, "content-type");

        return contentType?.StartsWith(Structured, StringComparison.OrdinalIgnoreCase) == true
            ? TryReadStructured(message.Value)
            : TryReadBinary(message);
    }

    /// <summary>What is kept of a message that is no CloudEvent. Its identity is its content: sent again it is the same letter.</summary>
    public static DeadLetter Unreadable(string topic, Message<byte[], byte[]> message)
    {
        var data = message.Value ?? [];
        var headers = (message.Headers ?? []).Where(header => header.GetValueBytes() is not null).ToList();
        var identity = headers
            .SelectMany(header => Encoding.UTF8.GetBytes(header.Key).Concat(header.GetValueBytes()))
            .Concat(data)
            .ToArray();

        return new DeadLetter(
            topic,
            DeadLetter.FromOutside,
            0,
            Faults.WithoutNul(CloudEvent.TextOf(message.Headers, "ce_type") ?? ""),
            TimeOf(message.Timestamp),
            data,
            "Not a CloudEvent 1.0 with source, id and type, and JSON as data.",
            Sender: Shortened(CloudEvent.TextOf(message.Headers, "ce_source") ?? ""),
            SenderEventId: HashOf(identity));
    }

    /// <summary>A name as it is kept of a dead letter. What is too long for the index ends in a hash of the whole, and stays unique.</summary>
    public static string Shortened(string name)
    {
        if (name.Length <= NameLengthMax)
        {
            return Faults.WithoutNul(name);
        }

        var hash = HashOf(Encoding.UTF8.GetBytes(name));
        var kept = NameLengthMax - hash.Length;

        // Half a character is none that the database takes.
        return Faults.WithoutNul(name[..(char.IsHighSurrogate(name[kept - 1]) ? kept - 1 : kept)]) + hash;
    }

    private static IntegrationEvent? TryReadBinary(Message<byte[], byte[]> message) =>
        CloudEvent.TextOf(message.Headers, "ce_specversion") == CloudEvent.SpecVersion
        && CloudEvent.TextOf(message.Headers, "ce_source") is { Length: > 0 } source
        && CloudEvent.TextOf(message.Headers, "ce_id") is { Length: > 0 } id
        && CloudEvent.TextOf(message.Headers, "ce_type") is { Length: > 0 } type
        && CloudEvent.IsJson(message.Value)
            ? new IntegrationEvent(source, id, type, CloudEvent.TimeOf(message.Headers), message.Value)
            : null;

    private static IntegrationEvent? TryReadStructured(byte[]? value)
    {
        try
        {
            using var document = JsonDocument.Parse(value ?? []);
            var attributes = document.RootElement;

            return TextOf(attributes, "specversion") == CloudEvent.SpecVersion
                && TextOf(attributes, "source") is { Length: > 0 } source
                && TextOf(attributes, "id") is { Length: > 0 } id
                && TextOf(attributes, "type") is { Length: > 0 } type
                && attributes.TryGetProperty("data", out var data)
                    ? new IntegrationEvent(source, id, type, TimeOf(attributes), Encoding.UTF8.GetBytes(data.GetRawText()))
                    : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement attributes, string name) =>
        attributes.TryGetProperty(name, out var value) ? value.GetString() : null;

    // Any number may stand there, also one that is no time.
    private static DateTimeOffset TimeOf(Timestamp sent) =>
        sent.Type != TimestampType.NotAvailable && sent.UnixTimestampMs >= FirstMilliseconds && sent.UnixTimestampMs <= LastMilliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(sent.UnixTimestampMs)
            : DateTimeOffset.UnixEpoch;

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static DateTimeOffset? TimeOf(JsonElement attributes) =>
        attributes.TryGetProperty("time", out var value) && value.TryGetDateTimeOffset(out var time) ? time : null;
}
