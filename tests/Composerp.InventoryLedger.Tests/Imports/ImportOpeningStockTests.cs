using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Imports;

public sealed class ImportOpeningStockTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Shelf = "location,sku,quantity,lot,expiresOn,unitCost\nA,bolt,40,,,0.25\nA,milk,12,L1,2026-03-20,0.80\nB,bolt,5,,,\n";

    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await _ledger.SendAsync(HttpMethod.Put, "/v1/items/bolt", """{"name":"Bolt","unitCost":0.30}""");
        await _ledger.SendAsync(HttpMethod.Put, "/v1/items/milk", """{"name":"Milk","tracking":"lot"}""");
        await _ledger.AddLocationAsync("A", "America/New_York", goLive: "2026-03-01");
        await _ledger.AddLocationAsync("B");
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task The_shelf_is_as_found_at_go_live_and_worth_what_it_cost()
    {
        await _ledger.ImportAsync("date,sku,location,quantity\n2026-02-27,bolt,A,9\n");
        (await OpenAsync(Shelf)).AssertCounts(rows: 3, posted: 3, quantity: 57);
        (await _ledger.ImportAsync("date,sku,location,quantity\n2026-03-01,bolt,A,4\n")).AssertCounts(rows: 1, posted: 1, quantity: 4);

        Assert.Equal(36, await _ledger.OnHandAsync("A", "bolt"));
        var count = await _ledger.GetAsync("/v1/movements/shop/opening-stock/A/milk/L1");
        Assert.Equal(("COUNT", "2026-03-01T05:00:00+00:00"), (count.String("kind"), count.String("occurredAt")));
        Assert.Equal(
            "A/bolt 9000000, A/milk 9600000, B/bolt 1500000",
            await _ledger.QueryAsync<string>("select string_agg(location || '/' || sku || ' ' || pool_value, ', ' order by location, sku) from position where pool_quantity > 0"));
        Assert.Equal(new DateOnly(2026, 3, 20), await _ledger.QueryAsync<DateOnly>("select expires_on from lot where lot = 'L1'"));
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    [Fact]
    public async Task Sent_again_it_counts_once_and_a_changed_quantity_is_reported_and_not_added()
    {
        await OpenAsync(Shelf);
        await _ledger.PostedAsync("""{"id":"s","kind":"SALE","location":"B","lines":[{"sku":"bolt","quantity":2}]}""");
        (await OpenAsync(Shelf)).AssertCounts(rows: 3, known: 3);
        await _ledger.AddLocationAsync("A", "America/New_York", goLive: "2026-03-02");
        (await OpenAsync(Shelf)).AssertCounts(rows: 3, known: 3);

        var changed = await OpenAsync(
            """
            {"location":"A","sku":"bolt","quantity":41,"unitCost":0.25}
            {"location":"B","sku":"bolt","quantity":5.0}

            """);
        changed.AssertCounts(rows: 2, known: 1, refused: 1);
        Assert.Equal(["1:41 quantity changed-row"], changed.RowErrors);
        Assert.Equal((40, 3), (await _ledger.OnHandAsync("A", "bolt"), await _ledger.OnHandAsync("B", "bolt")));
    }

    [Fact]
    public async Task Bad_rows_are_reported_also_by_a_dry_run_and_the_corrected_file_completes_the_stock()
    {
        await _ledger.AddLocationAsync("Soon", goLive: "2126-01-01");
        const string Bad =
            "location,sku,quantity,lot,expiresOn,unitCost,occurredAt\n"
            + "A,bolt,40,,,0.25,\n"
            + "A,milk,12,,,0.80,\n"
            + "A,milk,12,L1,soon,free,\n"
            + "A,bolt,1,,2026-03-20,,\n"
            + "Soon,bolt,1,,,,\n"
            + "A,gold,1,,,,2026-03-01T06:00:00Z\n"
            + "A,bolt,40,,,0.25,2026-02-28T06:00:00Z\n";
        string[] errors =
        [
            "3:11 lot missing-lot",
            "4:14 expiresOn not-a-date",
            "4:19 unitCost bad-unit-cost",
            "5:11 expiresOn unexpected-lot-expiry",
            "6:1 location not-live-yet",
            "7:3 sku unknown-item",
            "8:18 occurredAt before-go-live",
        ];

        var dry = await OpenAsync(Bad, "source=shop&dryRun=true");
        dry.AssertCounts(rows: 7, posted: 1, refused: 6, quantity: 40);
        Assert.Equal(errors, dry.RowErrors);
        Assert.Equal(0, await _ledger.QueryAsync<long>("select count(*) from movement_id"));

        var answer = await OpenAsync(Bad);
        answer.AssertCounts(rows: 7, posted: 1, refused: 6, quantity: 40);
        Assert.Equal(errors, answer.RowErrors);

        (await OpenAsync(Shelf)).AssertCounts(rows: 3, posted: 2, known: 1, quantity: 17);
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    private Task<Answer> OpenAsync(string file, string query = "source=shop") => _ledger.ImportAsync(file, query, "opening-stock");
}
