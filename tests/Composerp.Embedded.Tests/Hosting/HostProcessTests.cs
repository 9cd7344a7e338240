using System.Net;
using System.Net.Sockets;
using Composerp.Embedded.Processes;
using Npgsql;

namespace Composerp.Embedded.Tests.Hosting;

/// <summary>The host as a process, ended in every way.</summary>
public sealed class HostProcessTests : IDisposable
{
    private readonly APlace _place = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_killed_host_leaves_no_process()
    {
        await using var host = await AHost.StartUpAsync(_place);
        await using var client = new NpgsqlConnection($"{await host.EnvironmentOfServiceAsync("ConnectionStrings__trialdb")};Pooling=false");
        await client.OpenAsync(Token);
        var family = await host.FamilyAsync();
        Assert.Equal(2, family.Count(process => process.Command.Contains("Composerp.Tests.Trial.Service.dll", StringComparison.Ordinal) && !process.IsWatchdog));
        Assert.Contains(family, process => process.Command.StartsWith("postgres: checkpointer", StringComparison.Ordinal));
        Assert.Contains(family, process => process.Command.StartsWith("postgres: postgres trial", StringComparison.Ordinal));
        Assert.Equal(4, family.Count(process => process.IsWatchdog));

        await host.KillAsync();

        await AProcess.GoneAsync(family, Token);
    }

    [Fact]
    public async Task After_a_kill_the_next_start_needs_no_help_and_finds_what_was_committed()
    {
        await using var first = await AHost.StartUpAsync(_place);
        await ADatabase.ExecuteAsync(
            await first.EnvironmentOfServiceAsync("ConnectionStrings__trialdb"), "create table kept as select 42 as answer");

        // It keeps the port until the watchdog has lost its patience.
        await first.HoldServiceAsync();
        var family = await first.FamilyAsync();
        await first.KillAsync();

        await using var second = await AHost.StartUpAsync(_place);

        Assert.Equal(42, await ADatabase.ExecuteAsync(
            await second.EnvironmentOfServiceAsync("ConnectionStrings__trialdb"), "select answer from kept"));
        await AProcess.GoneAsync(family, Token);
    }

    [Theory]
    [InlineData(StopSignal.Terminate)]
    [InlineData(StopSignal.Interrupt)]
    public async Task A_host_that_is_asked_to_stop_ends_well_after_all_it_started(StopSignal signal)
    {
        await using var host = await AHost.StartUpAsync(_place, signal);
        var family = await host.FamilyAsync();
        Assert.True(_place.HasOpenData);

        Assert.Equal(0, await host.AskToStopAsync());

        Assert.DoesNotContain(await AProcess.AliveAsync(family), process => !process.IsWatchdog);
        Assert.False(_place.HasOpenData);
        await AProcess.GoneAsync(family, Token);
    }

    [Fact]
    public async Task A_host_whose_dotnet_run_was_killed_stops()
    {
        var (host, dotnetRun) = await AHost.StartUpWithDotnetRunAsync(_place);
        await using var ended = host;
        var family = await AProcess.FamilyAsync(dotnetRun);
        Assert.Contains(family, process => process.Command.StartsWith("postgres: checkpointer", StringComparison.Ordinal));

        AProcess.Kill(dotnetRun);

        await AProcess.GoneAsync(family, Token);
        Assert.False(_place.HasOpenData);
    }

    [Theory]
    [InlineData("service")]
    [InlineData("the dashboard of the AppHost")]
    public async Task A_port_in_use_is_named_with_who_wants_it_and_nothing_is_started(string who)
    {
        var dashboard = Ports.TakeFree();
        var port = who == "service" ? _place.Port : dashboard;
        using var other = new TcpListener(IPAddress.Loopback, port);
        other.Start();

        await using var host = AHost.Start(_place, dashboard);
        await host.SaysAsync($"Port {port}, where {who} is to listen, is in use; waiting");
        var family = await host.FamilyAsync();
        Assert.All(family, process => Assert.True(process.Id == host.Id || process.IsWatchdog));

        Assert.Equal(1, await host.EndsAsync());
        Assert.Contains($"Port {port}, where {who} is to listen, is in use by another program.", host.Output, StringComparison.Ordinal);
        Assert.Contains($"Properties/launchSettings.json of {who}", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", host.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place.DataDirectory));
        await AProcess.GoneAsync(family, Token);
    }

    [Fact]
    public async Task A_host_that_is_asked_to_stop_while_it_waits_for_a_port_ends_well()
    {
        using var other = new TcpListener(IPAddress.Loopback, _place.Port);
        other.Start();
        await using var host = AHost.Start(_place, stopSignal: StopSignal.Interrupt);
        await host.SaysAsync("is in use; waiting");

        Assert.Equal(0, await host.AskToStopAsync());

        Assert.DoesNotContain("xception", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("in use by another program", host.Output, StringComparison.Ordinal);
    }
}
