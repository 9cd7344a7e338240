using System.Net;
using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Composerp.ServiceDefaults.Tests.Faults;

/// <summary>Events whose handler fails again and again hold up as little as can be, for as long as they have to.</summary>
public sealed class PoisonTests(TestDatabases databases)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Guards: ApplyOutcome.Stuck, and for what should pass the isolation of ApplyEvents: one event that fails holds up its
    // shard, and no other. Thrown on, it holds up every batch in which it is.
    [Theory]
    [InlineData("a bug")]
    [InlineData("a time-out")]
    [InlineData("a service that fails")]
    public async Task An_event_that_fails_holds_up_its_shard_alone_until_it_does_not(string what)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        world.Rules.AfterEffects = events => events.Any(one => one is { Shard: 1, Sequence: 5 }) ? throw FaultOf(what) : Task.CompletedTask;
        await world.StartShopAsync();
        await world.AppendAsync(1, 10);
        await world.AppendAsync(2, 10);
        await world.PublishedAsync();
        var buyer = await world.StartBuyerAsync();
        await Eventually.HoldsAsync(async _ => await world.PositionsAsync() == 14, $"everything but {what}", Token);

        await world.AppendAsync(2, 10);
        await Eventually.HoldsAsync(async _ => await world.PositionsAsync() == 24, "the other shard goes on", Token);
        await world.DegradedAsync(buyer, "event-log");
        world.Rules.AfterEffects = _ => Task.CompletedTask;

        await world.AppliedExactlyOnceAsync();
        await world.HealthyAsync(buyer, "event-log");
        Assert.Equal(0, await EventWorld.ReadAsync<long>(world.BuyerDatabase, "select count(*) from dead_letter"));
    }

    // Guard: FailingShards gives every shard pauses of its own. Here time stands still: one pause for all would never end.
    [Fact]
    public async Task An_event_that_fails_slows_down_no_other_shard()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        var time = new FakeTimeProvider();
        world.Rules.AfterEffects = events => events.Any(one => one.Shard == 1) ? throw new InvalidOperationException("A bug.") : Task.CompletedTask;
        await world.StartShopAsync(relays: false);
        await world.AppendAsync(1, 1);
        var buyer = await world.StartBuyerAsync(kafka: false, builder => builder.Services.AddSingleton<TimeProvider>(time));
        await world.DegradedAsync(buyer, "event-log");

        for (var round = 1; round <= 5; round++)
        {
            await world.AppendAsync(2, 1);
            await Eventually.HoldsAsync(async _ => await world.PositionsAsync() == round, "the other shard goes on", Token);
        }

        world.Rules.AfterEffects = _ => Task.CompletedTask;
        time.Advance(TimeSpan.FromSeconds(10));

        await world.AppliedExactlyOnceAsync();
    }

    // Guard: the isolation of ApplyEvents. Without it the batch is tried again as it is, for ever.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_batch_that_takes_too_long_is_applied_in_smaller_parts(bool kafka)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        world.Rules.AfterEffects = events => events.Count > 40 ? throw new NpgsqlException("Time-out.", new TimeoutException()) : Task.CompletedTask;
        await world.StartShopAsync();
        await world.AppendAsync(1, 500);
        await world.PublishedAsync();

        await world.StartBuyerAsync(kafka);

        await world.AppliedExactlyOnceAsync();
    }

    private static Exception FaultOf(string what) => what switch
    {
        "a bug" => new InvalidOperationException("A bug."),
        "a time-out" => new NpgsqlException("Too slow.", new TimeoutException()),
        _ => new HttpRequestException("No.", null, HttpStatusCode.InternalServerError),
    };
}
