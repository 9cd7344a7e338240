namespace Composerp.InventoryLedger.Domain;

/// <summary>A movement as it was told, before any rule looked at it.</summary>
public sealed record MovementDraft(
    string? Id = null,
    string? Kind = null,
    DateTimeOffset? OccurredAt = null,
    string? Location = null,
    string? ToLocation = null,
    string? Reference = null,
    string? Reason = null,
    string? Actor = null,
    IReadOnlyList<MovementLineDraft?>? Lines = null);

public sealed record MovementLineDraft(string? Sku = null, decimal? Quantity = null, string? Lot = null, decimal? UnitPrice = null);
