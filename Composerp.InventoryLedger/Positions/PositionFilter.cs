using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.InventoryLedger.Positions;

/// <summary>Which positions are asked for.</summary>
internal sealed record PositionFilter(
    [property: FromQuery(Name = "location"), Description("Code of a location.")]
    string? Location = null,
    [property: FromQuery(Name = "locationKind"), Description("\"store\" or \"warehouse\".")]
    string? LocationKind = null,
    [property: FromQuery(Name = "sku"), Description("Code of an item.")]
    string? Sku = null,
    [property: FromQuery(Name = "category"), Description("Category of items.")]
    string? Category = null,
    [property: FromQuery(Name = "belowAvailable"), Description("Only where less than this is available.")]
    decimal? BelowAvailable = null,
    [property: FromQuery(Name = "withStockOnly"), Description("Only where something is on hand; also less than nothing.")]
    bool? WithStockOnly = null)
{
    /// <summary>What is asked for is of few items, wherever they are.</summary>
    public bool IsOfItems => Location is null && (Sku is not null || Category is not null);

    /// <summary>Not every position of the places that are looked at is one that is asked for.</summary>
    public bool IsSelective => BelowAvailable is not null || WithStockOnly == true
        || (IsOfItems ? LocationKind is not null : Category is not null);

    public ProblemDetails? Problem => LocationKind is null or "store" or "warehouse"
        ? null
        : LedgerProblem.Of(StatusCodes.Status422UnprocessableEntity, "unknown-kind", "A location is a \"store\" or a \"warehouse\".");

    public bool Holds(Stock stock) =>
        (LocationKind is null || stock.LocationKind == LocationKind)
        && (Category is null || stock.Category == Category)
        && (BelowAvailable is not { } threshold || stock.Position.Available < threshold)
        && (WithStockOnly != true || stock.Position.OnHand != 0);
}
