namespace Composerp.Forecasting.Domain;

/// <summary>Quantities as the demand table keeps them: exact, in ten-thousandths of a unit.</summary>
public static class DemandQuantity
{
    /// <summary>The ledger counts with four decimals.</summary>
    public const long PartsPerUnit = 10_000;

    /// <summary>The quantity in ten-thousandths of a unit; null where it has more decimals or is too large.</summary>
    public static long? FindParts(decimal units)
    {
        if (Math.Abs(units) > long.MaxValue / PartsPerUnit)
        {
            return null;
        }

        var parts = units * PartsPerUnit;

        return decimal.IsInteger(parts) ? (long)parts : null;
    }

    /// <summary>Ten-thousandths of a unit as units, without trailing zeros.</summary>
    public static decimal ToUnits(long parts) => decimal.Divide(parts, PartsPerUnit);
}
