using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Composerp.InventoryLedger.Tests.Housekeeping;

public sealed class KeepHouseTests(TestDatabases databases)
{
    [Fact]
    public async Task A_fault_is_counted_and_goods_move_without_it()
    {
        var token = TestContext.Current.CancellationToken;
        await using var ledger = await RunningLedger.StartAsync(databases, token, ("Housekeeping:Every", "00:00:01"));
        await ledger.AddItemsAsync("bolt");
        await ledger.AddLocationAsync("A");

        await using (var rename = ledger.Database.CreateCommand("alter table entry_beyond rename to entry_elsewhere"))
        {
            await rename.ExecuteNonQueryAsync(token);
        }

        await Eventually.HoldsAsync(
            async _ => (await ledger.Http.GetStringAsync("/metrics", token)).Split('\n').Any(line =>
                line.StartsWith("composerp_ledger_housekeeping_rounds", StringComparison.Ordinal)
                && line.Contains("outcome=\"failed\"", StringComparison.Ordinal)),
            "a round failed",
            token);

        await ledger.PostedAsync("""{"id":"1","kind":"RECEIPT","location":"A","lines":[{"sku":"bolt","quantity":1}]}""");
        Assert.False(ledger.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
    }
}
