using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;

namespace Composerp.ServiceDefaults.Tests.Faults;

public sealed class DeadLetterTests(TestDatabases databases)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Guards: ApplyEvents.RefuseAsync stores the letter and advances the position (without the letter the event is lost,
    // without the position the shard stands still); ApplyDeadLetter's mark, without which the second call has a second effect.
    [Fact]
    public async Task A_poison_event_becomes_a_dead_letter_and_is_applied_once_by_hand()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        RefuseFifthOfShardOne(world, new EventRefusedException("No such item."));
        await world.StartShopAsync();
        var buyer = await world.StartBuyerAsync();
        using var client = buyer.Client();
        await world.AppendAsync(1, 10);
        await world.AppendAsync(2, 10);

        await world.AppliedExactlyOnceAsync(refused: (1, 5));
        var letter = Assert.Single(await ListAsync(client));
        Assert.Equal("shop/1/5", $"{letter.GetProperty("source")}/{letter.GetProperty("shard")}/{letter.GetProperty("sequence")}");
        Assert.Equal("No such item.", letter.GetProperty("reason").GetString());
        Assert.Equal("""{"n":1}""", letter.GetProperty("data").GetRawText());

        var fullPage = await client.GetFromJsonAsync<JsonElement>("/v1/dead-letters?limit=1", Token);
        Assert.False(fullPage.TryGetProperty("next", out _));

        using (var refusedAgain = await ApplyAsync(client, "shop/1/5"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refusedAgain.StatusCode);
            Assert.Contains("No such item.", await refusedAgain.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        world.Rules.AfterEffects = _ => Task.CompletedTask;
        using var applied = await ApplyAsync(client, "shop/1/5");
        using var again = await ApplyAsync(client, "shop/1/5");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (applied.StatusCode, again.StatusCode));
        Assert.Single(await world.EffectsAsync(), (1, 5L));
        Assert.Empty(await ListAsync(client));
        Assert.Equal("ann", Assert.Single(await ListAsync(client, "?applied=true")).GetProperty("appliedBy").GetString());
    }

    // Guard: ApplyEvents.RefuseAsync stores the letter in the transaction that advances the position. In a later one the letter
    // is lost, and with it the event.
    [Fact]
    public async Task A_consumer_killed_while_it_keeps_a_dead_letter_keeps_it_once()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        RefuseFifthOfShardOne(world, new EventRefusedException("No such item."));
        await Sql.OnceAsync(world.BuyerDatabase, "before insert on dead_letter", "perform pg_terminate_backend(pg_backend_pid());");
        await world.StartShopAsync();
        var buyer = await world.StartBuyerAsync();
        using var client = buyer.Client();

        await world.AppendAsync(1, 10);

        await world.AppliedExactlyOnceAsync(refused: (1, 5));
        Assert.True(await Sql.WentWrongAsync(world.BuyerDatabase));
        Assert.Single(await ListAsync(client));
    }

    // Guard: Faults.IsRefusal counts the database's own refusals; otherwise the shard stands still for ever.
    [Theory]
    [InlineData("23514", "check_violation")]
    [InlineData("23503", "foreign_key_violation")]
    [InlineData("22003", "numeric_value_out_of_range")]
    public async Task What_the_database_refuses_is_a_dead_letter(string code, string name)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await EventWorld.RunAsync(
            world.BuyerDatabase,
            $"""
            create function refuse() returns trigger language plpgsql as $$
            begin
                if new.sequence in (3, 4) then raise exception 'no' using errcode = '{code}'; end if;
                return new;
            end $$;
            create trigger refuse before insert on effect for each row execute function refuse();
            """);
        await world.StartShopAsync();
        var buyer = await world.StartBuyerAsync();
        using var client = buyer.Client();

        await world.AppendAsync(1, 100);

        await world.AppliedExactlyOnceAsync(refused: [(1, 3), (1, 4)]);
        Assert.Equal(2, (await ListAsync(client)).Count);
        Assert.NotEmpty(name);
    }

    [Fact]
    public async Task A_dead_letter_is_copied_to_a_topic_of_its_own()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        world.Kafka.CreateTopic($"{EventWorld.Topic}.dead-letter", 1);
        RefuseFifthOfShardOne(world, new JsonException("Not of that form\0."));
        await world.StartShopAsync();
        await world.StartBuyerAsync();
        await world.AppendAsync(1, 5);
        await world.AppliedExactlyOnceAsync(refused: (1, 5));

        await Eventually.HoldsAsync(() => TopicProbe.ReadAll(world.Kafka.BootstrapServers, $"{EventWorld.Topic}.dead-letter").Count == 1, "a copy", Token);
        var copy = TopicProbe.ReadAll(world.Kafka.BootstrapServers, $"{EventWorld.Topic}.dead-letter")[0].Message;

        Assert.Equal("shop/1/5", CloudEvent.TextOf(copy.Headers, "ce_id"));
        Assert.StartsWith("Not of that form", CloudEvent.TextOf(copy.Headers, "dead_letter_reason"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop/1/5/apply", HttpStatusCode.NotFound, "urn:composerp:buyer:unknown-dead-letter")]
    [InlineData("shop/1000000/5/apply", HttpStatusCode.NotFound, "urn:composerp:buyer:unknown-dead-letter")]
    public async Task What_is_no_dead_letter_cannot_be_applied(string path, HttpStatusCode status, string type)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        var buyer = await world.StartBuyerAsync(kafka: false);
        using var client = buyer.Client();

        using var response = await client.PostAsync($"/v1/dead-letters/{path}", null, Token);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(type, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "?limit=0", null, HttpStatusCode.BadRequest, "limit")]
    [InlineData("GET", "?after=zz", null, HttpStatusCode.BadRequest, "after")]
    [InlineData("POST", "/shop/1/5/apply", """{"actor":"a\u0000b"}""", HttpStatusCode.UnprocessableEntity, "actor")]
    [InlineData("POST", "/shop/1/5/apply", """{"actor":""}""", HttpStatusCode.UnprocessableEntity, "actor")]
    public async Task What_cannot_be_meant_is_named(string method, string path, string? body, HttpStatusCode status, string name)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        var buyer = await world.StartBuyerAsync(kafka: false);
        using var client = buyer.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/v1/dead-letters{path}");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await client.SendAsync(request, Token);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(name, problem.GetProperty(status == HttpStatusCode.BadRequest ? "parameter" : "field").GetString());
    }

    private static void RefuseFifthOfShardOne(EventWorld world, Exception refusal) => world.Rules.AfterEffects = events =>
        events.Any(one => one is { Shard: 1, Sequence: 5 }) ? throw refusal : Task.CompletedTask;

    private static async Task<List<JsonElement>> ListAsync(HttpClient client, string query = "")
    {
        var page = await client.GetFromJsonAsync<JsonElement>($"/v1/dead-letters{query}", Token);

        return [.. page.GetProperty("items").EnumerateArray()];
    }

    private static Task<HttpResponseMessage> ApplyAsync(HttpClient client, string key) =>
        client.PostAsJsonAsync($"/v1/dead-letters/{key}/apply", new { actor = "ann" }, Token);
}
