using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
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
        var outcomes = new ConcurrentQueue<string?>();
        using var rounds = ListenToRounds(ledger, outcomes);
        await ledger.AddItemsAsync("bolt");
        await ledger.AddLocationAsync("A");

        await using (var rename = ledger.Database.CreateCommand("alter table entry_beyond rename to entry_elsewhere"))
        {
            await rename.ExecuteNonQueryAsync(token);
        }

        await Eventually.HoldsAsync(() => outcomes.Contains("failed"), "a round failed", token);

        await ledger.PostedAsync("""{"id":"1","kind":"RECEIPT","location":"A","lines":[{"sku":"bolt","quantity":1}]}""");
        Assert.False(ledger.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
    }

    // Not from /metrics: OpenTelemetry joins equal instruments of all services in this process, and ends them with the first.
    private static MeterListener ListenToRounds(RunningLedger ledger, ConcurrentQueue<string?> outcomes)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "composerp.ledger.housekeeping.rounds"
                    && instrument.Meter.Scope == ledger.Services.GetRequiredService<IMeterFactory>())
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => outcomes.Enqueue(tags[0].Value as string));
        listener.Start();

        return listener;
    }
}
