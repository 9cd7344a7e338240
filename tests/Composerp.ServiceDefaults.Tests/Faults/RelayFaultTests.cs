using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.EventLog.Relaying;
using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;
using Npgsql;

namespace Composerp.ServiceDefaults.Tests.Faults;

/// <summary>Relays die, are deposed and take over; the topic holds every event, and each has its effect once.</summary>
public sealed class RelayFaultTests(TestDatabases databases)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Guard: Selection drops repeats. Without it the events that the dead relay had sent have two effects.
    [Fact]
    public async Task A_relay_killed_between_send_and_bookkeeping_repeats_and_loses_nothing()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await Sql.OnceAsync(world.ShopDatabase, "before update on relay_position", "perform pg_terminate_backend(pg_backend_pid());");
        await world.StartShopAsync();
        await world.StartBuyerAsync();

        await world.AppendAsync(1, 20);
        await world.PublishedAsync();

        Assert.True(await Sql.WentWrongAsync(world.ShopDatabase));
        await world.AppliedExactlyOnceAsync();
        var published = TopicProbe.ReadEvents(world.Kafka.BootstrapServers);
        Assert.Equal(40, published.Count);
        Assert.Equal(20, published.Distinct().Count());
        Assert.Equal(2, await EpochAsync(world));
    }

    // Guard: positions are noted after the broker's acknowledgement (EventPublisher.OnDelivered). Noted when they are handed
    // to the producer, events that it never sent are left out.
    [Fact]
    public async Task A_relay_stopped_while_the_broker_is_down_leaves_its_events_to_the_next()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        var shop = await world.StartShopAsync();
        await world.AppendAsync(1, 10);
        await world.PublishedAsync();

        world.Kafka.TakeDown();
        await world.AppendAsync(1, 10);
        await world.DegradedAsync(shop, "broker");
        await world.StopAsync(shop);
        world.Kafka.BringUp();
        await world.StartShopAsync();

        await world.PublishedAsync();
        Assert.Equal(20, TopicProbe.ReadEvents(world.Kafka.BootstrapServers).Distinct().Count());
    }

    // Guard: "where epoch = $1" in record_published.sql.
    [Fact]
    public async Task A_deposed_relay_can_no_longer_say_how_far_it_got()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await world.AppendAsync(1, 10);
        await using var direct = NpgsqlDataSource.Create(world.ShopConnectionString);
        await using var leader = await LeadAsync(direct);
        await leader.RecordPublishedAsync([new ShardHead(1, 3)], Token);

        await EventWorld.RunAsync(world.ShopDatabase, "update relay set epoch = epoch + 1");

        await Assert.ThrowsAsync<RelayDeposedException>(() => leader.RecordPublishedAsync([new ShardHead(1, 9)], Token));
        await Assert.ThrowsAsync<RelayDeposedException>(() => leader.FindUnpublishedAsync(Token));
        Assert.Equal(3, await EventWorld.ReadAsync<long>(world.ShopDatabase, "select published_sequence from relay_position where shard = 1"));
    }

    // Guard: "for share" in record_published.sql. Without it the next leader starts from positions that still move.
    [Fact]
    public async Task The_next_epoch_waits_for_a_note_under_way()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await using var direct = NpgsqlDataSource.Create(world.ShopConnectionString);
        await using var leader = await LeadAsync(direct);
        await using var note = await leader.Connection.BeginTransactionAsync(Token);
        await leader.RecordPublishedAsync([new ShardHead(1, 1)], Token);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => EventWorld.RunAsync(
            world.ShopDatabase, "set lock_timeout = '100ms'; update relay set epoch = epoch + 1"));

        Assert.Equal(PostgresErrorCodes.LockNotAvailable, refusal.SqlState);
    }

    // Guard: RelayLeadership's lock; without it every replica leads and they depose each other without end.
    [Fact]
    public async Task Of_two_replicas_one_publishes_and_the_other_takes_over()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        var first = await world.StartShopReplicaAsync();
        await Eventually.HoldsAsync(async _ => await EpochAsync(world) == 1, "the first replica in the lead", Token);
        await world.StartShopAsync();
        await world.StartBuyerAsync();
        await world.AppendAsync(1, 10);
        await world.PublishedAsync();
        Assert.Equal(1, await EpochAsync(world));

        await world.StopAsync(first);
        await world.AppendAsync(1, 10);
        await world.PublishedAsync();

        Assert.Equal(2, await EpochAsync(world));
        await world.AppliedExactlyOnceAsync();
        Assert.Equal(20, TopicProbe.ReadEvents(world.Kafka.BootstrapServers).Count);
    }

    // Guard: idle_session_timeout in prepare_relay_session.sql. Without it the lock of a leader whose machine is gone stands
    // until the server's operating system gives the connection up, hours later.
    [Fact]
    public async Task A_leader_that_is_never_heard_again_loses_its_lock()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await using var silent = NpgsqlDataSource.Create(world.ShopConnectionString);
        await using var leader = await LeadAsync(silent);

        await world.StartShopAsync();
        await world.AppendAsync(1, 10);

        await world.PublishedAsync();
        Assert.Equal(leader.Epoch + 1, await EpochAsync(world));
    }

    // Guard: Relay.ExecuteAsync tries to lead again after any fault.
    [Fact]
    public async Task A_relay_that_is_deposed_or_loses_its_session_stops_and_leads_again()
    {
        await using var world = await EventWorld.StartAsync(databases);
        await world.AppendAsync(1, 10);
        await world.PublishedAsync();

        await EventWorld.RunAsync(world.ShopDatabase, "update relay set epoch = epoch + 1");
        await world.AppendAsync(1, 10);
        await world.PublishedAsync();
        Assert.Equal(3, await EpochAsync(world));

        await EventWorld.RunAsync(
            world.ShopDatabase,
            """
            select pg_terminate_backend(pid) from pg_locks
            where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
            """);
        await world.AppendAsync(1, 10);
        await world.PublishedAsync();
        Assert.Equal(4, await EpochAsync(world));

        await world.AppliedExactlyOnceAsync();
    }

    private static async Task<RelayLeadership> LeadAsync(NpgsqlDataSource direct)
    {
        var leader = await RelayLeadership.TryAcquireAsync(direct, Token);
        Assert.NotNull(leader);

        return leader;
    }

    private static Task<long> EpochAsync(EventWorld world) => EventWorld.ReadAsync<long>(world.ShopDatabase, "select epoch from relay");
}
