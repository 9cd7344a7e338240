using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Composerp.ServiceDefaults.EventLog.Feeding;
using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;

namespace Composerp.ServiceDefaults.Tests.EventLog;

public sealed class FeedTests(TestDatabases databases)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_is_a_batch_of_CloudEvents_after_a_sequence()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        var shop = await world.StartShopAsync(relays: false);
        using var client = shop.Client();
        await world.AppendAsync(3, 5);

        using var response = await client.GetAsync("/v1/events?shard=3&after=2&limit=2", Token);
        var events = (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).EnumerateArray().ToList();

        Assert.Equal("application/cloudevents-batch+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["shop/3/3", "shop/3/4"], events.Select(one => one.GetProperty("id").GetString()));
        Assert.All(events, one => Assert.Equal(
            ("1.0", "/composerp/shop", "test.happened.v1", 3, """{"n":1}"""),
            (
                one.GetProperty("specversion").GetString(),
                one.GetProperty("source").GetString(),
                one.GetProperty("type").GetString(),
                one.GetProperty("shard").GetInt32(),
                one.GetProperty("data").GetRawText())));
    }

    [Fact]
    public async Task What_a_client_reads_is_what_was_logged_byte_for_byte()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        var shop = await world.StartShopAsync(relays: false);
        using var client = shop.Client();
        await world.AppendAsync(3, 2, """{ "name" : "Äpfel \u0041", "n":1.50 }""");

        var bytes = await client.GetByteArrayAsync("/v1/events?shard=3", Token);

        Assert.Equal(
            (await world.LogAsync()).Select(one => (one.Shard, one.Sequence, one.Type, one.RecordedAt, Convert.ToHexString(one.Data.Span))),
            EventBatch.Read(bytes, "shop").Select(one => (one.Shard, one.Sequence, one.Type, one.RecordedAt, Convert.ToHexString(one.Data.Span))));
    }

    // Guard: PageBytesMax. A page of a thousand large events would fill the memories of both sides.
    [Fact]
    public async Task A_page_of_large_events_ends_early_and_never_empty()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        var shop = await world.StartShopAsync(relays: false);
        using var client = shop.Client();
        await world.AppendAsync(3, 350, $"\"{new string('x', 50_000)}\"");
        var (after, pages) = (0L, 0);

        while (EventBatch.Read(await client.GetByteArrayAsync($"/v1/events?shard=3&after={after}&limit=1000", Token), "shop") is { Count: > 0 } page)
        {
            Assert.Equal(after + 1, page[0].Sequence);
            Assert.InRange(page.Count, 1, 200);
            (after, pages) = (page[^1].Sequence, pages + 1);
        }

        Assert.Equal(350, after);
        Assert.InRange(pages, 2, 10);
    }

    [Fact]
    public async Task Heads_are_the_last_sequences_of_shards_with_events()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        var shop = await world.StartShopAsync(relays: false);
        using var client = shop.Client();
        await world.AppendAsync(3, 5);
        await world.AppendAsync(64, 1);

        Assert.Equal("""[{"shard":3,"sequence":5},{"shard":64,"sequence":1}]""", await client.GetStringAsync("/v1/events/heads", Token));
    }

    [Theory]
    [InlineData("", "shard")]
    [InlineData("?shard=x", "shard")]
    [InlineData("?shard=-1", "shard")]
    [InlineData("?shard=40000", "shard")]
    [InlineData("?shard=1&after=-1", "after")]
    [InlineData("?shard=1&limit=0", "limit")]
    [InlineData("?shard=1&limit=1001", "limit")]
    public async Task Bad_parameters_are_named(string query, string parameter)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        var shop = await world.StartShopAsync(relays: false);
        using var client = shop.Client();

        using var response = await client.GetAsync($"/v1/events{query}", Token);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("urn:composerp:shop:malformed-", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains(parameter, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
