using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Imports;

public sealed class ImportCountsTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Night =
        "location,sku,quantity,lot,status,reason,countedAt\n"
        + "A,bolt,7,,,,2026-03-02T20:00:00Z\n"
        + "A,bolt,1,,DAMAGED,wet shelf,2026-03-02T20:00:00Z\n"
        + "A,milk,5,L1,,,2026-03-02T21:00:00+01:00\n";

    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await _ledger.AddItemsAsync("bolt");
        await _ledger.SendAsync(HttpMethod.Put, "/v1/items/milk", """{"name":"Milk","tracking":"lot","decimals":0}""");
        await _ledger.AddLocationAsync("A");
        await _ledger.PostedAsync("""{"id":"r","kind":"RECEIPT","occurredAt":"2026-03-01T08:00:00Z","location":"A","lines":[{"sku":"bolt","quantity":10}]}""");
        await _ledger.PostedAsync("""{"id":"s","kind":"SALE","occurredAt":"2026-03-03T08:00:00Z","location":"A","lines":[{"sku":"bolt","quantity":2}]}""");
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task What_was_found_holds_as_of_its_time()
    {
        (await CountAsync(Night)).AssertCounts(rows: 3, posted: 3, quantity: 13);

        Assert.Equal(5, await _ledger.OnHandAsync("A", "bolt"));
        Assert.Equal(5, await _ledger.OnHandAsync("A", "milk"));
        Assert.Equal("wet shelf", (await _ledger.GetAsync("/v1/movements/shop/counts/2026-03-02T20:00:00Z/A/bolt/DAMAGED")).String("reason"));
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    [Fact]
    public async Task The_same_file_twice_as_CSV_or_NDJSON_counts_once_and_what_changed_is_reported()
    {
        await CountAsync(Night);
        (await CountAsync(Night)).AssertCounts(rows: 3, known: 3);
        var lines = await CountAsync(
            """
            {"location":"A","sku":"bolt","quantity":7,"countedAt":"2026-03-02T20:00:00Z"}
            {"location":"A","sku":"milk","quantity":"6","lot":"L1","countedAt":"2026-03-02T20:00:00.000Z"}
            {"sku":"bolt","quantity":4,"location":"A","countedAt":"2026-03-04T20:00:00Z","reason":null}

            """);

        lines.AssertCounts(rows: 3, posted: 1, known: 1, refused: 1, quantity: 4);
        Assert.Equal(["2:41 quantity changed-row"], lines.RowErrors);
        Assert.Equal(4, await _ledger.OnHandAsync("A", "bolt"));
    }

    [Fact]
    public async Task Bad_rows_are_reported_and_the_corrected_file_completes_the_count()
    {
        const string Bad =
            "location,sku,quantity,lot,status,countedAt\n"
            + "A,bolt,-1,,,2026-03-02T20:00:00Z\n"
            + "A,bolt,x,L,LOST,2026-03-02 20:00\n"
            + "A,milk,5,,,2026-03-02T20:00:00Z\n"
            + "A,milk,1.5,L1,,2026-03-02T20:00:00Z\n"
            + "A,bolt,1,L1,,2026-03-02T20:00:00Z\n"
            + "B,bolt,1,,,2026-03-02T20:00:00Z\n"
            + "A,gold,1,,,2226-03-02T20:00:00Z\n"
            + "A,gold,1,,,2026-03-02T20:00:00Z\n"
            + "A,milk,3,L2,,2026-03-02T20:00:00Z\n";
        string[] errors =
        [
            "2:8 quantity negative-count",
            "3:8 quantity not-a-number",
            "3:12 status bad-status",
            "3:17 countedAt not-an-instant",
            "4:10 lot missing-lot",
            "5:8 quantity indivisible",
            "6:10 lot unexpected-lot",
            "7:1 location unknown-location",
            "8:12 countedAt occurs-in-future",
            "9:3 sku unknown-item",
        ];
        var before = await _ledger.QueryAsync<long>("select count(*) from movement_id");
        var dry = await CountAsync(Bad, "source=shop&dryRun=true");
        dry.AssertCounts(rows: 9, posted: 1, refused: 8, quantity: 3);
        Assert.Equal(errors, dry.RowErrors);
        Assert.Equal(before, await _ledger.QueryAsync<long>("select count(*) from movement_id"));

        var answer = await CountAsync(Bad);
        answer.AssertCounts(rows: 9, posted: 1, refused: 8, quantity: 3);
        Assert.Equal(errors, answer.RowErrors);

        (await CountAsync("location,sku,quantity,lot,countedAt\nA,bolt,7,,2026-03-02T20:00:00Z\nA,milk,3,L2,2026-03-02T20:00:00Z\n"))
            .AssertCounts(rows: 2, posted: 1, known: 1, quantity: 7);
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    [Fact]
    public async Task A_count_as_of_now_needs_something_that_tells_it_from_the_same_sent_again()
    {
        const string Now = "location,sku,quantity\nA,bolt,9\n";

        Assert.Equal(["2:1 countedAt missing-identity"], (await CountAsync(Now)).RowErrors);
        (await CountAsync(Now, "source=shop&id=monday")).AssertCounts(rows: 1, posted: 1, quantity: 9);
        await _ledger.PostedAsync("""{"id":"s2","kind":"SALE","location":"A","lines":[{"sku":"bolt","quantity":1}]}""");
        (await CountAsync(Now, "source=shop&id=monday")).AssertCounts(rows: 1, known: 1);
        Assert.Equal(8, await _ledger.OnHandAsync("A", "bolt"));

        (await CountAsync("""{"location":"A","sku":"bolt","quantity":6,"id":"sheet-1/1"}""" + "\n")).AssertCounts(rows: 1, posted: 1, quantity: 6);
        (await CountAsync("""{"location":"A","sku":"bolt","quantity":6,"id":"sheet-1/1"}""" + "\n")).AssertCounts(rows: 1, known: 1);
        Assert.Equal(6, await _ledger.OnHandAsync("A", "bolt"));
    }

    private Task<Answer> CountAsync(string file, string query = "source=shop") => _ledger.ImportAsync(file, query, "counts");
}
