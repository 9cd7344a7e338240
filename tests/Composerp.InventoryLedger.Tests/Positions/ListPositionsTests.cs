using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Positions;

public sealed class ListPositionsTests(TestDatabases databases) : IAsyncLifetime
{
    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);

        // Item n is of category n mod 3; of it n are received at each store, and one at the warehouse.
        await _ledger.SendAsync(
            HttpMethod.Post, "/v1/items", $"[{string.Join(',', Enumerable.Range(0, 9).Select(n => $$"""{"sku":"i{{n}}","name":"x","category":"c{{n % 3}}"}"""))}]");
        await _ledger.SendAsync(HttpMethod.Put, "/v1/locations/W", """{"name":"W","kind":"warehouse"}""");

        foreach (var location in new[] { "A", "B", "C", "D", "W" })
        {
            if (location != "W")
            {
                await _ledger.AddLocationAsync(location);
            }

            var lines = Enumerable.Range(0, 9).Select(n => $$"""{"sku":"i{{n}}","quantity":{{(location == "W" ? 1 : n + 1)}}}""");
            await _ledger.PostedAsync($$"""{"id":"r{{location}}","kind":"RECEIPT","location":"{{location}}","lines":[{{string.Join(',', lines)}}]}""");
        }
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Theory]
    [InlineData("", 45)]
    [InlineData("location=C", 9)]
    [InlineData("sku=i4", 5)]
    [InlineData("category=c1", 15)]
    [InlineData("category=c1&location=B", 3)]
    [InlineData("locationKind=warehouse", 9)]
    [InlineData("locationKind=store", 36)]
    [InlineData("locationKind=warehouse&category=c2", 3)]
    [InlineData("locationKind=warehouse&sku=i4", 1)]
    [InlineData("belowAvailable=2", 13)]
    [InlineData("belowAvailable=3.5&locationKind=store", 12)]
    [InlineData("belowAvailable=6&category=c2&location=A", 1)]
    [InlineData("location=nowhere", 0)]
    [InlineData("category=none", 0)]
    public async Task Pages_hold_every_position_that_is_asked_for_once(string filter, int expected)
    {
        foreach (var limit in new[] { 1, 4, 1000 })
        {
            var seen = await WalkAsync($"/v1/positions?{filter}&limit={limit}");

            Assert.Equal((expected, expected), (seen.Count, seen.Distinct().Count()));
        }
    }

    [Fact]
    public async Task Stock_that_is_gone_can_be_left_out_and_what_is_promised_is_not_available()
    {
        await _ledger.PostedAsync("""{"id":"s","kind":"SALE","location":"A","lines":[{"sku":"i0","quantity":1}]}""");
        await _ledger.PostedAsync("""{"id":"h","kind":"RESERVATION","location":"A","lines":[{"sku":"i8","quantity":8}]}""");

        Assert.DoesNotContain("A/i0", await WalkAsync("/v1/positions?location=A&withStockOnly=true&limit=3"));
        Assert.Equal(["A/i0", "A/i8"], await WalkAsync("/v1/positions?location=A&belowAvailable=2&limit=1"));
    }

    [Fact]
    public async Task A_page_ends_after_so_many_were_looked_at_and_the_next_goes_on()
    {
        await using var fill = _ledger.Database.CreateCommand("""
            insert into on_order (quantity, received, shard, expected_on, location, sku, purchase_order, supplier)
            select 0, 0, shard, date '2026-01-01', code, 'i0' || to_char(n, 'FM000000'), 'po', 's'
            from location, generate_series(1, 6000) as n where code = 'A'
            """);
        await fill.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var first = await _ledger.GetAsync("/v1/positions?location=A&belowAvailable=1000&withStockOnly=true");
        Assert.Equal("""[{"location":"A","sku":"i0"}]""", Names(first));
        Assert.Equal("A/i0004999", first.String("next"));
        Assert.Equal(9, (await WalkAsync("/v1/positions?location=A&withStockOnly=true")).Count);
    }

    [Fact]
    public async Task An_item_is_shown_wherever_it_is_with_totals()
    {
        await _ledger.PostedAsync("""{"id":"t","kind":"TRANSFER_OUT","location":"A","toLocation":"B","lines":[{"sku":"i8","quantity":2}]}""");
        await _ledger.PostedAsync("""{"id":"h","kind":"RESERVATION","location":"C","lines":[{"sku":"i8","quantity":3}]}""");
        var answer = await _ledger.GetAsync("/v1/availability/i8");

        Assert.Equal(
            """{"onHand":35,"reserved":3,"available":32,"damaged":0,"inTransit":2,"onOrder":0}""",
            answer.Json.GetProperty("totals").GetRawText());
        Assert.Equal(
            ["A 7", "B 9", "C 6", "D 9", "W 1"],
            answer.Json.GetProperty("locations").EnumerateArray()
                .Select(place => $"{place.GetProperty("location")} {place.GetProperty("available").GetDecimal():0}").Order());
        Assert.Equal((404, "unknown-item"), ((await _ledger.GetAsync("/v1/availability/none")).Status, (await _ledger.GetAsync("/v1/availability/none")).Problem));
    }

    private static string Names(Answer page) => System.Text.Json.JsonSerializer.Serialize(
        page.Json.GetProperty("items").EnumerateArray()
            .Select(item => new { location = item.GetProperty("location").GetString(), sku = item.GetProperty("sku").GetString() }));

    private async Task<List<string>> WalkAsync(string path)
    {
        var seen = new List<string>();

        for (string? next = ""; next is not null;)
        {
            var page = await _ledger.GetAsync(next.Length > 0 ? $"{path}&after={next}" : path);
            Assert.True(page.Status == 200, page.Text);
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("location")}/{item.GetProperty("sku")}"));
            next = page.Json.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
        }

        return seen;
    }
}
