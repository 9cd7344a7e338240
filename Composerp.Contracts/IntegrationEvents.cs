namespace Composerp.Contracts;

/// <summary>A sale told by a shop. Its CloudEvents id, with its source, identifies the movement: sending it again is harmless.</summary>
public sealed record SaleReportedV1(
    string Location,
    DateTimeOffset OccurredAt,
    IReadOnlyList<ReportedLineV1> Lines,
    string? Actor = null);

/// <summary>Goods received, told by a warehouse or a shop.</summary>
/// <param name="Reference">The purchase order's number, where there is one.</param>
public sealed record ReceiptReportedV1(
    string Location,
    DateTimeOffset OccurredAt,
    IReadOnlyList<ReportedLineV1> Lines,
    string? Actor = null,
    string? Reference = null);

/// <param name="Quantity">Positive, at most four decimals, in the item's unit of measure.</param>
public sealed record ReportedLineV1(string Sku, decimal Quantity, decimal? UnitPrice = null);
