namespace Composerp.InventoryLedger.Domain;

/// <summary>What a price or cost per unit of measure may be.</summary>
public static class UnitPrices
{
    private const int Decimals = 6;

    private const decimal Limit = 1_000_000_000_000;

    /// <summary>Zero or more, below 10^12, at most six decimals.</summary>
    public static bool IsUnitPrice(decimal price) => price is >= 0 and < Limit && decimal.Round(price, Decimals) == price;
}
