using Composerp.Embedded.Postgres;
using Composerp.ServiceDefaults.Tests.World;

namespace Composerp.ServiceDefaults.Tests.Faults;

public sealed class DatabaseFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Guards: the loop of Relay; with Kafka that of EventConsumer, without it that of CatchUp. They outlive a database that is
    // away, and what was in hand is applied when it is back.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_database_killed_and_started_again_loses_nothing_that_was_committed(bool kafka)
    {
        await using var server = await PostgresServer.StartAsync(
            new PostgresServerOptions
            {
                DataDirectory = PostgresServer.NewTemporaryDirectory(),
                Password = "test",
                Temporary = true,

                // What was committed is the point here; test servers usually do not wait for it.
                Settings = new Dictionary<string, string> { ["synchronous_commit"] = "on" },
            },
            Token);
        await using var world = await EventWorld.CreateAsync(server.ConnectionString("shop"), server.ConnectionString("buyer"));
        await world.StartShopAsync();
        var buyer = await world.StartBuyerAsync(kafka);
        await world.AppendAsync(1, 50);
        await world.AppliedExactlyOnceAsync();
        TaskCompletionSource inHand = new(), killed = new();
        world.Rules.AfterEffects = _ =>
        {
            inHand.TrySetResult();

            return killed.Task;
        };
        await world.AppendAsync(2, 50);
        await inHand.Task.WaitAsync(Token);

        await server.KillAsync();
        killed.SetResult();
        await world.NotReadyAsync(buyer);
        await server.StartAgainAsync(Token);
        world.ForgetConnections();

        await world.AppliedExactlyOnceAsync();
        await world.AppendAsync(1, 50);
        await world.AppliedExactlyOnceAsync();
        await world.PublishedAsync();
        await world.HealthyAsync(buyer, "database");
    }
}
