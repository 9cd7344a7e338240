using System.Text;
using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Composerp.ServiceDefaults.Tests.Faults;

/// <summary>Consumers die, are doubled, get messages twice, never, or in disorder: each event has its effect once, in order.</summary>
public sealed class ConsumerFaultTests(TestDatabases databases)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Guard: effects and positions share a transaction (ApplyEvents.ApplyAsync). With positions advanced in a later one the
    // events have two effects, in an earlier one none.
    [Theory]
    [InlineData("update on consumer_position")]
    [InlineData("insert on effect")]
    public async Task A_consumer_killed_between_effect_and_commit_has_one_effect(string lastSeen)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await Sql.OnceAsync(world.BuyerDatabase, $"after {lastSeen}", "perform pg_terminate_backend(pg_backend_pid());", deferred: true);
        await world.StartShopAsync();
        await world.StartBuyerAsync();

        await world.AppendAsync(1, 50);

        await world.AppliedExactlyOnceAsync();
        Assert.True(await Sql.WentWrongAsync(world.BuyerDatabase));
    }

    // Guards: Faults.IsRefusal counts nothing but classes 22 and 23; taken for a refusal, the event would be a dead letter. Of
    // the first three Faults.IsTransient is a second guard.
    [Theory]
    [InlineData("a serialization failure", "raise exception 'once' using errcode = '40001';")]
    [InlineData("a lost session", "perform pg_terminate_backend(pg_backend_pid());")]
    [InlineData("too many connections", "raise exception 'once' using errcode = '53300';")]
    [InlineData("a statement that was cancelled", "raise exception 'once' using errcode = '57014';")]
    [InlineData("an internal error", "raise exception 'once' using errcode = 'XX000';")]
    public async Task A_transient_database_error_in_the_middle_is_tried_again(string error, string what)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await Sql.OnceAsync(world.BuyerDatabase, "before insert on effect", what);
        await world.StartShopAsync();
        await world.StartBuyerAsync();

        await world.AppendAsync(1, 1);
        await world.AppliedExactlyOnceAsync();
        await world.AppendAsync(1, 50);

        await world.AppliedExactlyOnceAsync();
        Assert.True(await Sql.WentWrongAsync(world.BuyerDatabase), error);
        Assert.Equal(0, await EventWorld.ReadAsync<long>(world.BuyerDatabase, "select count(*) from dead_letter"));
    }

    // Guard: Faults.IsTransient counts a database that cannot be written. Searched for among the events, none of which is to
    // blame, it is tried with every one of them.
    [Fact]
    public async Task A_database_that_is_a_standby_for_a_while_is_waited_for()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        using var log = new CollectedLog();
        await world.StartShopAsync();
        await world.SetBuyerReadOnlyAsync(true);
        await world.AppendAsync(1, 50);
        await world.PublishedAsync();
        await world.StartBuyerAsync(add: builder => builder.Logging.AddProvider(log));
        await Eventually.HoldsAsync(() => log.Contains("Applying events of shop failed and is tried again"), "an attempt", Token);

        await world.SetBuyerReadOnlyAsync(false);

        await world.AppliedExactlyOnceAsync();
        Assert.False(log.Contains("The next event of shard"));
    }

    // Guard: Selection: a sequence at or below the position is dropped, one above the next waits for the gap to be filled.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Duplicate_lost_and_disordered_messages_have_one_effect_each_in_order(int seed)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.StartShopAsync(relays: false);
        await world.StartBuyerAsync();
        var random = new Random(seed);

        for (var round = 0; round < 10; round++)
        {
            await world.AppendAsync(random.Next(3), random.Next(1, 20));
            var log = await world.LogAsync();
            var messages = Enumerable.Range(0, 30).Select(_ => TopicProbe.MessageOf(log[random.Next(log.Count)]));
            await TopicProbe.WriteAsync(world.Kafka.BootstrapServers, EventWorld.Topic, messages);
        }

        await world.AppliedExactlyOnceAsync();
    }

    // Guard: "for update" in lock_positions.sql. Without it two consumers find the same events to be next.
    [Fact]
    public async Task Two_consumers_with_the_same_events_at_the_same_moment_have_one_effect()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.StartShopAsync(relays: false);
        var buyers = new[] { await world.StartBuyerAsync(kafka: false), await world.StartBuyerAsync(kafka: false) };
        await world.AppendAsync(1, 1);
        await world.AppliedExactlyOnceAsync();
        var inTheMiddle = 0;
        world.Rules.AfterEffects = async _ =>
        {
            // Whoever comes first waits until the other one is in the middle too, or waits for the lock that forbids it.
            if (Interlocked.Increment(ref inTheMiddle) == 1)
            {
                await Eventually.HoldsAsync(
                    async _ => Volatile.Read(ref inTheMiddle) == 2 || await world.SomebodyWaitsForALockAsync(), "both with the same events", Token);
            }
        };

        await world.AppendAsync(1, 500);
        await world.AppliedExactlyOnceAsync();

        // The other one may still be about to commit.
        await world.StopAsync(buyers[0]);
        await world.StopAsync(buyers[1]);
        await world.AppliedExactlyOnceAsync();
    }

    // Guard: Selection's repeats: partitions change hands while batches are under way.
    [Fact]
    public async Task Replicas_that_come_and_go_have_one_effect_per_event()
    {
        await using var world = await EventWorld.StartAsync(databases);
        var stop = false;
        var writing = Task.Run(
            async () =>
            {
                for (var round = 0; !Volatile.Read(ref stop); round++)
                {
                    await world.AppendAsync(round % 8, 5);
                }
            },
            Token);

        for (var round = 0; round < 3; round++)
        {
            var replica = await world.StartBuyerAsync();
            var before = await world.PositionsAsync();
            await Eventually.HoldsAsync(async _ => await world.PositionsAsync() > before + 200, "progress with two replicas", Token);
            await world.StopAsync(replica);
        }

        Volatile.Write(ref stop, true);
        await writing;
        await world.AppliedExactlyOnceAsync();
    }

    // Guard: CatchUp.RunAsync tries again after any fault.
    [Fact]
    public async Task A_feed_out_of_reach_for_a_while_delays_and_loses_nothing()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        var shop = await world.StartShopAsync();
        await world.AppendAsync(1, 50);
        await world.AppendAsync(2, 50);
        await world.PublishedAsync();
        world.Kafka.DeleteTopic(EventWorld.Topic);
        world.Kafka.CreateTopic(EventWorld.Topic, 4);
        await world.StopAsync(shop);

        var buyer = await world.StartBuyerAsync();
        await world.DegradedAsync(buyer, "event-log");
        await world.StartShopAsync();

        await world.AppliedExactlyOnceAsync();
        await world.HealthyAsync(buyer, "event-log");
    }

    // Guards: CloudEvent.TryRead looks at the headers, and at the data with IsJson. Without the look at either, what stands in
    // the topic goes to the handler in place of what was logged.
    [Fact]
    public async Task Unreadable_messages_are_read_again_from_the_feed()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.StartShopAsync(relays: false);

        // Each is the next of its shard: taken as it stands it would be applied.
        for (var shard = 0; shard < 6; shard++)
        {
            await world.AppendAsync(shard, 1);
        }

        var messages = (await world.LogAsync()).Select(TopicProbe.MessageOf).ToList();
        messages.ForEach(message => message.Value = Encoding.UTF8.GetBytes("""{"n":2}"""));
        messages[0].Headers.Remove("ce_specversion");
        messages[1].Headers.Remove("ce_source");
        messages[2].Headers.Remove("ce_time");
        messages[3].Headers = null;
        messages[4].Value = Encoding.UTF8.GetBytes("{\"n\":");
        messages[5].Value = [];

        await TopicProbe.WriteAsync(world.Kafka.BootstrapServers, EventWorld.Topic, [.. messages, new Message<byte[], byte[]> { Value = [0xFF] }]);
        await world.StartBuyerAsync();

        await world.AppliedExactlyOnceAsync();
        Assert.Equal(6, await EventWorld.ReadAsync<long>(world.BuyerDatabase, """select count(*) from effect where data = '{"n":1}'"""));
    }

    // Guard: CatchUp's pages go on where the last one ended.
    [Fact]
    public async Task A_consumer_is_built_anew_from_a_log_that_Kafka_forgot()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.StartShopAsync(relays: false);

        for (var shard = 0; shard < 5; shard++)
        {
            await world.AppendAsync(shard, 2_500);
        }

        var log = await world.LogAsync();
        await TopicProbe.WriteAsync(
            world.Kafka.BootstrapServers, EventWorld.Topic, log.Where(one => one.Sequence > 2_450).Select(TopicProbe.MessageOf));
        await world.StartBuyerAsync();

        await world.AppliedExactlyOnceAsync();
    }
}
