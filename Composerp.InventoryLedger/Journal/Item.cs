using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Journal;

/// <summary>What is kept and sold.</summary>
/// <param name="Unit">The unit of measure that quantities are counted in.</param>
/// <param name="UnitCost">Cost per unit where nothing better is known.</param>
/// <param name="Decimals">Decimals that a quantity may have, 0 to 4.</param>
/// <param name="Tracking">"none", "lot" or "serial".</param>
/// <param name="Valuation">"moving-average" or "fifo".</param>
/// <param name="Units">Other units of measure, with how many of the item's own one of each is: a case is 12.</param>
internal sealed record Item(
    string Sku,
    string Name,
    string Unit = Item.UnitDefault,
    string? Category = null,
    decimal? UnitCost = null,
    int Decimals = Quantity.Decimals,
    string Tracking = Item.TrackingDefault,
    string Valuation = Item.ValuationDefault,
    IReadOnlyDictionary<string, decimal>? Units = null)
{
    public const string UnitDefault = "each";

    public const string TrackingDefault = "none";

    public const string ValuationDefault = "moving-average";

    private const int NameLengthMax = 200;

    private const int UnitsMax = 20;

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

        if (!Codes.IsText(Unit, Codes.UnitLengthMax))
        {
            yield return new($"{path}unit", "bad-unit", LedgerReasons.BadText(Codes.UnitLengthMax));
        }

        if (Category is not null && !Codes.IsText(Category, NameLengthMax))
        {
            yield return new($"{path}category", "bad-category", LedgerReasons.BadText(NameLengthMax));
        }

        if (UnitCost is { } cost && !UnitPrices.IsUnitPrice(cost))
        {
            yield return new($"{path}unitCost", "bad-unit-cost", LedgerReasons.BadUnitPrice);
        }

        foreach (var error in RuleErrors(path))
        {
            yield return error;
        }
    }

    private IEnumerable<FieldError> RuleErrors(string path)
    {
        if (Decimals is < 0 or > Quantity.Decimals)
        {
            yield return new($"{path}decimals", "bad-decimals", $"Quantities have 0 to {Quantity.Decimals} decimals.");
        }

        if (LedgerNames.FindTracking(Tracking) is null)
        {
            yield return new($"{path}tracking", "bad-tracking", "The tracking is \"none\", \"lot\" or \"serial\".");
        }

        if (LedgerNames.FindValuation(Valuation) is null)
        {
            yield return new($"{path}valuation", "bad-valuation", "The valuation is \"moving-average\" or \"fifo\".");
        }

        if (Units is { Count: > UnitsMax })
        {
            yield return new($"{path}units", "too-many-units", $"An item comes in at most {UnitsMax} units.");
        }

        foreach (var (unit, quantity) in Units ?? new Dictionary<string, decimal>())
        {
            if (!Codes.IsText(unit, Codes.UnitLengthMax) || unit == Unit)
            {
                yield return new($"{path}units.{unit}", "bad-unit", $"{LedgerReasons.BadText(Codes.UnitLengthMax)} The item's own unit is not named again.");
            }
            else if (!Quantity.TryFrom(quantity, out var factor, out _) || factor <= Quantity.Zero)
            {
                yield return new($"{path}units.{unit}", "bad-unit-quantity", "A unit is a quantity above zero of the item's own, with at most four decimals.");
            }
        }
    }
}
