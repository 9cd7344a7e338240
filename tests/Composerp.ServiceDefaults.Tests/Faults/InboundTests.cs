using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Composerp.Embedded.Kafka;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Composerp.ServiceDefaults.Tests.Faults;

/// <summary>What comes from outside is applied or kept; nothing is lost, whatever happens between receiving and committing.</summary>
public sealed class InboundTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Topic = "till-reports";

    // Kafka's protocol: the key of a request.
    private const short JoinGroup = 11;

    private readonly KafkaCluster _kafka = KafkaCluster.Start();
    private readonly IntegrationEffects _effects = new();
    private string _database = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _kafka.CreateTopic(Topic, 2);
        _database = await databases.CreateAsync(Token);
        var builder = TestService.Builder("Migrate", Configuration());
        builder.AddServiceDefaults();
        builder.AddDatabase("db", typeof(InboundTests).Assembly);
        Assert.Equal(0, await builder.MigrateAsync());
    }

    public ValueTask DisposeAsync()
    {
        _kafka.Dispose();

        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Messages_in_binary_and_structured_mode_are_applied()
    {
        await using var service = await StartAsync();
        await WriteAsync(
            Binary("1", "{\"n\":1}"),
            new() { Headers = Headers(("content-type", "application/cloudevents+json; charset=utf-8")), Value = Structured("2") });

        await CommittedAsync(2);

        Assert.Equal("""{"n":1}""", _effects.Committed[("/tills/7", "1")]);
        Assert.Equal("""{"n":2}""", _effects.Committed[("/tills/7", "2")]);
    }

    // Guard: offsets are stored after the handler committed (InboundConsumer.ExecuteAsync). Stored before, what the first
    // process had in hand when it ended never comes again.
    [Fact]
    public async Task A_process_that_ends_before_its_commit_gets_the_messages_again()
    {
        var inHand = new TaskCompletionSource();
        _effects.BeforeCommit = _ =>
        {
            inHand.TrySetResult();

            throw new InvalidOperationException("Gone before the commit.");
        };
        var first = await StartAsync();
        await WriteAsync([.. Enumerable.Range(1, 50).Select(id => Binary($"{id}", "{}"))]);
        await inHand.Task.WaitAsync(Token);
        await first.DisposeAsync();
        Assert.Empty(_effects.Committed);

        _effects.BeforeCommit = _ => Task.CompletedTask;
        await using var second = await StartAsync();

        await CommittedAsync(50);
    }

    // Guard: InboundConsumer.ApplyUntilDoneAsync holds on to the batch.
    [Fact]
    public async Task Faults_of_the_handler_are_tried_again_without_end()
    {
        var attempts = 0;
        _effects.BeforeCommit = _ => ++attempts < 5 ? throw new NpgsqlException("The database is away.") : Task.CompletedTask;
        await using var service = await StartAsync();

        await WriteAsync([.. Enumerable.Range(1, 50).Select(id => Binary($"{id}", "{}"))]);

        await CommittedAsync(50);
        Assert.Equal(0, await CountLettersAsync(service));
    }

    // Guard: InboundConsumer.KeepAsync ends before the offsets are stored. Let go its own way, the letters that meet a fault
    // are lost.
    [Fact]
    public async Task What_is_refused_or_unreadable_is_kept_once_and_applied_by_hand()
    {
        _effects.IsRefused = one => one.Id == "bad";
        await using var database = NpgsqlDataSource.Create(_database);
        await Sql.OnceAsync(database, "before insert on dead_letter", "perform pg_terminate_backend(pg_backend_pid());");
        await using var service = await StartAsync();
        using var client = service.Client();
        var unreadable = new Message<byte[], byte[]> { Headers = Headers(("ce_type", "till.sold")), Value = "not JSON"u8.ToArray() };

        await WriteAsync(Binary("1", "{}"), Binary("bad", "{}"), unreadable, new() { Value = null! }, Binary("bad", "{}"), unreadable, Binary("2", "{}"));

        await CommittedAsync(2);
        await Eventually.HoldsAsync(async _ => await CountLettersAsync(service) == 3, "three letters", Token);
        var page = await client.GetFromJsonAsync<JsonElement>("/v1/dead-letters", Token);
        var letters = page.GetProperty("items").EnumerateArray().ToList();
        var bad = letters.Single(letter => letter.GetProperty("senderEventId").GetString() == "bad");
        Assert.Equal(("/tills/7", "Unknown item."), (bad.GetProperty("sender").GetString(), bad.GetProperty("reason").GetString()));
        Assert.Single(letters, letter => letter.TryGetProperty("text", out var text) && text.GetString() == "not JSON");

        _effects.IsRefused = _ => false;
        using var applied = await client.PostAsync($"/v1/dead-letters/{Topic}/-1/{bad.GetProperty("sequence")}/apply", null, Token);

        Assert.Equal(HttpStatusCode.OK, applied.StatusCode);
        Assert.Contains(("/tills/7", "bad"), _effects.Committed.Keys);
    }

    // Guard: the halving in InboundConsumer.ApplyAsync. Without it one event that the handler throws at holds up the topic.
    [Fact]
    public async Task An_event_that_the_handler_throws_at_holds_up_no_other()
    {
        _effects.BeforeCommit = events => events.Any(one => one.Id == "bad") ? throw new EventRefusedException("Nonsense.") : Task.CompletedTask;
        await using var service = await StartAsync();

        await WriteAsync([.. Enumerable.Range(1, 50).Select(id => Binary(id == 20 ? "bad" : $"{id}", "{}"))]);

        await CommittedAsync(49);
        await Eventually.HoldsAsync(async _ => await CountLettersAsync(service) == 1, "a letter", Token);
    }

    // Guard: InboundMessage.Shortened. A name too long for the index can never be kept: the topic stands still for ever.
    [Fact]
    public async Task Names_of_any_length_are_kept()
    {
        _effects.IsRefused = one => one.Id.Length > 100;
        await using var service = await StartAsync();
        var bytes = new byte[6_000];
        new Random(1).NextBytes(bytes);

        // Characters of two halves each: no half may stay where the name is cut.
        var id = string.Concat(bytes.Select(one => char.ConvertFromUtf32(0x1F300 + one)));
        await WriteAsync(Binary(id, "{}"), Binary($"-{id}", "{}"), Binary($"-{id}", "{}"), Binary("1", "{}"));

        await CommittedAsync(1);
        await Eventually.HoldsAsync(async _ => await CountLettersAsync(service) == 2, "two letters", Token);
    }

    // Guard: InboundMessage.TimeOf. A time that no DateTime holds can never be kept: the topic stands still for ever.
    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-70_000_000_000_000)]
    public async Task Unreadable_messages_of_any_time_are_kept(long milliseconds)
    {
        await using var service = await StartAsync();

        await WriteAsync(
            new() { Value = "not JSON"u8.ToArray(), Timestamp = new Timestamp(milliseconds, TimestampType.CreateTime) },
            Binary("1", "{}"));

        await CommittedAsync(1);
        await Eventually.HoldsAsync(async _ => await CountLettersAsync(service) == 1, "a letter", Token);
    }

    // Guard: InboundRounds. With the first of a batch alone the correction vanishes.
    [Fact]
    public async Task What_is_sent_again_with_other_content_is_applied_after_the_first()
    {
        _effects.IsRefused = one => Encoding.UTF8.GetString(one.Data.Span) == "{}";
        await WriteAsync(Binary("1", "{}"), Binary("1", "{}"), Binary("1", "{\"n\":1}"), Binary("2", "{\"n\":2}"));
        await using var service = await StartAsync();

        await CommittedAsync(2);

        Assert.Equal("""{"n":1}""", _effects.Committed[("/tills/7", "1")]);
        await Eventually.HoldsAsync(async _ => await CountLettersAsync(service) == 1, "a letter", Token);
    }

    // Guard: KafkaIntake.Receive takes errors of the consumer as passing; thrown on, they end the consumer's loop.
    [Fact]
    public async Task Errors_of_the_broker_lose_nothing_that_was_sent()
    {
        _kafka.PushErrors(JoinGroup, 15, 25, 27);
        await using var service = await StartAsync();

        await WriteAsync(Binary("1", "{}"));
        await CommittedAsync(1);
    }

    // Nothing of ours stands guard here: the client overcomes it by itself.
    [Fact]
    public async Task A_broker_that_goes_down_and_comes_up_loses_nothing_that_was_sent()
    {
        await using var service = await StartAsync();
        await WriteAsync(Binary("1", "{}"));
        await CommittedAsync(1);

        _kafka.TakeDown();
        _kafka.BringUp();
        await WriteAsync(Binary("2", "{}"));

        await CommittedAsync(2);
    }

    private Task<TestService> StartAsync() => TestService.StartAsync(
        "Office",
        Configuration(),
        builder =>
        {
            builder.AddDatabase("db", typeof(InboundTests).Assembly);
            builder.Services.AddSingleton(_effects);
            builder.AddIntegrationConsumer<RecordIntegrationEvents>(Topic);
        },
        app => app.MapEventLog());

    private Dictionary<string, string?> Configuration() => new()
    {
        ["ConnectionStrings:db"] = _database,
        ["KAFKA_BROKERS"] = _kafka.BootstrapServers,
    };

    private Task CommittedAsync(int count) => Eventually.HoldsAsync(() => _effects.Committed.Count == count, $"{count} committed", Token);

    private static Task<long> CountLettersAsync(TestService service) =>
        EventWorld.ReadAsync<long>(service.Database, "select count(*) from dead_letter where shard = -1");

    private Task WriteAsync(params Message<byte[], byte[]>[] messages) => TopicProbe.WriteAsync(_kafka.BootstrapServers, Topic, messages);

    private static Message<byte[], byte[]> Binary(string id, string data) => new()
    {
        Headers = Headers(("ce_specversion", "1.0"), ("ce_source", "/tills/7"), ("ce_id", id), ("ce_type", "till.sold"), ("content-type", "application/json")),
        Value = Encoding.UTF8.GetBytes(data),
    };

    private static byte[] Structured(string id) =>
        Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","source":"/tills/7","id":"{{id}}","type":"till.sold","data":{"n":2} }""");

    private static Headers Headers(params (string Name, string Value)[] headers)
    {
        var all = new Headers();

        foreach (var (name, value) in headers)
        {
            all.Add(name, Encoding.UTF8.GetBytes(value));
        }

        return all;
    }
}
