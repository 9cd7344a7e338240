namespace Composerp.InventoryLedger.Domain;

/// <summary>How goods of an item are told apart.</summary>
public enum Tracking
{
    None,

    /// <summary>By batches that came together, usually with an expiry date.</summary>
    Lot,

    /// <summary>Each piece by itself: a lot of one.</summary>
    Serial,
}

/// <summary>How the cost of what leaves stock is found.</summary>
public enum Valuation
{
    MovingAverage,

    /// <summary>First in, first out.</summary>
    Fifo,
}

/// <summary>What posting needs to know of an item.</summary>
/// <param name="Decimals">Decimals that a quantity in the item's unit may have, 0 to 4: half a bottle is not sold.</param>
/// <param name="Units">Other units of measure, each in the item's own: a case is 12.</param>
/// <param name="UnitCost">What it costs where nothing better is known.</param>
public sealed record ItemRules(
    Sku Sku,
    Tracking Tracking,
    Valuation Valuation,
    int Decimals,
    string Unit,
    IReadOnlyDictionary<string, Quantity> Units,
    decimal? UnitCost)
{
    private static readonly long[] _steps = [10_000, 1_000, 100, 10, 1];

    public bool HasLots => Tracking != Tracking.None;

    /// <summary>Whether an amount is one that the item comes in. A piece with a serial number is never divided.</summary>
    public bool IsWhole(Quantity quantity) => quantity.TenThousandths % _steps[Tracking == Tracking.Serial ? 0 : Decimals] == 0;

    /// <returns>How many of the item's own unit one of this unit is; null where the item does not come in it.</returns>
    public Quantity? FindFactor(string? unit) => unit is null || unit == Unit
        ? Quantity.Of(1)
        : Units.TryGetValue(unit, out var factor) ? factor : null;
}

/// <summary>What is known of a lot.</summary>
/// <param name="ExpiresOn">The last day on which its goods may be sold; null: any day.</param>
public readonly record struct LotRules(DateOnly? ExpiresOn);

public readonly record struct LotKey(Sku Sku, string Lot);
