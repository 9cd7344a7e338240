using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Movements;

public sealed class PostMovementsTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Receipt = """{"id":"r","kind":"RECEIPT","location":"A","lines":[{"sku":"bolt","quantity":10,"unitPrice":0.1}]}""";

    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await _ledger.AddItemsAsync("bolt", "nut");
        await _ledger.AddLocationAsync("A");
        await _ledger.AddLocationAsync("B");
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task The_same_movement_twice_counts_once_and_is_answered_with_the_same_bytes()
    {
        var first = await _ledger.PostAsync(Receipt);
        var again = await _ledger.PostAsync(Receipt.Replace("0.1}", "0.10}", StringComparison.Ordinal));

        Assert.Equal(201, first.Status);
        Assert.Equal(first, again);
        Assert.Equal(10, await _ledger.OnHandAsync("A", "bolt"));
    }

    [Fact]
    public async Task An_id_used_for_something_else_is_refused()
    {
        await _ledger.PostedAsync(Receipt);
        var other = await _ledger.PostAsync(Receipt.Replace("10", "11", StringComparison.Ordinal));

        Assert.Equal((409, "conflicting-replay"), (other.Status, other.Problem));
        Assert.Equal(10, await _ledger.OnHandAsync("A", "bolt"));
    }

    [Fact]
    public async Task Insufficient_stock_says_which_line_and_what_there_is()
    {
        await _ledger.PostedAsync(Receipt);
        var refused = await _ledger.PostAsync("""{"id":"s","kind":"SALE","location":"A","lines":[{"sku":"bolt","quantity":10.0001}]}""");

        Assert.Equal((409, "insufficient-stock"), (refused.Status, refused.Problem));
        Assert.Equal(["lines[0].quantity insufficient-stock"], refused.FieldErrors);
        Assert.Equal(10, refused.Json.GetProperty("errors")[0].GetProperty("available").GetDecimal());
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_reported_at_once()
    {
        var refused = await _ledger.PostAsync(
            """{"id":"x","kind":"TRANSFER_OUT","location":"X","toLocation":"Y","lines":[{"sku":"gold","quantity":1},{"sku":"bolt","quantity":1}]}""");

        Assert.Equal(422, refused.Status);
        Assert.Equal(["location unknown-location", "toLocation unknown-location", "lines[0].sku unknown-item"], refused.FieldErrors);

        var broken = await _ledger.PostAsync("""{"id":"x","kind":"BURN","location":"A","lines":[{"sku":"bolt","quantity":0.00001}]}""");

        Assert.Equal((422, "unknown-kind"), (broken.Status, broken.Problem));
        Assert.Equal(["kind unknown-kind", "lines[0].quantity too-many-decimals"], broken.FieldErrors);
    }

    [Theory]
    [InlineData("""{"id":"x","kind":"SALE","location":"A","lines":[{"sku":"bolt","quantty":1}]}""", "$.lines[0].quantty")]
    [InlineData("""{"id":"x","kind":"SALE","location":"A","lines":[{"sku":"bolt","quantity":"1"}]}""", "$.lines[0].quantity")]
    [InlineData("""{"id":"x","kind":"SALE","location":"A","occurredAt":"yesterday","lines":[]}""", "$.occurredAt")]
    [InlineData("""{"id":"x","kind":"SALE",""", "$")]
    public async Task Malformed_bodies_name_the_place(string json, string path)
    {
        var refused = await _ledger.PostAsync(json);

        Assert.Equal((400, "malformed-json"), (refused.Status, refused.Problem));
        Assert.Equal(path, refused.String("path"));
    }

    [Fact]
    public async Task One_bad_movement_of_many_never_fails_its_neighbours()
    {
        var answer = await _ledger.PostAsync(
            """
            [
              {"id":"1","kind":"RECEIPT","location":"A","lines":[{"sku":"bolt","quantity":5}]},
              {"id":"2","kind":"SALE","location":"A","lines":[{"sku":"bolt","quantity":6}]},
              {"id":"3","kind":"SALE","location":"A","lines":[{"sku":"bolt","quantity":-1}]},
              {"id":"4","kind":"TRANSFER_OUT","location":"A","toLocation":"B","lines":[{"sku":"bolt","quantity":5}]},
              {"id":"5","kind":"TRANSFER_IN","location":"A","toLocation":"B","lines":[{"sku":"bolt","quantity":5}]},
              {"id":"6","kind":"SALE","location":"B","lines":[{"sku":"bolt","quantity":5}]},
              {"id":"1","kind":"RECEIPT","location":"A","lines":[{"sku":"bolt","quantity":5}]}
            ]
            """);

        Assert.Equal(200, answer.Status);
        var results = answer.Json.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(
            ["posted", "refused", "refused", "posted", "posted", "posted", "posted"],
            results.Select(result => result.GetProperty("status").GetString()));
        Assert.EndsWith(":insufficient-stock", results[1].GetProperty("problem").GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal(results[0].GetRawText(), results[6].GetRawText());
        Assert.Equal(0, await _ledger.OnHandAsync("B", "bolt"));
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    [Fact]
    public async Task A_movement_is_read_back_with_its_entries()
    {
        await _ledger.PostedAsync(Receipt);
        await _ledger.PostedAsync(
            """
            {"id":"http://shop/7","kind":"TRANSFER_OUT","occurredAt":"2026-01-02T03:04:05.1234567+01:00","location":"A","toLocation":"B",
             "reference":"T-7","reason":"refill","actor":"ann","lines":[{"sku":"bolt","quantity":2.5,"lot":"L1"},{"sku":"bolt","quantity":1}]}
            """.Replace("\"lot\":\"L1\"", "\"unitPrice\":2", StringComparison.Ordinal));

        var movement = await _ledger.GetAsync("/v1/movements/http://shop/7");
        var encoded = await _ledger.GetAsync("/v1/movements/http%3A%2F%2Fshop%2F7");

        Assert.Equal(movement.Text, encoded.Text);
        Assert.Equal(("A", "B", "T-7", "refill", "ann"), (
            movement.String("location"), movement.String("toLocation"), movement.String("reference"), movement.String("reason"), movement.String("actor")));
        Assert.Equal(new(2026, 1, 2, 2, 4, 5, 123, 456, TimeSpan.Zero), movement.Json.GetProperty("occurredAt").GetDateTimeOffset());
        Assert.Equal(
            ["A ON_HAND -2.5", "A ON_HAND -1", "B IN_TRANSIT 2.5", "B IN_TRANSIT 1"],
            movement.Json.GetProperty("entries").EnumerateArray().Select(entry =>
                $"{entry.GetProperty("location")} {entry.GetProperty("account")} {entry.GetProperty("quantity")}"));
        Assert.Equal(2, movement.Json.GetProperty("parts").GetArrayLength());
        Assert.Equal(404, (await _ledger.GetAsync("/v1/movements/nothing")).Status);
    }

    [Fact]
    public async Task A_late_sale_before_a_count_does_not_move_stock_after_it()
    {
        await _ledger.PostedAsync("""{"id":"r","kind":"RECEIPT","occurredAt":"2026-01-01T08:00:00Z","location":"A","lines":[{"sku":"bolt","quantity":10}]}""");
        await _ledger.PostedAsync("""{"id":"s1","kind":"SALE","occurredAt":"2026-01-03T08:00:00Z","location":"A","lines":[{"sku":"bolt","quantity":2}]}""");
        await _ledger.PostedAsync("""{"id":"c","kind":"COUNT","occurredAt":"2026-01-02T08:00:00Z","location":"A","lines":[{"sku":"bolt","quantity":7}]}""");
        Assert.Equal(5, await _ledger.OnHandAsync("A", "bolt"));

        await _ledger.PostedAsync("""{"id":"s2","kind":"SALE","occurredAt":"2026-01-01T09:00:00Z","location":"A","lines":[{"sku":"bolt","quantity":3}]}""");
        await _ledger.PostedAsync("""{"id":"c2","kind":"COUNT","occurredAt":"2026-01-01T10:00:00Z","location":"A","lines":[{"sku":"bolt","quantity":9}]}""");

        Assert.Equal(5, await _ledger.OnHandAsync("A", "bolt"));
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    [Fact]
    public async Task A_lot_that_is_picked_may_go_where_it_was_before()
    {
        await _ledger.SendAsync(HttpMethod.Put, "/v1/items/milk", """{"name":"milk","tracking":"lot"}""");
        await _ledger.PostedAsync("""{"id":"r","kind":"RECEIPT","location":"A","lines":[{"sku":"milk","lot":"L1","quantity":9}]}""");

        for (var n = 0; n < 2; n++)
        {
            await _ledger.PostedAsync($$"""{"id":"out{{n}}","kind":"TRANSFER_OUT","location":"A","toLocation":"B","lines":[{"sku":"milk","quantity":2}]}""");
            await _ledger.PostedAsync($$"""{"id":"in{{n}}","kind":"TRANSFER_IN","location":"A","toLocation":"B","lines":[{"sku":"milk","quantity":2}]}""");
            await _ledger.PostedAsync($$"""{"id":"damage{{n}}","kind":"DAMAGE","location":"B","lines":[{"sku":"milk","quantity":2}]}""");
            await _ledger.PostedAsync($$"""{"id":"expiry{{n}}","kind":"EXPIRY","location":"B","lines":[{"sku":"milk","lot":"L1","status":"DAMAGED","quantity":2}]}""");
        }

        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    [Fact]
    public async Task A_release_without_lines_ends_the_whole_reservation()
    {
        await _ledger.PostedAsync(Receipt);
        await _ledger.PostedAsync("""{"id":"hold","kind":"RESERVATION","location":"A","lines":[{"sku":"bolt","quantity":2}]}""");
        await _ledger.PostedAsync("""{"id":"end","kind":"RESERVATION_RELEASE","location":"A","reservation":"hold"}""");

        Assert.Equal(0L, await _ledger.QueryAsync<long>("select open from reservation"));
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    [Fact]
    public async Task What_nobody_foresaw_fails_one_request_and_not_those_after_it()
    {
        var zone = "update location set time_zone = '{0}' where code = 'A'";
        await _ledger.QueryAsync<string>(string.Format(null, zone, "No/Where") + " returning code");
        Assert.Equal(500, (await _ledger.PostAsync(Receipt)).Status);

        await _ledger.QueryAsync<string>(string.Format(null, zone, "UTC") + " returning code");
        Assert.Equal(201, (await _ledger.PostAsync(Receipt)).Status);
    }

    [Fact]
    public async Task Summaries_take_sales_as_positive_and_leave_corrections_out()
    {
        await _ledger.PostedAsync("""{"id":"r","kind":"RECEIPT","occurredAt":"2026-01-01T23:30:00Z","location":"A","lines":[{"sku":"bolt","quantity":10},{"sku":"nut","quantity":1}]}""");
        await _ledger.PostedAsync("""{"id":"c","kind":"COUNT","occurredAt":"2026-01-04T00:00:00Z","location":"A","lines":[{"sku":"bolt","quantity":9}]}""");
        await _ledger.PostedAsync("""{"id":"s","kind":"SALE","occurredAt":"2026-01-03T08:00:00Z","location":"A","lines":[{"sku":"bolt","quantity":2.5},{"sku":"bolt","quantity":0.5}]}""");

        Assert.Equal(
            """{"items":[{"kind":"COUNT","movements":1,"quantity":-1},{"kind":"RECEIPT","movements":1,"quantity":11},{"kind":"SALE","movements":1,"quantity":3}]}""",
            (await _ledger.GetAsync("/v1/movements/summary")).Text);
        Assert.Equal(
            """{"items":[{"kind":"RECEIPT","movements":1,"quantity":10}]}""",
            (await _ledger.GetAsync("/v1/movements/summary?kind=RECEIPT&location=A&sku=bolt&from=2026-01-01&to=2026-01-01")).Text);
        Assert.Equal("""{"items":[]}""", (await _ledger.GetAsync("/v1/movements/summary?kind=SALE&from=2026-01-04")).Text);
    }

    [Fact]
    public async Task Too_many_movements_at_once_are_refused_whole()
    {
        var many = string.Join(',', Enumerable.Range(0, 1_001).Select(n => Receipt.Replace("\"r\"", $"\"{n}\"", StringComparison.Ordinal)));

        Assert.Equal("too-many-movements", (await _ledger.PostAsync($"[{many}]")).Problem);
        Assert.Equal(0L, await _ledger.QueryAsync<long>("select count(*) from entry"));
    }
}
