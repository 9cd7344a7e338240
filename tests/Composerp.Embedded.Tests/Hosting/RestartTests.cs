using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Composerp.Embedded.Tests.Hosting;

public sealed class RestartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/exit/3")]
    [InlineData("/exit/0")]
    public async Task A_service_that_ends_is_started_again_at_its_address(string way)
    {
        await using var builder = AnApplication.OfOneService();
        await using var app = await builder.StartHealthyAsync();
        using var client = app.CreateHttpClient("service");
        var before = await app.ProcessIdAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(new Uri(way, UriKind.Relative), null, Token));
        await app.ResourceNotifications.WaitForResourceAsync(
            "service", changed => changed.Snapshot is { Restarts: 1, HealthStatus: HealthStatus.Healthy }, Token);

        Assert.NotEqual(before, await app.ProcessIdAsync());
    }

    [Fact]
    public async Task A_service_that_is_killed_is_started_again_every_time()
    {
        await using var builder = AnApplication.OfOneService();
        await using var app = await builder.StartHealthyAsync();

        for (var restarts = 1; restarts <= 2; restarts++)
        {
            using var process = Process.GetProcessById(await app.ProcessIdAsync());
            process.Kill();
            await app.ResourceNotifications.WaitForResourceAsync(
                "service", changed => changed.Snapshot.Restarts == restarts && changed.Snapshot.HealthStatus == HealthStatus.Healthy, Token);
        }
    }

    [Fact]
    public async Task Commands_stop_start_and_restart()
    {
        await using var builder = AnApplication.OfOneService();
        await using var app = await builder.StartHealthyAsync();
        var first = await app.ProcessIdAsync();

        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("service", KnownResourceCommands.StopCommand, Token)).Success);
        Assert.Equal(KnownResourceStates.Exited, app.StateOf("service"));
        Assert.False(AnApplication.IsAlive(first));

        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("service", KnownResourceCommands.StartCommand, Token)).Success);
        await app.ResourceNotifications.WaitForResourceAsync("service", IsHealthy, Token);
        var second = await app.ProcessIdAsync();

        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("service", KnownResourceCommands.RestartCommand, Token)).Success);
        await app.ResourceNotifications.WaitForResourceAsync("service", IsHealthy, Token);

        Assert.NotEqual(second, await app.ProcessIdAsync());
        Assert.False(AnApplication.IsAlive(second));
    }

    [Fact]
    public async Task A_restart_under_way_when_the_application_stops_starts_nothing_more()
    {
        await using var builder = AnApplication.OfOneService();
        await using var app = await builder.StartHealthyAsync();
        using var client = app.CreateHttpClient("service");
        (await client.PostAsync(new Uri("/stay", UriKind.Relative), null, Token)).Dispose();
        var process = await app.ProcessIdAsync();
        var restarting = app.ResourceCommands.ExecuteCommandAsync("service", KnownResourceCommands.RestartCommand, Token);
        await app.ResourceNotifications.WaitForResourceAsync("service", KnownResourceStates.Stopping, Token);

        var stopping = app.StopAsync(Token);
        AProcess.Kill(process);
        await stopping;
        await restarting;

        Assert.Equal(KnownResourceStates.Exited, app.StateOf("service"));
    }

    [Fact]
    public async Task An_unknown_resource_or_command_is_refused()
    {
        await using var builder = AnApplication.OfOneService();
        await using var app = await builder.StartHealthyAsync();

        Assert.Equal("Resource 'nobody' not found.", (await app.ResourceCommands.ExecuteCommandAsync("nobody", KnownResourceCommands.StopCommand, Token)).Message);
        Assert.False((await app.ResourceCommands.ExecuteCommandAsync("service", "dance", Token)).Success);
        Assert.Equal(KnownResourceStates.Running, app.StateOf("service"));
    }

    [Fact]
    public async Task Stopping_the_application_leaves_no_process()
    {
        await using var builder = AnApplication.OfOneService();
        await using var app = await builder.StartHealthyAsync();
        var process = await app.ProcessIdAsync();

        await app.StopAsync(Token);

        Assert.False(AnApplication.IsAlive(process));
    }

    [Fact]
    public async Task Disposing_without_stopping_leaves_no_process()
    {
        await using var builder = AnApplication.OfOneService();
        var app = await builder.StartHealthyAsync();
        var process = await app.ProcessIdAsync();

        await app.DisposeAsync();

        Assert.False(AnApplication.IsAlive(process));
    }

    [Fact]
    public async Task A_postgres_that_is_killed_comes_back_at_its_address_with_its_data()
    {
        await using var builder = AnApplication.Empty();
        builder.AddPostgres("postgres").AddDatabase("trialdb");
        await using var app = await builder.StartAsync();
        var running = await app.ResourceNotifications.WaitForResourceHealthyAsync("trialdb", Token);
        var address = await app.GetConnectionStringAsync("trialdb", Token);
        await ADatabase.ExecuteAsync(address, "create table kept as select 42 as answer");

        app.ResourceNotifications.TryGetCurrentState("postgres", out var server);
        using (var process = Process.GetProcessById(server?.Snapshot.ProcessId ?? 0))
        {
            process.Kill();
        }

        await app.ResourceNotifications.WaitForResourceAsync(
            "postgres", changed => changed.Snapshot is { Restarts: 1, HealthStatus: HealthStatus.Healthy }, Token);

        Assert.NotNull(running);
        Assert.Equal(address, await app.GetConnectionStringAsync("trialdb", Token));
        Assert.Equal(42, await ADatabase.ExecuteAsync(address, "select answer from kept"));
    }

    private static bool IsHealthy(ResourceEvent changed) => changed.Snapshot.HealthStatus == HealthStatus.Healthy;
}
