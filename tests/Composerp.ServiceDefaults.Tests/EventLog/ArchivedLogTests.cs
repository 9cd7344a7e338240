using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Composerp.ServiceDefaults.Tests.EventLog;

/// <summary>A source that does not keep its oldest events: those up to 5, and tells of them from 8 on.</summary>
public sealed class ArchivedLogTests(TestDatabases databases)
{
    private static readonly ShortLog _log = new(new(5, 8));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_feed_says_where_to_begin()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        var shop = await world.StartShopAsync(relays: false, log: _log);
        using var client = shop.Client();
        await world.AppendAsync(3, 10);

        using var gone = await client.GetAsync("/v1/events?shard=3&after=4", Token);
        var problem = await gone.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.Equal((HttpStatusCode.Gone, "application/problem+json"), (gone.StatusCode, gone.Content.Headers.ContentType?.MediaType));
        Assert.Equal("urn:composerp:shop:events-archived", problem.GetProperty("type").GetString());
        Assert.Equal((3, 8), (problem.GetProperty("shard").GetInt32(), problem.GetProperty("start").GetInt64()));
        Assert.Equal(5, (await client.GetFromJsonAsync<JsonElement>("/v1/events?shard=3&after=5", Token)).GetArrayLength());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_consumer_begins_there_and_goes_on(bool kafka)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.AppendAsync(3, 10);
        await EventWorld.RunAsync(world.ShopDatabase, "update relay_position set published_sequence = 9 where shard = 3");
        await world.StartShopAsync(relays: kafka, log: _log);
        await world.StartBuyerAsync(kafka);

        await AppliedAsync(world, 8, 9, 10);
        await world.AppendAsync(3, 2);
        await AppliedAsync(world, 8, 9, 10, 11, 12);
    }

    [Fact]
    public async Task A_consumer_that_was_away_too_long_goes_on_there_and_says_so()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.AppendAsync(3, 10);
        await EventWorld.RunAsync(world.BuyerDatabase, "insert into consumer_position (source, shard, sequence) values ('shop', 3, 2)");
        await world.StartShopAsync(relays: false, log: _log);
        using var log = new CollectedLog();
        await world.StartBuyerAsync(kafka: false, builder => builder.Logging.AddProvider(log));

        await AppliedAsync(world, 8, 9, 10);
        Assert.True(log.Contains("after 2 up to 7 were archived before they were applied here"));
    }

    [Fact]
    public async Task A_consumer_that_has_read_what_is_archived_misses_nothing()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.AppendAsync(3, 10);
        await EventWorld.RunAsync(world.BuyerDatabase, "insert into consumer_position (source, shard, sequence) values ('shop', 3, 5)");
        await world.StartShopAsync(relays: false, log: _log);
        await world.StartBuyerAsync(kafka: false);

        await AppliedAsync(world, 6, 7, 8, 9, 10);
    }

    private static async Task AppliedAsync(EventWorld world, params long[] sequences)
    {
        await Eventually.HoldsAsync(
            async _ => await world.PositionsAsync() >= sequences[^1], $"the buyer is at {sequences[^1]}", Token);
        Assert.Equal(sequences, (await world.EffectsAsync()).Select(effect => effect.Sequence));
    }
}
