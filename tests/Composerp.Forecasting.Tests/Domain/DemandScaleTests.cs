using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class DemandScaleTests
{
    [Fact]
    public void Errors_are_scaled_by_the_naive_forecasts_of_the_history() =>
        Assert.Equal(new DemandScale(2, 2), DemandScale.Of([1, 2, 4, 3], 2));

    [Fact]
    public void Days_that_are_not_known_count_for_nothing() =>
        Assert.Equal(new DemandScale(2, 4), DemandScale.Of([1, 3, double.NaN, 5, 3], 1));

    [Fact]
    public void A_history_that_never_changes_scales_nothing() => Assert.Equal(new DemandScale(null, null), DemandScale.Of([3, 3, 3], 1));
}
