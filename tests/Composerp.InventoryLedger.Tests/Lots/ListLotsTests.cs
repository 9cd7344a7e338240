using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Lots;

public sealed class ListLotsTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly DateOnly _today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await _ledger.SendAsync(
            HttpMethod.Post, "/v1/items", """[{"sku":"milk","name":"Milk","tracking":"lot"},{"sku":"ham","name":"Ham","tracking":"lot"}]""");
        await _ledger.AddLocationAsync("A");
        await _ledger.AddLocationAsync("B");
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Lots_in_stock_come_in_the_order_in_which_they_expire()
    {
        await ReceiveAsync("A", "milk", "M-soon", 3, 4);
        await ReceiveAsync("B", "milk", "M-soon", 3, 6);
        await ReceiveAsync("A", "milk", "M-late", 30, 8);
        await ReceiveAsync("A", "ham", "H-old", -5, 10);
        await ReceiveAsync("A", "ham", "H-last", 0, 2);
        await ReceiveAsync("A", "ham", "H-gone", 1, 5);
        await _ledger.PostedAsync("""{"id":"s","kind":"SALE","location":"A","lines":[{"sku":"ham","quantity":5,"lot":"H-gone"}]}""");
        await _ledger.PostedAsync("""{"id":"h","kind":"RESERVATION","location":"A","lines":[{"sku":"milk","quantity":1,"lot":"M-soon"}]}""");

        Assert.Equal(["0 ham H-last A 2", "3 milk M-soon A 4", "3 milk M-soon B 6"], await WalkAsync("/v1/lots/expiring?withinDays=29"));
        Assert.Equal(["0 ham H-last A 2", "3 milk M-soon A 4", "3 milk M-soon B 6", "30 milk M-late A 8"], await WalkAsync("/v1/lots/expiring?withinDays=30"));
        Assert.Equal(["0 ham H-last A 2", "3 milk M-soon A 4"], await WalkAsync("/v1/lots/expiring?location=A"));
        Assert.Equal(["-5 ham H-old A 10"], await WalkAsync("/v1/lots/expired?"));
        Assert.Empty(await WalkAsync("/v1/lots/expired?location=B"));

        var lot = (await _ledger.GetAsync("/v1/lots/expiring?withinDays=3&location=A")).Json.GetProperty("items")[1];
        Assert.Equal((1, 4), (lot.GetProperty("reserved").GetDecimal(), lot.GetProperty("onHand").GetDecimal()));
    }

    [Fact]
    public async Task A_lot_is_worth_its_share_of_all_goods_of_the_item()
    {
        await ReceiveAsync("A", "milk", "one", 1, 3, price: 1);
        await ReceiveAsync("A", "milk", "two", 2, 1, price: 5);

        // Four are worth eight.
        Assert.Equal(
            [6, 2],
            (await _ledger.GetAsync("/v1/lots/expiring")).Json.GetProperty("items").EnumerateArray().Select(lot => lot.GetProperty("value").GetDecimal()));
    }

    [Fact]
    public async Task A_lot_expires_by_the_clock_of_the_location()
    {
        // Twenty-five hours apart: at one of them it is another day.
        await _ledger.AddLocationAsync("first", "Pacific/Kiritimati");
        await _ledger.AddLocationAsync("last", "Pacific/Pago_Pago");
        var there = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(-11).DateTime).DayNumber - _today.DayNumber;
        await ReceiveAsync("first", "milk", "L", there, 1);
        await ReceiveAsync("last", "milk", "L", there, 1);

        Assert.Equal(["0 milk L last 1"], await WalkAsync("/v1/lots/expiring?withinDays=0"));
        Assert.All(await WalkAsync("/v1/lots/expired?"), lot => Assert.EndsWith(" milk L first 1", lot, StringComparison.Ordinal));
        Assert.Single(await WalkAsync("/v1/lots/expired?"));
    }

    [Fact]
    public async Task Lots_that_are_gone_for_long_do_not_stand_in_the_way()
    {
        await ReceiveAsync("A", "milk", "old", -1, 1);
        await using var fill = _ledger.Database.CreateCommand(
            "insert into lot (sku, lot, expires_on) select 'milk', 'gone-' || n, date '2020-01-01' + n % 300 from generate_series(1, 6000) as n");
        await fill.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var first = await _ledger.GetAsync("/v1/lots/expired");
        Assert.Empty(first.Json.GetProperty("items").EnumerateArray());
        Assert.NotNull(first.String("next"));
        Assert.Equal(["-1 milk old A 1"], await WalkAsync("/v1/lots/expired?"));
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused()
    {
        Assert.Equal("bad-days", (await _ledger.GetAsync("/v1/lots/expiring?withinDays=-1")).Problem);
        Assert.Equal("malformed-parameter", (await _ledger.GetAsync("/v1/lots/expired?after=x")).Problem);
    }

    private Task ReceiveAsync(string location, string sku, string lot, int days, decimal quantity, decimal price = 1) => _ledger.PostedAsync(
        $$"""
        {"id":"{{location}}-{{lot}}","kind":"RECEIPT","location":"{{location}}",
         "lines":[{"sku":"{{sku}}","quantity":{{quantity}},"lot":"{{lot}}","expiresOn":"{{_today.AddDays(days):yyyy-MM-dd}}","unitPrice":{{price}}}]}
        """);

    private async Task<List<string>> WalkAsync(string path)
    {
        var seen = new List<string>();

        for (string? next = ""; next is not null;)
        {
            var page = await _ledger.GetAsync(next.Length > 0 ? $"{path}&limit=1&after={next}" : $"{path}&limit=1");
            Assert.True(page.Status == 200, page.Text);
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(lot =>
                $"{lot.GetProperty("daysLeft")} {lot.GetProperty("sku")} {lot.GetProperty("lot")} {lot.GetProperty("location")} {lot.GetProperty("onHand").GetDecimal():0}"));
            next = page.Json.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
        }

        return seen;
    }
}
