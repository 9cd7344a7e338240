using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Composerp.Embedded.Postgres;
using Composerp.Embedded.Processes;
using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;

namespace Composerp.ServiceDefaults.Tests.Faults;

/// <summary>The embedded host: services, broker and Postgres die in one moment, and the broker's memory with them.</summary>
public sealed class HostFaultTests : IDisposable
{
    private const string DataVariable = "COMPOSERP_TEST_HOST_DATA";
    private const string Ready = "Postgres to be killed too: ";

    private readonly string _folder =
        Path.Combine(Path.GetDirectoryName(PostgresServer.NewTemporaryDirectory())!, $"composerp-host-{Guid.CreateVersion7():N}");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    // Guard: CatchUp's comparison with the heads. What the broker held, and the relay had noted as published, stands nowhere
    // but in the log.
    [Fact]
    public async Task A_host_killed_again_and_again_loses_and_doubles_nothing()
    {
        var data = Path.Combine(_folder, "data");
        await RunUntilKilledAsync(data);
        await RunUntilKilledAsync(data);

        await using var server = await PostgresServer.StartAsync(OptionsOf(data), Token);
        await using var world = await TakeOverAsync(server);
        await world.StartShopAsync();
        await world.StartBuyerAsync();

        await world.AppliedExactlyOnceAsync();
        await world.PublishedAsync();
        Assert.InRange(await world.PositionsAsync(), 200, long.MaxValue);
    }

    /// <summary>The host, in a process of its own that the test above starts.</summary>
    [Fact(Explicit = true)]
    public async Task The_host_that_is_killed()
    {
        var data = Environment.GetEnvironmentVariable(DataVariable);
        Assert.SkipWhen(data is null, "It is started by the test that kills it.");
        await using var server = await PostgresServer.StartAsync(OptionsOf(data!), Token);
        await using var world = await TakeOverAsync(server);
        await world.StartShopAsync();
        await world.StartBuyerAsync();
        await world.AppendAsync(1, 50);
        await world.AppliedExactlyOnceAsync();

        // Events that are sent and noted, and have their effects, and are never committed.
        var inHand = new TaskCompletionSource();
        world.Rules.AfterEffects = events =>
        {
            inHand.TrySetResult();

            return Task.Delay(Timeout.Infinite, Token);
        };
        await world.AppendAsync(2, 50);
        await inHand.Task.WaitAsync(Token);
        await world.PublishedAsync();
        Console.WriteLine(Ready + server.ProcessId.ToString(CultureInfo.InvariantCulture));

        while (!Token.IsCancellationRequested)
        {
            await world.AppendAsync(3, 5);
        }
    }

    private static async Task RunUntilKilledAsync(string data)
    {
        var output = new ConcurrentQueue<string>();
        await using var host = SupervisedProcess.Start(
            new ProcessSpec("dotnet", [typeof(HostFaultTests).Assembly.Location, "-explicit", "only", "-method", $"*{nameof(The_host_that_is_killed)}"])
            {
                Environment = new Dictionary<string, string?> { [DataVariable] = data },
                OnOutputLine = output.Enqueue,
            });
        await Eventually.HoldsAsync(
            () => host.Completion.IsCompleted || output.Any(IsReady), "the host is in the middle", Token, TimeSpan.FromMinutes(2));
        Assert.True(output.Any(IsReady), string.Join('\n', output));
        using var postgres = Process.GetProcessById(int.Parse(output.Single(IsReady)[Ready.Length..], CultureInfo.InvariantCulture));

        host.Kill();
        postgres.Kill();
        await host.Completion;
    }

    private static bool IsReady(string line) => line.StartsWith(Ready, StringComparison.Ordinal);

    private static async Task<EventWorld> TakeOverAsync(PostgresServer server)
    {
        var world = await EventWorld.CreateAsync(server.ConnectionString("shop"), server.ConnectionString("buyer"));
        await world.TakeOverAsync();

        return world;
    }

    private static PostgresServerOptions OptionsOf(string data) => new() { DataDirectory = data, Password = "test" };
}
