using System.Globalization;

namespace Composerp.InventoryLedger.Domain;

/// <summary>An exact amount in the company's currency, signed, in steps of one millionth.</summary>
/// <remarks>Products and shares are rounded half to even, once, to a millionth. Arithmetic throws <see cref="OverflowException"/>.</remarks>
public readonly record struct Money : IComparable<Money>
{
    public const int Decimals = 6;

    private const long Scale = 1_000_000;

    private Money(long millionths) => Millionths = millionths;

    public static Money Zero => default;

    /// <summary>The form in which the database keeps it.</summary>
    public long Millionths { get; }

    public static Money operator +(Money left, Money right) => new(left.Millionths + right.Millionths);

    public static Money operator -(Money left, Money right) => new(left.Millionths - right.Millionths);

    public static Money operator -(Money money) => new(-money.Millionths);

    public static bool operator <(Money left, Money right) => left.Millionths < right.Millionths;

    public static bool operator >(Money left, Money right) => left.Millionths > right.Millionths;

    public static bool operator <=(Money left, Money right) => left.Millionths <= right.Millionths;

    public static bool operator >=(Money left, Money right) => left.Millionths >= right.Millionths;

    public static Money Add(Money left, Money right) => left + right;

    public static Money Subtract(Money left, Money right) => left - right;

    public static Money Negate(Money money) => -money;

    public static Money Absolute(Money money) => money < Zero ? -money : money;

    public static Money OfMillionths(long count) => new(count);

    /// <exception cref="OverflowException">More than nine trillion either way.</exception>
    public static Money Of(decimal amount) => new((long)decimal.Round(amount * Scale, MidpointRounding.ToEven));

    /// <summary>What a quantity comes to at a price.</summary>
    /// <param name="unitPrice">At most six decimals.</param>
    /// <exception cref="OverflowException">The amount is out of range.</exception>
    public static Money Of(Quantity quantity, decimal unitPrice) =>
        new((long)Divide((Int128)quantity.TenThousandths * (Int128)(unitPrice * Scale), 10_000));

    /// <summary>The part of an amount that belongs to a part of a quantity; of the whole quantity, all of it.</summary>
    /// <param name="part">Of the sign of <paramref name="whole"/> and not above it.</param>
    /// <param name="whole">Not zero.</param>
    public static Money Share(Money amount, Quantity part, Quantity whole) =>
        new((long)Divide((Int128)amount.Millionths * part.TenThousandths, whole.TenThousandths));

    public int CompareTo(Money other) => Millionths.CompareTo(other.Millionths);

    public decimal ToDecimal() => Millionths % Scale == 0 ? Millionths / Scale : Millionths / (decimal)Scale;

    /// <summary>Per unit of a quantity, to six decimals.</summary>
    public decimal Per(Quantity quantity) => decimal.Round(ToDecimal() / quantity.ToDecimal(), Decimals, MidpointRounding.ToEven);

    public override string ToString() => ToDecimal().ToString(CultureInfo.InvariantCulture);

    private static Int128 Divide(Int128 dividend, Int128 divisor)
    {
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        var twice = 2 * Int128.Abs(remainder);
        var magnitude = Int128.Abs(divisor);

        if (twice < magnitude || (twice == magnitude && Int128.IsEvenInteger(quotient)))
        {
            return quotient;
        }

        return (dividend < 0) == (divisor < 0) ? quotient + 1 : quotient - 1;
    }
}
