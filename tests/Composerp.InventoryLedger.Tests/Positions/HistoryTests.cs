using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Positions;

public sealed class HistoryTests(TestDatabases databases) : IAsyncLifetime
{
    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Pages_hold_every_entry_once_in_the_order_of_the_log()
    {
        var history = new RandomHistory(_ledger, 3);
        await history.AddMasterDataAsync();
        await history.PostAsync(300);

        foreach (var (sku, limit) in new[] { ("bolt", 7), ("milk", 1), ("beam", 1000) })
        {
            var entries = await WalkAsync($"/v1/positions/history?location=A&sku={sku}&limit={limit}");

            Assert.Equal(
                await _ledger.QueryAsync<string>($"""
                    select string_agg(sequence || ':' || line || ' ' || version || ' ' || balance || ' ' || worth, ',' order by sequence, line)
                    from (
                        select entry.*, sum(coalesce(entry.value, 0)) over (order by sequence, line) as worth
                        from entry join position on position.shard = entry.shard and position.id = entry.position_id
                        where location = 'A' and sku = '{sku}'
                    ) as history
                    """),
                string.Join(',', entries));
        }
    }

    [Fact]
    public async Task A_history_is_cut_by_lot_and_by_the_time_of_recording()
    {
        await _ledger.SendAsync(HttpMethod.Put, "/v1/items/milk", """{"name":"Milk","tracking":"lot"}""");
        await _ledger.AddLocationAsync("A");

        foreach (var (id, lot) in new[] { ("1", "L1"), ("2", "L2"), ("3", "L1") })
        {
            await _ledger.PostedAsync($$"""{"id":"{{id}}","kind":"RECEIPT","location":"A","lines":[{"sku":"milk","quantity":{{id}},"lot":"{{lot}}"}]}""");
        }

        var second = (await _ledger.GetAsync("/v1/positions/history?location=A&sku=milk&lot=L2")).Json.GetProperty("items")[0].GetProperty("recordedAt").GetString();

        Assert.Equal(["1", "3"], await IdsAsync("lot=L1"));
        Assert.Equal(["2", "3"], await IdsAsync($"from={second}"));
        Assert.Equal(["1", "2"], await IdsAsync($"to={second}"));
        Assert.Equal(["2"], await IdsAsync($"from={second}&to={second}"));
        Assert.Empty(await IdsAsync("to=2026-01-01"));
        Assert.Equal(["1", "2", "3"], await IdsAsync("from=2026-01-01"));
        Assert.Equal("malformed-parameter", (await _ledger.GetAsync("/v1/positions/history?location=A&sku=milk&after=1")).Problem);
        Assert.Equal("malformed-parameter", (await _ledger.GetAsync("/v1/positions/history?location=A")).Problem);

        async Task<List<string>> IdsAsync(string query) =>
        [
            .. (await _ledger.GetAsync($"/v1/positions/history?location=A&sku=milk&{query}")).Json.GetProperty("items").EnumerateArray()
                .Select(entry => entry.GetProperty("movementId").GetString()!),
        ];
    }

    private async Task<List<string>> WalkAsync(string path)
    {
        var seen = new List<string>();

        for (string? next = ""; next is not null;)
        {
            var page = await _ledger.GetAsync(next.Length > 0 ? $"{path}&after={next}" : path);
            Assert.True(page.Status == 200, page.Text);
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(entry =>
                $"{entry.GetProperty("sequence")}:{entry.GetProperty("line")} {entry.GetProperty("version")} "
                + $"{entry.GetProperty("balance").GetDecimal() * 10_000:0} {entry.GetProperty("valueBalance").GetDecimal() * 1_000_000:0}"));
            next = page.Json.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
        }

        return seen;
    }
}
