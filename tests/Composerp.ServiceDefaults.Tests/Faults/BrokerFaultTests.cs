using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;

namespace Composerp.ServiceDefaults.Tests.Faults;

/// <summary>Whatever the broker does, each event has its effect once, and the topic holds each event in the end.</summary>
public sealed class BrokerFaultTests(TestDatabases databases)
{
    // Kafka's protocol: keys of requests.
    private const short Produce = 0;
    private const short Fetch = 1;
    private const short OffsetCommit = 8;
    private const short JoinGroup = 11;

    [Fact]
    public async Task Events_are_applied_exactly_once_and_in_order()
    {
        await using var world = await EventWorld.StartAsync(databases);

        await AppendRoundsAsync(world, 20);

        await world.AppliedExactlyOnceAsync();
        await world.PublishedAsync();
    }

    // Guard: CatchUp runs beside the Kafka loop, and takes the feed for the only way while no broker is reached.
    [Fact]
    public async Task A_broker_that_goes_down_and_comes_up_loses_nothing()
    {
        await using var world = await EventWorld.StartAsync(databases);
        await AppendRoundsAsync(world, 5);
        await world.PublishedAsync();

        world.Kafka.TakeDown();
        await AppendRoundsAsync(world, 5);
        await world.AppliedExactlyOnceAsync();
        world.Kafka.BringUp();
        await AppendRoundsAsync(world, 5);

        await world.AppliedExactlyOnceAsync();
        await world.PublishedAsync();
        TopicHoldsAll(world, 5, 30);
    }

    // Guards: EventPublisher.OnDelivered counts no failed delivery as published, and Relay.LeadAsync replaces the producer. The
    // first two errors are overcome by the client itself.
    [Theory]
    [InlineData("not leader for partition", 6, 6, 6)]
    [InlineData("not enough replicas", 19, 19)]
    [InlineData("message size too large for the broker", 10)]
    [InlineData("out of order sequence, which is fatal to an idempotent producer", 45)]
    [InlineData("topic authorization failed, which is permanent to a producer", 29, 29)]
    public async Task Errors_of_produce_requests_lose_nothing(string error, params int[] codes)
    {
        await using var world = await EventWorld.StartAsync(databases);
        await AppendRoundsAsync(world, 5);
        await world.PublishedAsync();

        world.Kafka.PushErrors(Produce, codes);
        await AppendRoundsAsync(world, 10);

        await world.AppliedExactlyOnceAsync();
        await world.PublishedAsync();

        if (codes is not [10])
        {
            TopicHoldsAll(world, 5, 30);
        }

        Assert.NotEmpty(error);
    }

    // Guard: KafkaIntake.Receive takes errors of the consumer as passing; thrown on, they end the consumer's loop. Of the
    // errors here those of joining the group get so far; the others are overcome by the client itself.
    [Theory]
    [InlineData("fetch: unknown topic or partition, not leader, offset out of range", Fetch, 3, 6, 1)]
    [InlineData("offset commit: rebalance in progress, illegal generation, unknown member", OffsetCommit, 27, 22, 25)]
    [InlineData("join group: coordinator not available, unknown member, rebalance in progress", JoinGroup, 15, 25, 27)]
    public async Task Errors_of_consumer_requests_are_survived(string error, short request, params int[] codes)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.StartShopAsync();
        world.Kafka.PushErrors(request, codes);
        await world.StartBuyerAsync();

        await AppendRoundsAsync(world, 5);
        await world.AppliedExactlyOnceAsync();
        world.Kafka.PushErrors(request, codes);
        await AppendRoundsAsync(world, 5);

        await world.AppliedExactlyOnceAsync();
        Assert.NotEmpty(error);
    }

    // Guard: CatchUp's comparison with the heads. Nothing else tells that the tail is missing.
    [Fact]
    public async Task A_topic_wiped_after_the_last_event_of_a_shard_loses_nothing()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.StartShopAsync();
        await AppendRoundsAsync(world, 5);
        await world.PublishedAsync();
        Wipe(world, partitions: 4);

        await world.StartBuyerAsync();

        await world.AppliedExactlyOnceAsync();
    }

    // Guard: Selection's gaps. Without them the first message of the new topic is applied at its distance.
    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    [InlineData(7)]
    public async Task A_topic_wiped_and_created_again_loses_nothing(int partitions)
    {
        await using var world = await EventWorld.StartAsync(databases);
        await AppendRoundsAsync(world, 5);
        await world.AppliedExactlyOnceAsync();

        Wipe(world, partitions);
        await AppendRoundsAsync(world, 10);
        await world.AppliedExactlyOnceAsync();
        await world.PublishedAsync();
        await AppendRoundsAsync(world, 5);

        await world.AppliedExactlyOnceAsync();
        await world.PublishedAsync();
    }

    // Guard: EventPublisher counts an event that no broker takes as acknowledged; otherwise the shard stands still for ever.
    [Fact]
    public async Task An_event_too_large_for_the_broker_travels_by_the_feed()
    {
        await using var world = await EventWorld.StartAsync(databases);

        await world.AppendAsync(3, 1);
        await world.AppendAsync(3, 1, $"\"{IncompressibleText(3_000_000)}\"");
        await world.AppendAsync(3, 1);

        await world.AppliedExactlyOnceAsync();
        await world.PublishedAsync();
    }

    // Guard: EventConsumer runs its CatchUp whether or not there is a broker.
    [Fact]
    public async Task Without_any_broker_events_travel_by_the_feed()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.StartShopAsync(relays: false);
        await world.StartBuyerAsync(kafka: false);

        await AppendRoundsAsync(world, 10);

        await world.AppliedExactlyOnceAsync();
    }

    private static async Task AppendRoundsAsync(EventWorld world, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            await world.AppendAsync(round % 5, 10);
        }
    }

    private static void Wipe(EventWorld world, int partitions)
    {
        world.Kafka.DeleteTopic(EventWorld.Topic);
        world.Kafka.CreateTopic(EventWorld.Topic, partitions);
    }

    private static void TopicHoldsAll(EventWorld world, int shards, int perShard) => Assert.Equal(
        Enumerable.Range(0, shards).SelectMany(shard => Enumerable.Range(1, perShard).Select(sequence => (shard, (long)sequence))),
        TopicProbe.ReadEvents(world.Kafka.BootstrapServers).Distinct().Order());

    private static string IncompressibleText(int length)
    {
        var bytes = new byte[length * 3 / 4];
        new Random(1).NextBytes(bytes);

        return Convert.ToBase64String(bytes);
    }
}
