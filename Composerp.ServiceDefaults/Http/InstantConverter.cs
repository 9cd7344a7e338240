using System.Text.Json;
using System.Text.Json.Serialization;

namespace Composerp.ServiceDefaults.Http;

/// <summary>Reads instants that say their offset: without one they would mean another instant on every machine.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var instant) && SaysItsOffset(reader.GetString() ?? "")
            ? instant
            : throw new NotAnInstantException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static bool SaysItsOffset(string text) => text.IndexOf('T', StringComparison.Ordinal) is > 0 and var time
        && (text[^1] == 'Z' || text.AsSpan(time).ContainsAny('+', '-'));
}

/// <summary>The value is no instant.</summary>
public sealed class NotAnInstantException() : JsonException("The value is not an instant (ISO 8601 with offset).");
