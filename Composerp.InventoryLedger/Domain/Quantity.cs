using System.Globalization;

namespace Composerp.InventoryLedger.Domain;

/// <summary>Why a number is not a quantity.</summary>
public enum QuantityProblem
{
    NotANumber,
    TooManyDecimals,
    OutOfRange,
}

/// <summary>An exact amount of an item in its unit of measure, signed, in steps of one ten-thousandth.</summary>
/// <remarks>
/// A 64-bit count of ten-thousandths: about 922 trillion units either way. Arithmetic throws
/// <see cref="OverflowException"/> rather than wrap; <see cref="TryAdd"/> answers false instead.
/// </remarks>
public readonly record struct Quantity : IComparable<Quantity>
{
    public const int Decimals = 4;

    private const long Scale = 10_000;

    private Quantity(long tenThousandths) => TenThousandths = tenThousandths;

    public static Quantity Zero => default;

    public static Quantity MaxValue => new(long.MaxValue);

    /// <summary>The form in which the database keeps it.</summary>
    public long TenThousandths { get; }

    public static Quantity operator +(Quantity left, Quantity right) => new(left.TenThousandths + right.TenThousandths);

    public static Quantity operator -(Quantity left, Quantity right) => new(left.TenThousandths - right.TenThousandths);

    public static Quantity operator -(Quantity quantity) => new(-quantity.TenThousandths);

    public static bool operator <(Quantity left, Quantity right) => left.TenThousandths < right.TenThousandths;

    public static bool operator >(Quantity left, Quantity right) => left.TenThousandths > right.TenThousandths;

    public static bool operator <=(Quantity left, Quantity right) => left.TenThousandths <= right.TenThousandths;

    public static bool operator >=(Quantity left, Quantity right) => left.TenThousandths >= right.TenThousandths;

    public static Quantity Add(Quantity left, Quantity right) => left + right;

    public static Quantity Subtract(Quantity left, Quantity right) => left - right;

    public static Quantity Negate(Quantity quantity) => -quantity;

    public static Quantity Absolute(Quantity quantity) => quantity < Zero ? -quantity : quantity;

    public static Quantity OfTenThousandths(long count) => new(count);

    /// <exception cref="ArgumentOutOfRangeException">More than four decimals, or outside the range.</exception>
    public static Quantity Of(decimal value) => TryFrom(value, out var quantity, out var problem)
        ? quantity
        : throw new ArgumentOutOfRangeException(nameof(value), value, problem.ToString());

    /// <summary>Trailing zeros beyond the fourth decimal are no decimals: 1.50000 is 1.5.</summary>
    public static bool TryFrom(decimal value, out Quantity quantity, out QuantityProblem problem)
    {
        quantity = default;
        problem = QuantityProblem.OutOfRange;

        // The lowest 64-bit number has no counterpart above zero; without it every quantity can be negated.
        if (Math.Abs(value) > long.MaxValue / (decimal)Scale)
        {
            return false;
        }

        var scaled = value * Scale;
        problem = QuantityProblem.TooManyDecimals;

        if (decimal.Truncate(scaled) != scaled)
        {
            return false;
        }

        quantity = new((long)scaled);

        return true;
    }

    /// <summary>Reads an optional minus, digits, and optionally a point and more digits; spaces around are ignored.</summary>
    /// <remarks>Reads digits itself: decimal.Parse would round what stands beyond its 28th digit.</remarks>
    public static bool TryParse(ReadOnlySpan<char> text, out Quantity quantity, out QuantityProblem problem)
    {
        text = text.Trim(' ');
        quantity = default;
        problem = QuantityProblem.NotANumber;

        var isNegative = text is ['-', ..];
        var digits = isNegative ? text[1..] : text;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];

        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty)
            || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        fraction = fraction.TrimEnd('0');
        problem = QuantityProblem.TooManyDecimals;

        if (fraction.Length > Decimals)
        {
            return false;
        }

        problem = QuantityProblem.OutOfRange;

        if (!Int128.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var units)
            || units > long.MaxValue / Scale)
        {
            return false;
        }

        var count = units * Scale;

        for (var (n, unit) = (0, Scale / 10); n < fraction.Length; n++, unit /= 10)
        {
            count += (fraction[n] - '0') * unit;
        }

        if (count > long.MaxValue)
        {
            return false;
        }

        quantity = new((long)(isNegative ? -count : count));

        return true;
    }

    /// <summary>False where the sum is out of range.</summary>
    public static bool TryAdd(Quantity left, Quantity right, out Quantity sum)
    {
        var exact = (Int128)left.TenThousandths + right.TenThousandths;
        var isInRange = Int128.Abs(exact) <= long.MaxValue;
        sum = isInRange ? new((long)exact) : default;

        return isInRange;
    }

    public int CompareTo(Quantity other) => TenThousandths.CompareTo(other.TenThousandths);

    /// <summary>The same number, without trailing zeros.</summary>
    public decimal ToDecimal() => TenThousandths % Scale == 0
        ? TenThousandths / Scale
        : TenThousandths / (decimal)Scale;

    public override string ToString() => ToDecimal().ToString(CultureInfo.InvariantCulture);
}
