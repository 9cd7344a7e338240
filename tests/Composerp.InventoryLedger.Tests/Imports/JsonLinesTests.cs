using System.Text;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Imports;

/// <summary>NDJSON keeps the promises of CSV.</summary>
public sealed class JsonLinesTests(TestDatabases databases) : IAsyncLifetime
{
    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await _ledger.AddItemsAsync("bolt", "nut");
        await _ledger.AddLocationAsync("A", goLive: "2026-03-01");
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task A_row_is_the_same_row_in_both_forms()
    {
        var lines = await _ledger.ImportAsync(
            """
            {"date":"2026-01-05","sku":"bolt","location":"A","quantity":2.5,"price":0.125}

            {"quantity":"0","Location":"A","sku":"nut","date":"2026-01-05","price":null}

            """);
        lines.AssertCounts(rows: 2, posted: 1, zeros: 1, quantity: 2.5m);

        (await _ledger.ImportAsync("date,sku,location,quantity,price\n2026-01-05,bolt,A,2.50,0.125\n2026-01-05,nut,A,0,\n"))
            .AssertCounts(rows: 2, known: 2);
        Assert.Equal("sales", lines.String("kind"));
    }

    [Fact]
    public async Task Bad_lines_are_reported_with_line_place_and_field_and_good_ones_posted()
    {
        var answer = await _ledger.ImportAsync(
            """
            {"date":"2026-01-05","sku":"bolt","location":"A","quantity":1}
            {"date":"2026-01-05","sku":"ä","location":"X","quantity":-1}
            {"date":"2026-01-05","sku":"bolt","location":"A"}
            {"date":"2026-01-05","sku":"bolt","location":"A","quantity":1,"colour":["red"],"sku":"nut"}
            {"date":"2026-01-05","sku":{"code":"bolt"},"location":"A","quantity":1e3}
            {"date":"2026-01-05","sku":"gold","location":"A","quantity":1}
            {"date":"2026-01-05","sku":"bolt",
            ["2026-01-05","bolt","A",1]
            {"date":"2026-01-05","sku":"bolt","location":"A","quantity":1} {}
            {"date":"2026-01-05","sku":"\ud800","location":"A","quantity":1}
            "x"
            {"date":"2026-01-06","sku":"bolt","location":"A","quantity":1}

            """);

        answer.AssertCounts(rows: 12, posted: 2, refused: 10, quantity: 2);
        Assert.Equal(
            [
                "2:58 quantity negative-quantity",
                "3:1 quantity not-a-number",
                "4:63 row unknown-field",
                "4:80 row repeated-field",
                "5:28 sku not-a-value",
                "6:28 sku unknown-item",
                "7:34 row malformed-json",
                "8:1 row malformed-json",
                "9:64 row malformed-json",
                "10:1 row malformed-json",
                "11:1 row malformed-json",
            ],
            answer.RowErrors);
    }

    [Theory]
    [InlineData("{", "file-cut", 1, 2)]
    [InlineData("{\"date\":\"2026-01-05\",\"sku\":\"bolt\",\"location\":\"A\",\"quantity\":1}\n{\"date\":\"2026-01-06\",\"sk", "file-cut", 2, 25)]
    [InlineData("{\"date\":\"2026-01-05\",\"sku\":\"bolt\",\"location\":\"A\",\"quantity\":1}\n{\"date\":\"\u0000?\"", "not-utf-8", 2, 10)]
    public async Task A_broken_file_says_where_it_broke_and_the_lines_before_are_posted(string lines, string problem, int line, int column)
    {
        var bytes = Encoding.UTF8.GetBytes(lines).Select(one => one == 0 ? (byte)0xFF : one).ToArray();
        var answer = await _ledger.ImportAsync(bytes);

        Assert.Equal((422, problem), (answer.Status, answer.Problem));
        Assert.Equal((line, column), (answer.Number("line"), answer.Number("column")));
        Assert.Equal(line - 1, answer.Number("posted"));
    }

    [Fact]
    public async Task A_text_of_ten_megabytes_ends_the_file_at_its_place()
    {
        var answer = await _ledger.ImportAsync($$"""{"date":"{{new string('x', 10_000_000)}}"}""" + "\n");

        Assert.Equal((422, "field-too-long", 1), (answer.Status, answer.Problem, answer.Number("line")));
    }
}
