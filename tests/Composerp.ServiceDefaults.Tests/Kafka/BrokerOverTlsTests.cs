using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;

namespace Composerp.ServiceDefaults.Tests.Kafka;

/// <summary>Settings alone lead events through TLS, with the broker checked and the client known by its certificate.</summary>
public sealed class BrokerOverTlsTests(TestDatabases databases)
{
    [Fact]
    public async Task Events_go_to_a_broker_that_knows_its_clients_by_certificate()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await using var door = new TlsDoor(world.Kafka);
        await StartAsync(world, door.Address, door.SettingsOf("composerp"));

        await world.AppendAsync(shard: 1, count: 20);

        await world.PublishedAsync();
        await world.AppliedExactlyOnceAsync();
        Assert.Equal(["CN=composerp"], door.Clients);
    }

    [Fact]
    public async Task A_broker_that_another_authority_vouches_for_is_none() =>
        await IsRefusedAsync(door => (door.Address, door.SettingsOf("composerp", trustsImpostor: true)));

    [Fact]
    public async Task A_broker_of_another_name_is_none() => await IsRefusedAsync(
        door => (door.Address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), door.SettingsOf("composerp")));

    private async Task IsRefusedAsync(Func<TlsDoor, (string Address, IEnumerable<KeyValuePair<string, string?>> Settings)> settings)
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await using var door = new TlsDoor(world.Kafka);
        var (address, told) = settings(door);
        var buyer = await StartAsync(world, address, told);

        await world.AppendAsync(shard: 1, count: 20);

        // The feed brings what the broker does not.
        await world.AppliedExactlyOnceAsync();
        await world.DegradedAsync(buyer, "broker");
        Assert.Empty(door.Clients);
    }

    private static async Task<TestService> StartAsync(EventWorld world, string address, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        world.Brokers = address;

        foreach (var (name, value) in settings)
        {
            world.Settings[name] = value;
        }

        await world.StartShopAsync();

        return await world.StartBuyerAsync();
    }
}
