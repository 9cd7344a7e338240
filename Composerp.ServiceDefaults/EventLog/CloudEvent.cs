using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace Composerp.ServiceDefaults.EventLog;

/// <summary>CloudEvents 1.0 in Kafka's binary mode: attributes as headers named ce_*, the data as the message.</summary>
/// <remarks>https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md</remarks>
internal static class CloudEvent
{
    public const string SpecVersion = "1.0";
    public const string TraceParent = "traceparent";

    private static readonly byte[] SpecVersionBytes = "1.0"u8.ToArray();
    private static readonly byte[] Json = "application/json"u8.ToArray();

    /// <summary>The CloudEvents source of a service.</summary>
    public static string SourceOf(string service) => $"/composerp/{service}";

    /// <summary>The CloudEvents id of an event: unique, and the same however often it is sent.</summary>
    public static string IdOf(string service, LoggedEvent logged) =>
        string.Create(CultureInfo.InvariantCulture, $"{service}/{logged.Shard}/{logged.Sequence}");

    public static string TimeOf(LoggedEvent logged) =>
        logged.RecordedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    public static Message<byte[], byte[]> MessageOf(string service, LoggedEvent logged, string? traceParent)
    {
        var headers = new Headers
        {
            { "ce_specversion", SpecVersionBytes },
            { "ce_id", Encoding.UTF8.GetBytes(IdOf(service, logged)) },
            { "ce_source", Encoding.UTF8.GetBytes(SourceOf(service)) },
            { "ce_type", Encoding.UTF8.GetBytes(logged.Type) },
            { "ce_time", Encoding.UTF8.GetBytes(TimeOf(logged)) },
            { "ce_shard", Digits(logged.Shard) },
            { "ce_sequence", Digits(logged.Sequence) },
            { "content-type", Json },
        };

        if (traceParent is not null)
        {
            headers.Add(TraceParent, Encoding.UTF8.GetBytes(traceParent));
        }

        return new Message<byte[], byte[]> { Key = Digits(logged.Shard), Value = logged.Data.ToArray(), Headers = headers };
    }

    /// <summary>Reads a message of a service's log.</summary>
    /// <returns>null where a header is missing or wrong, or the data is not JSON.</returns>
    public static LoggedEvent? TryRead(Message<byte[], byte[]> message, string service)
    {
        var headers = message.Headers;

        return TextOf(headers, "ce_specversion") == SpecVersion
            && TextOf(headers, "ce_source") == SourceOf(service)
            && TextOf(headers, "ce_type") is { Length: > 0 } type
            && TimeOf(headers) is { } time
            && NumberOf(headers, "ce_shard") is { } shard and >= 0 and <= short.MaxValue
            && NumberOf(headers, "ce_sequence") is { } sequence and > 0
            && IsJson(message.Value)
                ? new LoggedEvent((int)shard, sequence, type, time, message.Value)
                : null;
    }

    public static string? TextOf(Headers? headers, string name)
    {
        try
        {
            return headers is not null && headers.TryGetLastBytes(name, out var bytes) && bytes is not null
                ? Strict.GetString(bytes)
                : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    public static DateTimeOffset? TimeOf(Headers? headers) =>
        DateTimeOffset.TryParse(
            TextOf(headers, "ce_time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : null;

    public static bool IsJson(byte[]? data)
    {
        var reader = new Utf8JsonReader(data);

        try
        {
            while (reader.Read())
            {
                // Reading to the end is the check.
            }

            return data is { Length: > 0 };
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static UTF8Encoding Strict { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static long? NumberOf(Headers headers, string name) =>
        headers.TryGetLastBytes(name, out var bytes) && Utf8Parser.TryParse(bytes, out long number, out var read) && read == bytes.Length
            ? number
            : null;

    private static byte[] Digits(long number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
