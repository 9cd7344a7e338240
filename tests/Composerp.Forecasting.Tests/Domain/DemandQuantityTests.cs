using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class DemandQuantityTests
{
    [Fact]
    public void Four_decimals_are_exact()
    {
        Assert.Equal(12_345, DemandQuantity.FindParts(1.2345m));
        Assert.Equal(-10_000, DemandQuantity.FindParts(-1m));
        Assert.Equal(1.2345m, DemandQuantity.ToUnits(12_345));
        Assert.Equal("-3", DemandQuantity.ToUnits(-30_000).ToString(null, null));
    }

    [Fact]
    public void More_decimals_and_more_than_fits_are_not_rounded()
    {
        Assert.Null(DemandQuantity.FindParts(0.00001m));
        Assert.Null(DemandQuantity.FindParts(decimal.MaxValue));
        Assert.Equal(9_223_372_036_854_770_000, DemandQuantity.FindParts(922_337_203_685_477m));
    }
}
