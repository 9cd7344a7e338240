using Composerp.Architecture.Tests.Fences;

namespace Composerp.Architecture.Tests;

public sealed class TidyTests
{
    public static IEnumerable<TheoryDataRow<string>> Rules => Fence.All.Select(fence => new TheoryDataRow<string>(fence.Rule));

    [Theory, MemberData(nameof(Rules))]
    public void The_sources_keep_the_rule(string rule)
    {
        var broken = Fence.All.Single(fence => fence.Rule == rule).Find(Repository.Files);

        Assert.True(!broken.Any(), string.Join(Environment.NewLine, broken.Take(50)));
    }

    // Were the root not found, every rule would hold of nothing.
    [Fact]
    public void The_sources_are_really_read() =>
        Assert.Equal(
            ["Composerp.Forecasting", "Composerp.InventoryLedger", "Composerp.Replenishment"],
            Repository.Files.Where(file => file.IsCode).Select(file => file.Service).Where(service => service.Length > 0).Distinct().Order(StringComparer.Ordinal));
}
