using System.Text.Json;
using System.Text.Json.Serialization;
using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Movements;

/// <summary>The body of a posting: one movement, or an array of them.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record MovementsBody(IReadOnlyList<MovementDraft?> Movements, bool IsArray)
{
    private sealed class Converter : JsonConverter<MovementsBody>
    {
        public override MovementsBody Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.StartArray
                ? new(JsonSerializer.Deserialize<List<MovementDraft?>>(ref reader, options) ?? [], IsArray: true)
                : new([JsonSerializer.Deserialize<MovementDraft>(ref reader, options)], IsArray: false);

        public override void Write(Utf8JsonWriter writer, MovementsBody value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Movements, options);
    }
}
