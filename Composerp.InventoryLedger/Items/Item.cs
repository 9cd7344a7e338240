using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Items;

/// <summary>What is kept and sold.</summary>
/// <param name="Unit">The unit of measure that quantities are counted in.</param>
/// <param name="UnitCost">Cost per unit of measure.</param>
internal sealed record Item(string Sku, string Name, string Unit = Item.UnitDefault, string? Category = null, decimal? UnitCost = null)
{
    public const string UnitDefault = "each";

    private const int NameLengthMax = 200;

    private const int UnitLengthMax = 32;

    /// <param name="path">Where the item stands in the request's body, such as "[3].".</param>
    public IEnumerable<FieldError> Errors(string path)
    {
        if (!Codes.IsCode(Sku))
        {
            yield return new($"{path}sku", "bad-sku", LedgerReasons.BadCode);
        }

        if (!Codes.IsText(Name, NameLengthMax))
        {
            yield return new($"{path}name", "bad-name", LedgerReasons.BadText(NameLengthMax));
        }

        if (!Codes.IsText(Unit, UnitLengthMax))
        {
            yield return new($"{path}unit", "bad-unit", LedgerReasons.BadText(UnitLengthMax));
        }

        if (Category is not null && !Codes.IsText(Category, NameLengthMax))
        {
            yield return new($"{path}category", "bad-category", LedgerReasons.BadText(NameLengthMax));
        }

        if (UnitCost is { } cost && !UnitPrices.IsUnitPrice(cost))
        {
            yield return new($"{path}unitCost", "bad-unit-cost", LedgerReasons.BadUnitPrice);
        }
    }
}
