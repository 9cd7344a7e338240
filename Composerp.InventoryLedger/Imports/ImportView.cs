namespace Composerp.InventoryLedger.Imports;

/// <summary>An import as callers see it, while it runs and afterwards.</summary>
/// <param name="Kind">"items", "locations", "opening-stock", "sales" or "counts".</param>
/// <param name="Status">"running", "completed", or "failed".</param>
/// <param name="Rows">Rows read so far. When it has ended, each is in exactly one of the four counts that follow.</param>
/// <param name="AlreadyPosted">Known from an earlier import, with the same content.</param>
/// <param name="Zeros">Days without a sale: observed demand, no movement.</param>
/// <param name="Quantity">Sum of what was posted of goods.</param>
/// <param name="Problem">Why it failed.</param>
internal sealed record ImportView(
    string Id,
    string Kind,
    string Source,
    string? Actor,
    bool DryRun,
    string Status,
    long Rows,
    long Posted,
    long AlreadyPosted,
    long Zeros,
    long Refused,
    decimal Quantity,
    DateTimeOffset StartedAt,
    DateTimeOffset? CompletedAt,
    FileFault? Problem);
