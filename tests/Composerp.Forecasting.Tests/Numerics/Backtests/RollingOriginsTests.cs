using Composerp.Forecasting.Numerics.Backtests;

namespace Composerp.Forecasting.Tests.Numerics.Backtests;

public sealed class RollingOriginsTests
{
    [Theory]
    [InlineData(1_913, 28, 3, 28, 28)]
    [InlineData(1_913, 90, 3, 28, 28)]
    [InlineData(1_913, 5, 3, 5, 5)]
    [InlineData(98, 28, 3, 28, 28)]
    [InlineData(97, 28, 3, 28, 9)]
    [InlineData(51, 28, 2, 28, 9)]
    [InlineData(42, 28, 1, 28, 9)]
    [InlineData(41, 28, 3, 7, 7)]
    [InlineData(21, 28, 1, 7, 2)]
    [InlineData(20, 28, 0, 7, 2)]
    [InlineData(0, 28, 0, 7, 2)]
    public void The_history_says_how_much_can_be_tested(int length, int horizon, int count, int window, int stride) =>
        Assert.Equal(new RollingOrigins(count, window, stride), RollingOrigins.For(length, horizon, 7));

    [Fact]
    public void Windows_follow_each_other_to_the_end_of_a_long_history() => Assert.Equal([16, 44, 72], FitLengths(100));

    [Fact]
    public void Windows_overlap_in_a_short_history_and_the_last_one_ends_with_it() => Assert.Equal([42, 51, 60], FitLengths(88));

    private static IEnumerable<int> FitLengths(int length)
    {
        var origins = RollingOrigins.For(length, 28, 7);

        return Enumerable.Range(0, origins.Count).Select(origin => origins.FitLength(length, origin));
    }
}
