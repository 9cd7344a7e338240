using Composerp.Contracts;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Imports;

public sealed class ImportMasterDataTests(TestDatabases databases) : IAsyncLifetime
{
    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Items_become_what_their_rows_say_and_are_logged_when_they_change_and_only_then()
    {
        const string Rows = "sku,name,category,unit,decimals,tracking,valuation,unitCost\nbolt,Bolt,Iron,each,0,none,fifo,0.25\nmilk,\"Milk, 1 l\",,,,lot,,\n";

        (await ItemsAsync(Rows, "source=erp&actor=ann")).AssertCounts(rows: 2, posted: 2);
        (await ItemsAsync(Rows)).AssertCounts(rows: 2, known: 2);
        (await ItemsAsync("""{"sku":"bolt","name":"Bolt","category":"Steel"}""" + "\n")).AssertCounts(rows: 1, posted: 1);

        Assert.Equal(
            """{"sku":"bolt","name":"Bolt","unit":"each","category":"Steel","unitCost":0.25,"decimals":0,"tracking":"none","valuation":"fifo"}""",
            (await _ledger.GetAsync("/v1/items/bolt")).Text);
        Assert.Equal(
            """{"sku":"milk","name":"Milk, 1 l","unit":"each","decimals":4,"tracking":"lot","valuation":"moving-average"}""",
            (await _ledger.GetAsync("/v1/items/milk")).Text);
        Assert.Equal(3, (await _ledger.GetAsync($"/v1/events?shard={Shards.MasterData}")).Json.GetArrayLength());
    }

    [Fact]
    public async Task What_a_row_has_no_column_for_stays_and_an_empty_field_is_the_default()
    {
        await _ledger.SendAsync(HttpMethod.Put, "/v1/items/bolt", """{"name":"Bolt","category":"Iron","unitCost":0.25,"units":{"case":12}}""");
        await _ledger.SendAsync(HttpMethod.Put, "/v1/locations/A", """{"name":"A","kind":"store","timeZone":"Europe/Zurich","goLive":"2026-03-01"}""");

        await ItemsAsync("sku,name,category\nbolt,Hex bolt,\n");
        await LocationsAsync("code,name,kind\nA,Old Town,store\n");

        Assert.Equal(
            """{"sku":"bolt","name":"Hex bolt","unit":"each","unitCost":0.25,"decimals":4,"tracking":"none","valuation":"moving-average","units":{"case":12}}""",
            (await _ledger.GetAsync("/v1/items/bolt")).Text);
        Assert.Equal(
            """{"code":"A","name":"Old Town","kind":"store","timeZone":"Europe/Zurich","allowsNegative":false,"goLive":"2026-03-01"}""",
            (await _ledger.GetAsync("/v1/locations/A")).Text);

        await ItemsAsync("sku,name,unit\nbolt,Hex bolt,kg\n");
        Assert.False((await _ledger.GetAsync("/v1/items/bolt")).Json.TryGetProperty("units", out _));
    }

    [Fact]
    public async Task Bad_items_are_reported_also_by_a_dry_run_and_the_corrected_file_completes_the_list()
    {
        await _ledger.AddItemsAsync("used");
        await _ledger.AddLocationAsync("A", allowsNegative: true);
        await _ledger.PostedAsync("""{"id":"s","kind":"SALE","location":"A","lines":[{"sku":"used","quantity":1}]}""");
        const string Bad =
            "sku,name,unit,decimals,tracking,valuation,unitCost\n"
            + "bolt,Bolt,each,0,none,fifo,0.25\n"
            + "a/b,,each,5,colour,lifo,-1\n"
            + "nut,Nut,each,half,,,\n"
            + "bolt,Bolt again,each,,,,\n"
            + "used,Used,kg,,,,\n"
            + "rod,Rod\n"
            + "pin,Pin,,,,,\n";
        string[] errors =
        [
            "3:1 sku bad-sku",
            "3:5 name bad-name",
            "3:11 decimals bad-decimals",
            "3:13 tracking bad-tracking",
            "3:20 valuation bad-valuation",
            "3:25 unitCost bad-unit-cost",
            "4:14 decimals not-a-whole-number",
            "5:1 sku repeated-sku",
            "6:1 sku item-in-use",
            "7:1 row wrong-field-count",
        ];

        var dry = await ItemsAsync(Bad, "source=erp&dryRun=true");
        dry.AssertCounts(rows: 7, posted: 2, refused: 5);
        Assert.Equal(errors, dry.RowErrors);
        Assert.Equal("used", await _ledger.QueryAsync<string>("select string_agg(sku, ' ') from item"));

        var answer = await ItemsAsync(Bad);
        answer.AssertCounts(rows: 7, posted: 2, refused: 5);
        Assert.Equal(errors, answer.RowErrors);

        (await ItemsAsync("sku,name,unit\nused,Used,kg\n")).AssertCounts(rows: 1, refused: 1);
        (await ItemsAsync("sku,name,decimals\nbolt,Bolt,0\nnut,Nut,0\nused,Used,\npin,Pin,\n")).AssertCounts(rows: 4, posted: 2, known: 2);
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    [Fact]
    public async Task Locations_are_taken_twice_once_with_bad_ones_reported_also_by_a_dry_run()
    {
        const string Rows =
            "code,name,kind,timeZone,goLive,allowsNegative\n"
            + "A,Old Town,store,Europe/Zurich,2026-03-01,false\n"
            + "B,Harbour,kiosk,Mars/Olympus,soon,maybe\n"
            + "W,North,warehouse,,,TRUE\n"
            + "A,Old Town,store,,,\n"
            + ",Nowhere,store,,,\n";
        string[] errors =
        [
            "3:11 kind unknown-kind", "3:17 timeZone unknown-time-zone", "3:30 goLive not-a-date", "3:35 allowsNegative not-true-or-false",
            "5:1 code repeated-code", "6:1 code bad-code",
        ];

        var dry = await LocationsAsync(Rows, "source=erp&dryRun=true");
        dry.AssertCounts(rows: 5, posted: 2, refused: 3);
        Assert.Equal(errors, dry.RowErrors);
        Assert.Equal(0, await _ledger.QueryAsync<long>("select count(*) from location"));

        Assert.Equal(errors, (await LocationsAsync(Rows)).RowErrors);
        var corrected = await LocationsAsync(
            """
            {"code":"A","name":"Old Town","kind":"store"}
            {"code":"B","name":"Harbour","kind":"store","timeZone":"Europe/Zurich","goLive":"2026-04-01"}
            {"code":"W","name":"North","kind":"warehouse","allowsNegative":true}

            """);
        corrected.AssertCounts(rows: 3, posted: 1, known: 2);
        Assert.Equal(
            """{"code":"W","name":"North","kind":"warehouse","timeZone":"UTC","allowsNegative":true}""", (await _ledger.GetAsync("/v1/locations/W")).Text);
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    [Fact]
    public async Task Of_many_thousand_items_every_one_arrives()
    {
        var rows = string.Concat(Enumerable.Range(0, 5_500).Select(n => $"item-{n:00000},Item {n}\n"));
        (await ItemsAsync("sku,name\n" + rows)).AssertCounts(rows: 5_500, posted: 5_500);

        Assert.Equal(5_500, await _ledger.QueryAsync<long>("select count(*) from item"));
        Assert.Equal(5_500, await _ledger.QueryAsync<long>("select count(*) from event where type like '%item-changed%'"));
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    private Task<Answer> ItemsAsync(string file, string query = "source=erp") => _ledger.ImportAsync(file, query, "items");

    private Task<Answer> LocationsAsync(string file, string query = "source=erp") => _ledger.ImportAsync(file, query, "locations");
}
