using Composerp.Bench.Support;
using Composerp.Samples.Checks;
using Composerp.Samples.M5;
using Composerp.Samples.Screen;

namespace Composerp.AppHost.Tests.MainFlow;

/// <summary>From a file of sales to a received order, with every figure checked: what the sample does, on slices.</summary>
public sealed class M5Tests(RunningApplication application, ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("composerp-m5-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Sales_become_a_received_order_and_a_second_run_changes_nothing()
    {
        var (sales, calendar) = MadeSeries.Write(MadeSeries.Of("MADE", stores: 2, items: 8, days: 120), _folder.FullName);

        AssertHolds(await RunAsync(sales, calendar));
        var orders = await application.Api.Replenishment.PurchaseOrdersAsync(Token).CountAsync(Token);

        AssertHolds(await RunAsync(sales, calendar));
        Assert.Equal(orders, await application.Api.Replenishment.PurchaseOrdersAsync(Token).CountAsync(Token));
    }

    [Fact]
    public async Task Real_store_sales_become_a_received_order()
    {
        var folder = Path.Combine(Repository.Root, "..", "shared", "data", "m5");
        Assert.SkipUnless(Directory.Exists(folder), $"The M5 sales are not here: {folder} does not exist.");

        AssertHolds(await RunAsync(
            Path.Combine(folder, "sales_FOODS_1_CA_1_CA_2_d1_d1913.csv"), Path.Combine(folder, "calendar.csv"), seriesMax: 40, daysMax: 200));
    }

    private async Task<CheckList> RunAsync(string sales, string calendar, int seriesMax = int.MaxValue, int daysMax = int.MaxValue)
    {
        var display = new Display(new TestOutputWriter(output), isTerminal: false);

        return await new M5Run(application.Api, display, sales, calendar, seriesMax, daysMax) { CatchUpLimit = TimeSpan.FromMinutes(1) }.RunAsync(Token);
    }

    private static void AssertHolds(CheckList checks)
    {
        Assert.NotEmpty(checks.All);
        Assert.All(checks.All, check => Assert.True(check.Holds, check.ToString()));
    }
}
