using System.Globalization;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Periods;

public sealed class ClosePeriodTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly string[] _locations = ["A", "B", "C", "D", "E", "F"];

    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await _ledger.AddItemsAsync("bolt");

        foreach (var location in _locations)
        {
            await _ledger.AddLocationAsync(location);
        }
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task A_closed_day_takes_no_more_movements_and_is_never_opened_again()
    {
        Assert.Equal("""{"items":[]}""", (await _ledger.GetAsync("/v1/period")).Text);
        Assert.Equal("""{"closedThrough":"2026-01-31"}""", (await CloseAsync("2026-01-31", "ann")).Text);
        Assert.Equal(200, (await CloseAsync("2026-01-31", "bob")).Status);
        Assert.Equal(200, (await CloseAsync("2026-02-28", "bob")).Status);

        var backwards = await CloseAsync("2026-02-27", "ann");
        Assert.Equal((409, "period-closed"), (backwards.Status, backwards.Problem));
        var late = await ReceiveAsync("late", "A", "2026-02-28T23:59:59Z");
        Assert.Equal((409, "period-closed"), (late.Status, late.Problem));
        Assert.Equal(201, (await ReceiveAsync("next", "A", "2026-03-01T00:00:00Z")).Status);

        var period = await _ledger.GetAsync("/v1/period?limit=1");
        Assert.Equal(("2026-02-28", "2026-02-28"), (period.String("closedThrough"), period.String("next")));
        Assert.Equal("bob", period.Json.GetProperty("items")[0].GetProperty("actor").GetString());
        var rest = await _ledger.GetAsync("/v1/period?after=2026-02-28");
        Assert.Equal("ann", Assert.Single(rest.Json.GetProperty("items").EnumerateArray()).GetProperty("actor").GetString());
    }

    [Fact]
    public async Task A_day_is_over_when_it_is_over_everywhere()
    {
        // Fourteen hours ahead and eleven behind: somewhere it is yesterday at any time.
        await _ledger.AddLocationAsync("first", "Pacific/Kiritimati");
        await _ledger.AddLocationAsync("last", "Pacific/Pago_Pago");
        var now = TimeProvider.System.GetUtcNow();
        var today = DateOnly.FromDateTime(now.AddHours(14).DateTime);
        var earliest = DateOnly.FromDateTime(now.AddHours(-11).DateTime);

        Assert.Equal("day-not-over", (await CloseAsync($"{today:yyyy-MM-dd}", "ann")).Problem);
        Assert.Equal("day-not-over", (await CloseAsync($"{earliest.AddDays(1):yyyy-MM-dd}", "ann")).Problem);
        Assert.Equal(200, (await CloseAsync($"{earliest.AddDays(-1):yyyy-MM-dd}", "ann")).Status);
    }

    [Fact]
    public async Task Posts_that_race_with_the_close_are_in_before_or_refused_and_the_past_stays()
    {
        var posts = Enumerable.Range(0, 400).Select(n => ReceiveAsync(
            n.ToString(CultureInfo.InvariantCulture), _locations[n % 6], n % 4 == 0 ? "2026-02-01T10:00:00Z" : "2026-01-31T10:00:00Z")).ToList();
        await Task.WhenAny(posts);

        Assert.Equal(200, (await CloseAsync("2026-01-31", "ann")).Status);
        var atClose = (await _ledger.GetAsync("/v1/positions/as-of?asOf=2026-01-31")).Text;
        var value = (await _ledger.GetAsync("/v1/inventory-value?asOf=2026-01-31")).Text;
        var answers = await Task.WhenAll(posts);

        var closedAt = (await _ledger.GetAsync("/v1/period")).Json.GetProperty("items")[0].GetProperty("closedAt").GetString();
        Assert.All(answers, answer => Assert.True(answer.Status == 201 || answer.Problem == "period-closed", answer.Text));
        Assert.Equal(
            answers.Count(answer => answer.Status == 201), await _ledger.QueryAsync<long>("select count(*) from entry"));
        Assert.Equal(0L, await _ledger.QueryAsync<long>($"select count(*) from entry where occurred_at < '2026-02-01Z' and recorded_at >= '{closedAt}'"));
        Assert.All(answers.Where((_, n) => n % 4 == 0), answer => Assert.Equal(201, answer.Status));

        // What is taken back and counted afterwards changes later days only.
        await _ledger.PostedAsync("""{"id":"c","kind":"COUNT","location":"A","occurredAt":"2026-02-02T10:00:00Z","lines":[{"sku":"bolt","quantity":1000}]}""");
        await ReceiveAsync("before the count", "A", "2026-02-01T12:00:00Z");
        await _ledger.PostedAsync("""{"id":"v","kind":"REVERSAL","reverses":"4"}""");
        Assert.Equal(atClose, (await _ledger.GetAsync("/v1/positions/as-of?asOf=2026-01-31")).Text);
        Assert.Equal(value, (await _ledger.GetAsync("/v1/inventory-value?asOf=2026-01-31")).Text);
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    private Task<Answer> CloseAsync(string through, string actor) =>
        _ledger.SendAsync(HttpMethod.Post, "/v1/period/close", $$"""{"through":"{{through}}","actor":"{{actor}}"}""");

    private Task<Answer> ReceiveAsync(string id, string location, string occurredAt) => _ledger.PostAsync(
        $$"""{"id":"{{id}}","kind":"RECEIPT","location":"{{location}}","occurredAt":"{{occurredAt}}","lines":[{"sku":"bolt","quantity":1,"unitPrice":2}]}""");
}
