using Composerp.Contracts;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;
using Npgsql;

namespace Composerp.InventoryLedger.Tests.Items;

public sealed class MasterDataTests(TestDatabases databases) : IAsyncLifetime
{
    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task An_item_is_logged_when_it_changes_and_only_then()
    {
        const string Bolt = """{"name":"Bolt","category":"Iron","unitCost":0.10,"actor":"ann"}""";
        await _ledger.SendAsync(HttpMethod.Put, "/v1/items/bolt", Bolt);
        await _ledger.SendAsync(HttpMethod.Put, "/v1/items/bolt", Bolt);
        var changed = await _ledger.SendAsync(
            HttpMethod.Post, "/v1/items", """[{"sku":"bolt","name":"Bolt","category":"Iron","unitCost":0.1},{"sku":"nut","name":"Nut","unit":"kg"}]""");

        Assert.Equal("""{"items":2,"changed":1}""", changed.Text);
        Assert.Equal("""{"sku":"bolt","name":"Bolt","unit":"each","category":"Iron","unitCost":0.10,"decimals":4,"tracking":"none","valuation":"moving-average"}""", (await _ledger.GetAsync("/v1/items/bolt")).Text);
        Assert.Equal(
            ["bolt", "nut"],
            (await _ledger.GetAsync($"/v1/events?shard={Shards.MasterData}")).Json.EnumerateArray()
                .Select(one => one.GetProperty("data").GetProperty("sku").GetString()));
    }

    [Fact]
    public async Task Items_are_put_all_or_none_with_every_error_named()
    {
        var answer = await _ledger.SendAsync(
            HttpMethod.Post, "/v1/items", """[{"sku":"bolt","name":"Bolt"},null]""");
        Assert.Equal((400, "malformed-json"), (answer.Status, answer.Problem));

        answer = await _ledger.SendAsync(
            HttpMethod.Post, "/v1/items", """[{"sku":"bolt","name":"Bolt"},{"sku":"a/b","name":" ","unitCost":-1},{"sku":"bolt","name":"Bolt"}]""");
        Assert.Equal(["[1].sku bad-sku", "[1].name bad-name", "[1].unitCost bad-unit-cost", "[2].sku repeated-sku"], answer.FieldErrors);
        Assert.Equal("""{"items":[]}""", (await _ledger.GetAsync("/v1/items")).Text);
        Assert.Equal(404, (await _ledger.GetAsync("/v1/items/bolt")).Status);
    }

    [Fact]
    public async Task What_an_item_is_counted_by_does_not_change_while_a_first_movement_is_being_posted()
    {
        await _ledger.AddItemsAsync("bolt");
        await _ledger.AddLocationAsync("A");
        await using var posting = await _ledger.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await posting.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(posting, $"select from event_shard where shard = {Shards.OfLocation("A")} for update");

        var change = _ledger.SendAsync(HttpMethod.Put, "/v1/items/bolt", """{"name":"Bolt","tracking":"serial"}""");
        await Eventually.HoldsAsync(
            async _ => change.IsCompleted || await _ledger.QueryAsync<long>(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") > 0,
            "the change waits for the posting",
            TestContext.Current.CancellationToken);
        await ExecuteAsync(
            posting,
            $"""
            insert into position (
                shard, id, location, sku, lot, account, balance, version, value, uncosted, is_floor_lifted, pool_quantity, pool_value)
            values ({Shards.OfLocation("A")}, 1, 'A', 'bolt', '', 'ON_HAND', 0, 0, 0, 0, false, 0, 0)
            """);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((409, "item-in-use"), (await change) is var answer ? (answer.Status, answer.Problem) : default);
    }

    [Fact]
    public async Task A_location_has_a_kind_and_a_time_zone_that_exist()
    {
        var answer = await _ledger.SendAsync(HttpMethod.Put, "/v1/locations/A", """{"name":"A","kind":"kiosk","timeZone":"Mars/Olympus"}""");
        Assert.Equal(["kind unknown-kind", "timeZone unknown-time-zone"], answer.FieldErrors);

        answer = await _ledger.SendAsync(HttpMethod.Put, "/v1/locations/A", """{"name":"A","kind":"store","timeZone":"Europe/Zurich","goLive":"2026-03-01"}""");
        Assert.Equal("""{"code":"A","name":"A","kind":"store","timeZone":"Europe/Zurich","allowsNegative":false,"goLive":"2026-03-01"}""", answer.Text);
        Assert.Equal(answer.Text, (await _ledger.GetAsync("/v1/locations/A")).Text);
    }

    [Fact]
    public async Task Locations_of_many_shards_are_put_at_once_from_many_sides_without_deadlock()
    {
        var forwards = string.Join(',', Enumerable.Range(0, 100).Select(n => $$"""{"code":"L{{n:000}}","name":"x","kind":"store"}"""));
        var backwards = string.Join(',', Enumerable.Range(0, 100).Reverse().Select(n => $$"""{"code":"L{{n:000}}","name":"y","kind":"store"}"""));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n =>
            _ledger.SendAsync(HttpMethod.Post, "/v1/locations", $"[{(n % 2 == 0 ? forwards : backwards)}]")));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);

        var page = await _ledger.GetAsync("/v1/locations?limit=60");
        var rest = await _ledger.GetAsync($"/v1/locations?limit=60&after={page.String("next")}");
        Assert.Equal("L059", page.String("next"));
        Assert.Equal(40, rest.Json.GetProperty("items").GetArrayLength());
        Assert.False(rest.Json.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task Positions_are_paged_through_every_location_and_item_once()
    {
        await _ledger.AddItemsAsync([.. Enumerable.Range(0, 10).Select(n => $"item-{n}")]);

        foreach (var location in new[] { "A", "B", "C", "D" })
        {
            await _ledger.AddLocationAsync(location);
            var lines = string.Join(',', Enumerable.Range(0, 10).Select(n => $$"""{"sku":"item-{{n}}","quantity":{{n + 1}}}"""));
            await _ledger.PostedAsync($$"""{"id":"{{location}}","kind":"RECEIPT","location":"{{location}}","lines":[{{lines}}]}""");
        }

        var seen = new List<string>();
        var path = "/v1/positions?limit=7";

        for (var next = ""; next is not null; path = $"/v1/positions?limit=7&after={next}")
        {
            var page = await _ledger.GetAsync(path);
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("location")}/{item.GetProperty("sku")}"));
            next = page.Json.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
        }

        Assert.Equal((40, 40), (seen.Count, seen.Distinct().Count()));
        Assert.Equal(4, (await _ledger.GetAsync("/v1/positions?sku=item-3")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(10, (await _ledger.GetAsync("/v1/positions?location=C")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task The_service_describes_every_endpoint()
    {
        var document = (await _ledger.GetAsync("/openapi/v1.json")).Json;
        var movement = document.GetProperty("paths").GetProperty("/v1/movements").GetProperty("post").GetProperty("requestBody");

        Assert.Empty(OpenApiGaps.Of(document));
        Assert.Contains("MovementDraft", movement.GetRawText(), StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
