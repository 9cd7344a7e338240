using Composerp.Embedded.Postgres;
using Composerp.ServiceDefaults.Tests.World;

namespace Composerp.ServiceDefaults.Tests.Faults;

public sealed class DatabaseFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Guards: the loops of Relay, CatchUp and EventConsumer outlive a database that is away; positions stand in it.
    [Fact]
    public async Task A_database_killed_and_started_again_loses_nothing_that_was_committed()
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
        var buyer = await world.StartBuyerAsync();
        await world.AppendAsync(1, 50);
        await world.AppliedExactlyOnceAsync();
        await world.AppendAsync(2, 50);

        await server.KillAsync();
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
