using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Imports;

/// <summary>What a location sold of an item on a business day, as a file tells it.</summary>
/// <param name="Quantity">Zero or more.</param>
/// <param name="Id">Null where the file has no ids.</param>
internal readonly record struct SalesRow(
    DateOnly Date, Sku Sku, LocationCode Location, Quantity Quantity, decimal? Price, string? Id, RowPlace Place);

/// <summary>Where a row and its fields stand, for what is found out about them later.</summary>
internal readonly record struct RowPlace(long Line, int SkuColumn, int LocationColumn, int QuantityColumn);
