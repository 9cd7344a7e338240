using Composerp.InventoryLedger.Domain;
using CsCheck;

namespace Composerp.InventoryLedger.Tests.Domain;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("5", 50_000)]
    [InlineData(" 5 ", 50_000)]
    [InlineData("-2.5", -25_000)]
    [InlineData("0.0001", 1)]
    [InlineData("1.50000000", 15_000)]
    [InlineData("007", 70_000)]
    [InlineData("922337203685477.5807", long.MaxValue)]
    [InlineData("-922337203685477.5807", -long.MaxValue)]
    public void Reads_exact_numbers(string text, long tenThousandths)
    {
        Assert.True(Quantity.TryParse(text, out var quantity, out _));
        Assert.Equal(tenThousandths, quantity.TenThousandths);
    }

    [Theory]
    [InlineData("", QuantityProblem.NotANumber)]
    [InlineData("five", QuantityProblem.NotANumber)]
    [InlineData("1,5", QuantityProblem.NotANumber)]
    [InlineData("1e3", QuantityProblem.NotANumber)]
    [InlineData("+1", QuantityProblem.NotANumber)]
    [InlineData("--1", QuantityProblem.NotANumber)]
    [InlineData("1.", QuantityProblem.NotANumber)]
    [InlineData(".5", QuantityProblem.NotANumber)]
    [InlineData("1.2.3", QuantityProblem.NotANumber)]
    [InlineData("0.00001", QuantityProblem.TooManyDecimals)]
    [InlineData("1.00000000000000000000000000000000001", QuantityProblem.TooManyDecimals)]
    [InlineData("922337203685477.5808", QuantityProblem.OutOfRange)]
    [InlineData("99999999999999999999999999999999999999999999999", QuantityProblem.OutOfRange)]
    public void Says_what_is_wrong_with_other_texts(string text, QuantityProblem expected)
    {
        Assert.False(Quantity.TryParse(text, out _, out var problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void A_decimal_is_taken_exactly_or_not_at_all()
    {
        Assert.Equal(12_345, Quantity.Of(1.2345m).TenThousandths);
        Assert.Equal(15_000, Quantity.Of(1.50000m).TenThousandths);
        Assert.False(Quantity.TryFrom(0.00001m, out _, out var problem));
        Assert.Equal(QuantityProblem.TooManyDecimals, problem);
        Assert.False(Quantity.TryFrom(decimal.MaxValue, out _, out problem));
        Assert.Equal(QuantityProblem.OutOfRange, problem);
    }

    [Fact]
    public void Every_quantity_is_read_back_from_its_text_and_its_decimal() =>
        Gen.Long.Where(count => count != long.MinValue).Sample(count =>
        {
            var quantity = Quantity.OfTenThousandths(count);

            return Quantity.TryParse(quantity.ToString(), out var parsed, out _) && parsed == quantity
                && Quantity.Of(quantity.ToDecimal()) == quantity;
        });

    [Fact]
    public void Sums_beyond_the_range_are_refused_not_wrapped()
    {
        var one = Quantity.OfTenThousandths(1);

        Assert.False(Quantity.TryAdd(Quantity.MaxValue, one, out _));
        Assert.Throws<OverflowException>(() => Quantity.MaxValue + one);
        Assert.True(Quantity.TryAdd(Quantity.MaxValue, -one, out var sum));
        Assert.Equal(long.MaxValue - 1, sum.TenThousandths);
    }
}
