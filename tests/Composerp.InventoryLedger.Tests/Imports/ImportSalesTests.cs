using System.Globalization;
using System.Text;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Imports;

public sealed class ImportSalesTests(TestDatabases databases) : IAsyncLifetime
{
    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await _ledger.AddItemsAsync("bolt", "nut", "Schraube 4×20");
        await _ledger.AddLocationAsync("A", "America/New_York", goLive: "2026-03-01");
        await _ledger.AddLocationAsync("B", goLive: "2026-03-01");
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Rows_become_sales_of_their_business_day_and_zeros_observations()
    {
        var answer = await _ledger.ImportAsync("date,sku,location,quantity,price\n2026-01-05,bolt,A,2.5,0.125\n2026-01-05,nut,A,0,9\n2026-01-06,bolt,B,1,\n");

        Assert.Equal(200, answer.Status);
        answer.AssertCounts(rows: 3, posted: 2, zeros: 1, quantity: 3.5m);
        var sale = await _ledger.GetAsync("/v1/movements/shop/2026-01-05/bolt/A/1");
        Assert.Equal("2026-01-05T17:00:00+00:00", sale.String("occurredAt"));
        Assert.Equal(0.125m, sale.Json.GetProperty("entries")[0].GetProperty("unitPrice").GetDecimal());
        Assert.Equal(
            "{\"location\":\"A\",\"zeros\":[{\"sku\":\"nut\",\"date\":\"2026-01-05\"}]}",
            await _ledger.QueryAsync<string>("select convert_from(data, 'UTF8') from event where type like '%demand-observed%'"));
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    [Fact]
    public async Task Columns_may_stand_in_any_order_and_fields_be_quoted()
    {
        var answer = await _ledger.ImportAsync("\uFEFFQuantity,\"location\",sku,date\r\n1,A,\"Schraube 4×20\",2026-01-05\r\n\r\n\"2\", B ,bolt,2026-01-05\r\n");

        answer.AssertCounts(rows: 2, posted: 2, quantity: 3);
    }

    [Fact]
    public async Task The_same_file_twice_or_with_a_day_added_doubles_nothing()
    {
        const string Week = "date,sku,location,quantity\n2026-01-05,bolt,A,2\n2026-01-05,bolt,A,2\n2026-01-05,bolt,A,3\n2026-01-06,nut,A,0\n";

        (await _ledger.ImportAsync(Week)).AssertCounts(rows: 4, posted: 3, zeros: 1, quantity: 7);
        (await _ledger.ImportAsync(Week, "source=shop&actor=another")).AssertCounts(rows: 4, known: 4);
        (await _ledger.ImportAsync(Week + "2026-01-07,bolt,A,5\n")).AssertCounts(rows: 5, posted: 1, known: 4, quantity: 5);
        (await _ledger.ImportAsync(Week, "source=other")).AssertCounts(rows: 4, posted: 3, zeros: 1, quantity: 7);
        Assert.Equal(-19, await _ledger.OnHandAsync("A", "bolt"));
    }

    [Fact]
    public async Task A_changed_quantity_under_a_known_identity_is_reported_and_not_added()
    {
        await _ledger.ImportAsync("date,sku,location,quantity\n2026-01-05,bolt,A,2\n2026-01-06,bolt,A,0\n");
        var answer = await _ledger.ImportAsync("date,sku,location,quantity\n2026-01-05,bolt,A,3\n2026-01-06,bolt,A,1\n2026-01-07,bolt,A,1\n");

        answer.AssertCounts(rows: 3, posted: 1, refused: 2, quantity: 1);
        Assert.Equal(["2:19 quantity changed-row", "3:19 quantity changed-row"], answer.RowErrors);
        Assert.Equal(-3, await _ledger.OnHandAsync("A", "bolt"));
    }

    [Fact]
    public async Task With_ids_the_id_is_the_identity()
    {
        const string Rows = "date,sku,location,quantity,id\n2026-01-05,bolt,A,2,till-1/7\n2026-01-05,bolt,A,2,till-1/8\n2026-01-05,bolt,A,2,till-1/7\n2026-01-05,bolt,A,1,\n";
        var answer = await _ledger.ImportAsync(Rows);

        answer.AssertCounts(rows: 4, posted: 2, known: 1, refused: 1, quantity: 4);
        Assert.Equal(["5:21 id bad-id"], answer.RowErrors);
        var moved = await _ledger.ImportAsync("date,sku,location,quantity,id\n2026-01-06,bolt,B,2,till-1/7\n");
        Assert.Equal(["2:19 quantity changed-row"], moved.RowErrors);
    }

    [Fact]
    public async Task Bad_rows_are_reported_with_place_and_reason_and_good_ones_posted()
    {
        var answer = await _ledger.ImportAsync(
            """
            date,sku,location,quantity,price
            2026-13-05,bolt,A,1,
            05.01.2026,bolt,A,1,
            2226-01-05,bolt,A,1,
            2026-01-05,gold,A,1,
            2026-01-05,bolt,X,1,
            2026-01-05,bolt,A,-1,
            2026-01-05,bolt,A,1.00001,
            2026-01-05,bolt,A,many,
            2026-01-05,bolt,A,1,free
            2026-01-05,bolt,A
            2026-01-05,bolt,A,1,,
            2026-01-05,bo"lt,A,1,
            2026-01-05,"bolt,A,1,
            ,"Schraube 4×20",,1,x
            2026-01-06,bolt,A,4,

            """);

        answer.AssertCounts(rows: 15, posted: 1, refused: 14, quantity: 4);
        Assert.Equal(
            [
                "2:1 date not-a-date",
                "3:1 date not-a-date",
                "4:1 date date-in-future",
                "5:12 sku unknown-item",
                "6:17 location unknown-location",
                "7:19 quantity negative-quantity",
                "8:19 quantity too-many-decimals",
                "9:19 quantity not-a-number",
                "10:21 price bad-price",
                "11:1 row wrong-field-count",
                "12:1 row wrong-field-count",
                "13:1 row malformed-quotes",
                "14:1 row malformed-quotes",
                "15:1 date not-a-date",
                "15:18 location bad-location",
                "15:21 price bad-price",
            ],
            answer.RowErrors);
    }

    [Fact]
    public async Task Correcting_a_bad_row_completes_the_file_also_among_equal_rows()
    {
        await _ledger.ImportAsync("date,sku,location,quantity\n2026-01-05,bolt,A,x\n2026-01-05,bolt,A,3\n2026-01-05,gold,A,1\n2026-01-05,gold,A,2\n");
        await _ledger.AddItemsAsync("gold");
        var answer = await _ledger.ImportAsync("date,sku,location,quantity\n2026-01-05,bolt,A,2\n2026-01-05,bolt,A,3\n2026-01-05,gold,A,1\n2026-01-05,gold,A,2\n");

        answer.AssertCounts(rows: 4, posted: 3, known: 1, quantity: 5);
    }

    [Theory]
    [InlineData("", "empty-file", 1, 1)]
    [InlineData("[{\"date\":1}]\n", "unknown-column", 1, 1)]
    [InlineData("date,sku,location\n", "missing-column", 1, 1)]
    [InlineData("date,sku,location,quantity,quantity\n", "repeated-column", 1, 28)]
    [InlineData("date;sku;location;quantity\n", "unknown-column", 1, 1)]
    [InlineData("date,sku,location,quantity,colour\n", "unknown-column", 1, 28)]
    [InlineData("date,sku,location,quantity\n2026-01-05,bolt,A,1\n2026-01-06,bolt,A,1", "file-cut", 3, 20)]
    [InlineData("date,sku,location,quantity\n2026-01-05,bolt,A,1\n2026-01-0", "file-cut", 3, 10)]
    [InlineData("date,sku,location,quantity\n2026-01-05,bolt,A,1\n2026-01-06,\"bolt", "file-cut", 3, 17)]
    public async Task A_broken_file_says_where_it_broke(string csv, string problem, int line, int column)
    {
        var answer = await _ledger.ImportAsync(csv);

        Assert.Equal((422, problem), (answer.Status, answer.Problem));
        Assert.Equal((line, column), (answer.Number("line"), answer.Number("column")));
        Assert.Equal(line == 3 ? 1 : 0, answer.Number("posted"));
        Assert.Equal("failed", (await _ledger.GetAsync($"/v1/imports/{answer.String("id")}")).String("status"));
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_end_the_file_at_their_place()
    {
        byte[] csv = [.. "date,sku,location,quantity\n2026-01-05,bolt,A,1\n2026-01-05,ä"u8, 0xE4, .. ",A,1\n2026-01-06,bolt,A,1\n"u8];
        var answer = await _ledger.ImportAsync(csv);

        Assert.Equal((422, "not-utf-8"), (answer.Status, answer.Problem));
        Assert.Equal((3, 13), (answer.Number("line"), answer.Number("column")));
        answer.AssertCounts(rows: 1, posted: 1, quantity: 1);
        Assert.Equal("not-utf-8", (await _ledger.ImportAsync([0x89, .. "PNG\r\n"u8])).Problem);
    }

    [Fact]
    public async Task A_field_of_ten_megabytes_is_refused_at_its_place()
    {
        var answer = await _ledger.ImportAsync(
            $"date,sku,location,quantity\n2026-01-05,bolt,A,1\n2026-01-05,\"{new string('x', 10_000_000)}\",A,1\n");

        Assert.Equal((422, "field-too-long"), (answer.Status, answer.Problem));
        Assert.Equal((3, 12, 1), (answer.Number("line"), answer.Number("column"), answer.Number("posted")));
    }

    [Fact]
    public async Task Half_a_file_and_then_the_whole_of_it_comes_to_the_whole()
    {
        var csv = Encoding.UTF8.GetBytes(Sales(days: 200));
        var random = new Random(7);

        for (var cut = 0; cut < 5; cut++)
        {
            await _ledger.ImportAsync(csv[..random.Next(csv.Length)]);
        }

        var whole = await _ledger.ImportAsync(csv);

        Assert.Equal((200, 0), (whole.Status, whole.Number("refused")));
        Assert.Equal(SalesSum(200), await SoldAsync());
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    [Fact]
    public async Task After_go_live_a_sale_without_stock_is_refused_row_by_row()
    {
        await _ledger.PostedAsync("""{"id":"c","kind":"COUNT","occurredAt":"2026-03-01T06:00:00Z","location":"A","lines":[{"sku":"bolt","quantity":5}]}""");
        var answer = await _ledger.ImportAsync("date,sku,location,quantity\n2026-02-27,bolt,A,9\n2026-03-02,bolt,A,3\n2026-03-03,bolt,A,3\n2026-03-04,bolt,A,2\n");

        answer.AssertCounts(rows: 4, posted: 3, refused: 1, quantity: 14);
        Assert.Equal(["4:19 quantity insufficient-stock"], answer.RowErrors);
        Assert.Equal(0, await _ledger.OnHandAsync("A", "bolt"));
    }

    [Fact]
    public async Task A_dry_run_posts_nothing_and_reports_the_same()
    {
        await _ledger.ImportAsync("date,sku,location,quantity\n2026-01-04,bolt,A,1\n2026-01-03,bolt,A,1\n");
        const string Rows = "date,sku,location,quantity\n2026-01-05,bolt,A,2\n2026-01-05,gold,A,1\n2026-01-05,nut,A,0\n2026-01-04,bolt,A,1\n2026-01-03,bolt,A,2\nx,bolt,A,1\n";
        var before = await _ledger.QueryAsync<long>("select count(*) from movement_id");

        var dry = await _ledger.ImportAsync(Rows, "source=shop&dryRun=true");

        dry.AssertCounts(rows: 6, posted: 1, known: 1, zeros: 1, refused: 3, quantity: 2);
        Assert.Equal(["3:12 sku unknown-item", "6:19 quantity changed-row", "7:1 date not-a-date"], dry.RowErrors);
        Assert.Equal(before, await _ledger.QueryAsync<long>("select count(*) from movement_id"));
        var wet = await _ledger.ImportAsync(Rows);
        Assert.Equal(dry.RowErrors, wet.RowErrors);
    }

    [Fact]
    public async Task Without_a_source_or_with_a_bad_one_nothing_is_read()
    {
        Assert.Equal("bad-source", (await _ledger.ImportAsync("date", "source=")).Problem);
        Assert.Equal("bad-source", (await _ledger.ImportAsync("date", "source=a/b")).Problem);
        Assert.Equal("bad-id", (await _ledger.ImportAsync("date", "source=a&id=b%2Fc")).Problem);
    }

    /// <summary>Two items at two locations per day, without ends of lines in the way of cuts.</summary>
    internal static string Sales(int days)
    {
        var csv = new StringBuilder("date,sku,location,quantity,price,id\n");

        for (var day = 0; day < days; day++)
        {
            var date = new DateOnly(2010, 1, 1).AddDays(day);
            csv.Append(CultureInfo.InvariantCulture, $"{date:O},bolt,A,{10 + (day % 7)},1.25,{day}-1\n");
            csv.Append(CultureInfo.InvariantCulture, $"{date:O},nut,B,{100 + (day % 5)},12.5,{day}-2\n");
        }

        return csv.ToString();
    }

    internal static decimal SalesSum(int days) => Enumerable.Range(0, days).Sum(day => 110m + (day % 7) + (day % 5));

    private async Task<decimal> SoldAsync() =>
        (await _ledger.GetAsync("/v1/movements/summary?kind=SALE")).Json.GetProperty("items")[0].GetProperty("quantity").GetDecimal();
}
