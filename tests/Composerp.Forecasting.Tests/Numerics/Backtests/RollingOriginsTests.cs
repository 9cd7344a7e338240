using Composerp.Forecasting.Numerics.Backtests;

namespace Composerp.Forecasting.Tests.Numerics.Backtests;

public sealed class RollingOriginsTests
{
    [Theory]
    [InlineData(1_913, 28, 3, 28)]
    [InlineData(1_913, 90, 3, 28)]
    [InlineData(1_913, 5, 3, 5)]
    [InlineData(98, 28, 3, 28)]
    [InlineData(97, 28, 2, 28)]
    [InlineData(42, 28, 1, 28)]
    [InlineData(41, 28, 3, 7)]
    [InlineData(21, 28, 1, 7)]
    [InlineData(20, 28, 0, 7)]
    [InlineData(0, 28, 0, 7)]
    public void The_history_says_how_much_can_be_tested(int historyDays, int horizonDays, int count, int windowDays) =>
        Assert.Equal(new RollingOrigins(count, windowDays), RollingOrigins.For(historyDays, horizonDays));

    [Fact]
    public void Windows_follow_each_other_to_the_end_of_the_history()
    {
        var origins = RollingOrigins.For(100, 28);

        Assert.Equal([16, 44, 72], Enumerable.Range(0, origins.Count).Select(origin => origins.FitDays(100, origin)));
    }
}
