using Composerp.Samples.Retailer;
using Composerp.Samples.Screen;

namespace Composerp.AppHost.Tests.MainFlow;

public sealed class DemoTests(RunningApplication application, ITestOutputHelper output)
{
    private static readonly RetailerSize _small = new(Stores: 3, Items: 16, Days: 120);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_ends_with_proposals_and_a_day_later_adds_that_day()
    {
        var demo = new DemoRun(application.Api, new Display(new TestOutputWriter(output), isTerminal: false), _small);
        var yesterday = new DateOnly(2026, 3, 1);

        var proposals = await demo.RunAsync(yesterday, Token);
        var first = await SoldAsync();
        await demo.RunAsync(yesterday, Token);
        var again = await SoldAsync();
        await demo.RunAsync(yesterday.AddDays(1), Token);
        var dayLater = await SoldAsync();

        Assert.NotEmpty(proposals);
        Assert.All(proposals, proposal => Assert.NotEmpty(proposal.Reason));
        Assert.Equal(first, again);
        Assert.InRange(dayLater, first + 1, first * 1.05m);
    }

    private async Task<decimal> SoldAsync()
    {
        var sold = 0m;

        foreach (var store in new Assortment(_small).Stores)
        {
            sold += (await application.Api.Ledger.SummaryAsync("SALE", store.Code, null, Token)).Quantity;
        }

        return sold;
    }
}
