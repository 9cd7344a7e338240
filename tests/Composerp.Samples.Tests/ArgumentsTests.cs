namespace Composerp.Samples.Tests;

public sealed class ArgumentsTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("demo --end 2026-03-01 --stores 2")]
    [InlineData("m5 sales.csv calendar.csv")]
    [InlineData("m5 sales.csv calendar.csv --series 10 --days 60")]
    public void A_command_that_makes_sense_is_read(string line) => Assert.NotNull(Arguments.Find(line.Split(' ')));

    [Theory]
    [InlineData("")]
    [InlineData("fill")]
    [InlineData("m5 sales.csv")]
    [InlineData("m5 sales.csv calendar.csv --series")]
    [InlineData("m5 sales.csv calendar.csv --series none")]
    [InlineData("m5 sales.csv calendar.csv --stores 3")]
    [InlineData("demo --end yesterday")]
    public void Any_other_is_answered_with_the_usage(string line) => Assert.Null(Arguments.Find(line.Split(' ')));
}
