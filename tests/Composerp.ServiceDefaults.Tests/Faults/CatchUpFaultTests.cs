using System.Net;
using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Composerp.ServiceDefaults.Tests.Faults;

/// <summary>What Kafka does not bring is found and taken from the feed; a feed that fails is told, and is tried again.</summary>
public sealed class CatchUpFaultTests(TestDatabases databases)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Guards: EventConsumer's calls of CatchUp.Ask and AskForAll. In a world without time nothing ever stands still for long.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_known_to_be_missing_is_filled_at_once(bool readable)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.StartShopAsync(relays: false);
        await world.StartBuyerAsync(add: builder => builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider()));
        await world.AppendAsync(1, 10);
        var last = TopicProbe.MessageOf((await world.LogAsync())[^1]);

        await TopicProbe.WriteAsync(
            world.Kafka.BootstrapServers, EventWorld.Topic, [readable ? last : new Message<byte[], byte[]> { Value = [0xFF] }]);

        await world.AppliedExactlyOnceAsync();
    }

    // Guard: CatchUp.CompareAsync lists the positions before it asks for the heads. The other way round whatever is applied in
    // between looks like a log that was taken back.
    [Fact]
    public async Task Events_applied_while_the_heads_are_asked_for_are_no_log_taken_back()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        using var log = new CollectedLog();
        TaskCompletionSource told = new(), applied = new();
        var comparisons = 0;
        await world.StartShopAsync(relays: false, around: async (context, next) =>
        {
            await next(context);

            if (context.Request.Path == Paths.EventHeads && Interlocked.Increment(ref comparisons) == 1)
            {
                told.SetResult();
                await applied.Task;
            }
        });
        await world.StartBuyerAsync(add: builder => builder.Logging.AddProvider(log));
        await told.Task.WaitAsync(Token);

        await world.AppendAsync(1, 1);
        await TopicProbe.WriteAsync(world.Kafka.BootstrapServers, EventWorld.Topic, (await world.LogAsync()).Select(TopicProbe.MessageOf));
        await world.AppliedExactlyOnceAsync();
        applied.SetResult();

        await Eventually.HoldsAsync(() => Volatile.Read(ref comparisons) > 1, "the comparison is over", Token);
        Assert.False(log.Contains("its log was taken back"));
    }

    // Guard: CatchUp.IsAhead. Events that the source logs anew under numbers that were applied are dropped as repeats, silently.
    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public async Task A_log_that_was_taken_back_is_told(int head)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.StartShopAsync();
        var buyer = await world.StartBuyerAsync();
        await world.AppendAsync(1, 10);
        await world.AppliedExactlyOnceAsync();
        await world.PublishedAsync();
        await world.HealthyAsync(buyer, "event-log");

        await EventWorld.RunAsync(
            world.ShopDatabase,
            $"delete from event where sequence > {head}; update event_shard set last_sequence = {head} where shard = 1");

        await world.DegradedAsync(buyer, "event-log");
    }

    // Guard: CatchUp.ReadPageAsync takes an empty page before the head for a fault. Taken for the end, nobody is told.
    [Fact]
    public async Task A_log_that_has_less_than_its_head_says_is_told_and_holds_up_no_other_shard()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.AppendAsync(1, 10);
        await world.AppendAsync(2, 10);
        await EventWorld.RunAsync(world.ShopDatabase, "delete from event where shard = 1 and sequence > 4");
        await world.StartShopAsync(relays: false);

        var buyer = await world.StartBuyerAsync(kafka: false);

        await world.DegradedAsync(buyer, "event-log");
        await Eventually.HoldsAsync(async _ => await world.PositionsAsync() == 14, "everything that is there", Token);
    }

    // Guard: CatchUp.ReadPageAsync leaves a shard that cannot be read to later.
    [Theory]
    [InlineData(HttpStatusCode.Gone)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task A_shard_that_the_feed_refuses_is_told_and_holds_up_no_other(HttpStatusCode status)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        var refuses = true;
        await world.StartShopAsync(relays: false, around: (context, next) =>
        {
            if (Volatile.Read(ref refuses) && context.Request.Query["shard"] == "1")
            {
                context.Response.StatusCode = (int)status;

                return Task.CompletedTask;
            }

            return next(context);
        });
        var buyer = await world.StartBuyerAsync(kafka: false);

        for (var round = 1; round <= 5; round++)
        {
            await world.AppendAsync(1, 10);
            await world.AppendAsync(2, 10);
            await Eventually.HoldsAsync(async _ => await world.PositionsAsync() == 10 * round, "the other shard goes on", Token);
        }

        await world.DegradedAsync(buyer, "event-log");
        Volatile.Write(ref refuses, false);

        await world.AppliedExactlyOnceAsync();
        await world.HealthyAsync(buyer, "event-log");
    }

    // Guard: CatchUp.BytesPerTransaction. Without it a page of every shard is in the memory, and in one transaction, at once.
    [Fact]
    public async Task Large_events_are_applied_in_transactions_of_a_bounded_size()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.StartShopAsync(relays: false);
        var data = $"\"{new string('x', 30_000)}\"";

        for (var shard = 0; shard < 5; shard++)
        {
            await world.AppendAsync(shard, 200, data);
        }

        var largest = 0L;
        world.Rules.AfterEffects = events =>
        {
            largest = Math.Max(largest, events.Sum(one => (long)one.Data.Length));

            return Task.CompletedTask;
        };
        await world.StartBuyerAsync(kafka: false);

        await world.AppliedExactlyOnceAsync();
        Assert.InRange(largest, 1, 15_000_000);
    }
}
