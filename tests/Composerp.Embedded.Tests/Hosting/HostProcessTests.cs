using System.Net;
using System.Net.Sockets;
using Composerp.Embedded.Postgres;
using Composerp.Tests.Support;

namespace Composerp.Embedded.Tests.Hosting;

/// <summary>The host as a process, ended in every way. One test at a time: the fixed port is one.</summary>
public sealed class HostProcessTests
{
    private const string RandomPorts = "DcpPublisher:RandomizePorts=true";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_host_leaves_no_process()
    {
        await using var host = await AHost.StartUpAsync(RandomPorts);
        var processes = await host.ProcessesAsync();
        Assert.All(processes, process => Assert.True(AnApplication.IsAlive(process)));

        await host.KillAsync();

        await Eventually.HoldsAsync(() => !processes.Any(AnApplication.IsAlive), "the host's processes have gone", Token);
    }

    [Fact]
    public async Task A_host_that_is_asked_to_stop_leaves_no_process_and_ends_well()
    {
        await using var host = await AHost.StartUpAsync(RandomPorts);
        var processes = await host.ProcessesAsync();

        await host.AskToStopAsync();

        Assert.Equal(0, await host.Completion);
        Assert.DoesNotContain(processes, AnApplication.IsAlive);
    }

    [Fact]
    public async Task After_a_kill_the_next_start_works_at_once_and_finds_the_data()
    {
        var volume = $"trial-{Guid.NewGuid():N}";
        string[] args = [$"volume={volume}", "Parameters:postgres-password=pw"];

        try
        {
            await using (var first = await AHost.StartUpAsync(args))
            {
                await ADatabase.ExecuteAsync(
                    await first.EnvironmentOfServiceAsync("ConnectionStrings__trialdb"), "create table kept as select 42 as answer");
                await first.KillAsync();
            }

            await using var second = await AHost.StartUpAsync(args);
            var address = await second.EnvironmentOfServiceAsync("ConnectionStrings__trialdb");

            Assert.Equal(42, await ADatabase.ExecuteAsync(address, "select answer from kept"));
            await second.AskToStopAsync();
        }
        finally
        {
            Directory.Delete(PostgresServer.DefaultDataDirectory(volume), recursive: true);
        }
    }

    [Fact]
    public async Task A_port_in_use_is_named_and_nothing_is_started()
    {
        using var other = new TcpListener(IPAddress.Loopback, 15971);
        other.Start();

        await using var host = AHost.Start("volume=trial-unused");

        Assert.Equal(1, await host.Completion.WaitAsync(Token));
        Assert.Contains("Port 15971, where service is to listen, is in use by another program.", host.Output, StringComparison.Ordinal);
        Assert.Contains("Properties/launchSettings.json of service", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Running", host.Output, StringComparison.Ordinal);
    }
}
