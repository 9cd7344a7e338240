namespace Composerp.Replenishment.Domain;

/// <summary>Quantities are decimal, with at most four decimals, as the ledger counts them.</summary>
public static class Quantity
{
    public const int Decimals = 4;

    /// <summary>Within the ledger's range of 64 bits at four decimals.</summary>
    public const decimal MaxValue = 900_000_000_000_000m;

    /// <summary>Nothing is wrong with a quantity (or a cost per unit) that is not negative, in range, and has at most four decimals.</summary>
    public static Violation? Violation(string field, decimal value) => value switch
    {
        < 0 => new(field, "negative-quantity", "The value may not be negative."),
        > MaxValue => new(field, "quantity-out-of-range", "The value is too large."),
        _ when decimal.Round(value, Decimals) != value =>
            new(field, "too-many-decimals", "The value has more than four decimals."),
        _ => null,
    };

    /// <summary>The nearest quantity to a calculated number; null where it is out of range or not a number.</summary>
    /// <remarks>
    /// To the nearest, not up: the noise of floating point (100.00000000000001) must not order one pack more. What is
    /// lost is half of a ten-thousandth of a unit, far below what any forecast knows. From here on all is exact.
    /// </remarks>
    public static decimal? Nearest(double value) => double.IsFinite(value) && Math.Abs(value) <= (double)MaxValue
        ? decimal.Round((decimal)value, Decimals, MidpointRounding.AwayFromZero)
        : null;
}
