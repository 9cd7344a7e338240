using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Reservations;

public sealed class ReservationsTests(TestDatabases databases) : IAsyncLifetime
{
    private RunningLedger _ledger = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, Token);
        await _ledger.AddItemsAsync("bolt", "nut");
        await _ledger.AddLocationAsync("A");
        await _ledger.PostedAsync("""{"id":"r","kind":"RECEIPT","location":"A","lines":[{"sku":"bolt","quantity":10},{"sku":"nut","quantity":5}]}""");
    }

    public async ValueTask DisposeAsync()
    {
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
        await _ledger.DisposeAsync();
    }

    [Fact]
    public async Task What_is_promised_is_on_hand_and_not_available_until_it_is_sold()
    {
        await _ledger.PostedAsync("""{"id":"h","kind":"RESERVATION","location":"A","lines":[{"sku":"bolt","quantity":4}]}""");
        Assert.Equal("10 4 6", await PositionAsync());

        await _ledger.PostedAsync("""{"id":"s","kind":"SALE","location":"A","reservation":"h","lines":[{"sku":"bolt","quantity":3}]}""");
        Assert.Equal("7 1 6", await PositionAsync());
        Assert.Equal("h bolt 4 1", await HeldAsync());

        await _ledger.PostedAsync("""{"id":"f","kind":"RESERVATION_RELEASE","location":"A","reservation":"h"}""");
        Assert.Equal("7 0 7", await PositionAsync());
        Assert.Equal("", await HeldAsync());
        Assert.Equal("h bolt 4 0", await HeldAsync("?open=false"));
    }

    [Fact]
    public async Task A_promise_whose_time_is_over_is_released_whole()
    {
        await _ledger.PostedAsync(
            """{"id":"h","kind":"RESERVATION","location":"A","expiresAt":"2026-01-01T00:00:00Z","lines":[{"sku":"bolt","quantity":4},{"sku":"nut","quantity":5}]}""");
        await _ledger.PostedAsync(
            """{"id":"k","kind":"RESERVATION","location":"A","expiresAt":"9999-01-01T00:00:00Z","lines":[{"sku":"bolt","quantity":2}]}""");

        await Eventually.HoldsAsync(async _ => await HeldAsync() == "k bolt 2 2", "the first is over, the other goes on", Token);

        Assert.Equal("10 2 8", await PositionAsync());
        var late = await _ledger.PostAsync("""{"id":"s","kind":"SALE","location":"A","reservation":"h","lines":[{"sku":"bolt","quantity":1}]}""");
        Assert.Equal((409, "reservation-closed"), (late.Status, late.Problem));
    }

    [Fact]
    public async Task Many_ask_for_the_last_of_it_and_no_more_is_promised_than_there_is()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => _ledger.PostAsync(
            $$"""{"id":"h{{n}}","kind":"RESERVATION","location":"A","lines":[{"sku":"bolt","quantity":1}]}""")));

        Assert.Equal(10, answers.Count(answer => answer.Status == 201));
        Assert.All(answers.Where(answer => answer.Status != 201), answer => Assert.Equal("insufficient-stock", answer.Problem));
        Assert.Equal("10 10 0", await PositionAsync());
    }

    [Fact]
    public async Task Pages_hold_every_reservation_once()
    {
        for (var n = 0; n < 5; n++)
        {
            await _ledger.PostedAsync($$"""{"id":"a/b {{n}}","kind":"RESERVATION","location":"A","lines":[{"sku":"bolt","quantity":1},{"sku":"nut","quantity":1}]}""");
        }

        var seen = new List<string>();
        var after = "";

        do
        {
            var page = await _ledger.GetAsync($"/v1/reservations?limit=3{after}");
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("id")}{item.GetProperty("sku")}"));
            after = page.Json.TryGetProperty("next", out var next) ? $"&after={Uri.EscapeDataString(next.GetString()!)}" : "";
        }
        while (after.Length > 0);

        Assert.Equal(10, seen.Count);
        Assert.Equal(10, seen.Distinct().Count());
    }

    private async Task<string> PositionAsync()
    {
        var item = (await _ledger.GetAsync("/v1/positions?location=A&sku=bolt")).Json.GetProperty("items")[0];

        return $"{item.GetProperty("onHand")} {item.GetProperty("reserved")} {item.GetProperty("available")}";
    }

    private async Task<string> HeldAsync(string query = "") => string.Join(", ", (await _ledger.GetAsync($"/v1/reservations{query}")).Json
        .GetProperty("items").EnumerateArray()
        .Select(item => $"{item.GetProperty("id").GetString()} {item.GetProperty("sku").GetString()} {item.GetProperty("reserved")} {item.GetProperty("open")}"));
}
