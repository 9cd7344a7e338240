using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Simulation;

internal enum Fate
{
    /// <summary>No answer, or one that says nothing of what became of it.</summary>
    Unknown,
    Posted,
    Refused,
}

/// <summary>A movement as one client sent it once, and what it was answered.</summary>
/// <param name="Text">The answer. Where it was posted: the same bytes for ever.</param>
/// <param name="Asked">When it was sent, in the order of all that was sent and answered.</param>
/// <param name="Answered">When the answer came; never, where there was none: it may take effect at any time later.</param>
internal sealed record Telling(Movement Movement, Fate Fate, string Text, long Asked, long Answered)
{
    private static readonly JsonSerializerOptions _json =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>"field type available" of everything that stood against it, in order.</summary>
    public string Refusals
    {
        get
        {
            var answer = JsonElement.Parse(Text);
            var problem = answer.TryGetProperty("problem", out var inner) ? inner : answer;

            return string.Join(", ", problem.GetProperty("errors").EnumerateArray().Select(error => RefusalText(
                error.GetProperty("field").GetString(),
                error.GetProperty("type").GetString(),
                error.TryGetProperty("available", out var available) && available.ValueKind == JsonValueKind.Number ? available.GetDecimal() : null)));
        }
    }

    /// <summary>The answer says when it was recorded and where it stands in the log, as the ledger has it.</summary>
    public bool Agrees(StoredMovement stored)
    {
        var answer = JsonElement.Parse(Text);

        return answer.GetProperty("recordedAt").GetDateTimeOffset() == stored.RecordedAt
            && (!answer.TryGetProperty("parts", out var parts) || stored.Parts.SequenceEqual(parts.EnumerateArray().Select(
                part => new MovementPart(part.GetProperty("shard").GetInt32(), part.GetProperty("sequence").GetInt64()))));
    }

    public static string RefusalsText(Refused refused) => LedgerProblem.Of(refused).Extensions["errors"] is IReadOnlyList<FieldError> errors
        ? string.Join(", ", errors.Select(error => RefusalText(error.Field, error.Type, error.Available)))
        : throw new InvalidOperationException("A problem without errors.");

    public static string Json(Movement movement)
    {
        var isReversal = movement.Kind == MovementKind.Reversal;
        var lines = movement.Lines.Select(line => new MovementLineDraft(
            line.Sku.Value,
            line.Quantity.ToDecimal(),
            line.Lot.Length > 0 ? line.Lot : null,
            line.UnitPrice,
            line.Unit,
            line.Status == Account.Damaged ? LedgerNames.Of(line.Status) : null,
            line.ExpiresOn));

        return movement.Kind == MovementKind.CostCorrection ? CorrectionJson(movement) : JsonSerializer.Serialize(
            new MovementDraft(
                movement.Id,
                LedgerNames.Of(movement.Kind),
                movement.OccurredAt,
                isReversal ? null : movement.Location.Value,
                movement.ToLocation?.Value,
                movement.Reference,
                movement.Reason,
                movement.Actor,
                isReversal ? null : [.. lines],
                movement.Reservation,
                movement.ExpiresAt,
                movement.PastId),
            _json);
    }

    private static string CorrectionJson(Movement movement)
    {
        var lines = movement.Lines.Select(line => new { sku = line.Sku.Value, unitPrice = line.UnitPrice, landedCost = line.LandedCost?.ToDecimal() });

        return JsonSerializer.Serialize(new { movement.Id, movement = movement.PastId, movement.Reason, movement.Actor, lines }, _json);
    }

    private static string RefusalText(string? field, string? type, decimal? available) =>
        string.Create(CultureInfo.InvariantCulture, $"{field} {type} {available:0.####}").TrimEnd();
}
