using Composerp.InventoryLedger.Housekeeping;

namespace Composerp.InventoryLedger.Tests.Housekeeping;

public sealed class RangeWidthTests
{
    [Theory]
    [InlineData(1_000_000, 30, 1_000_000)]
    [InlineData(1_000_000, 29, 2_000_000)]
    [InlineData(1_000_000, 10, 4_000_000)]
    [InlineData(2_000_000, 15, 5_000_000)]
    [InlineData(20_000_000, 100, 10_000_000)]
    [InlineData(2_000_000, 3_000, 1_000_000)]
    [InlineData(5_000_000, 1, 20_000_000)]
    [InlineData(5_000_000, 0, 20_000_000)]
    [InlineData(20, 0, 1_000_000)]
    [InlineData(4_000_000_000_000, 1, 16_000_000_000_000)]
    public void A_range_lasts_the_busiest_shard_a_month(long filled, int days, long width) =>
        Assert.Equal(width, RangeWidth.Next(filled, TimeSpan.FromDays(days)));
}
