using Composerp.ServiceDefaults.Tests.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Composerp.ServiceDefaults.Tests.Health;

public sealed class ExitCodeTests
{
    [Fact]
    public async Task A_service_that_was_told_to_stop_ends_with_0()
    {
        await using var app = Build<Idle>();
        app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication);

        Assert.Equal(0, await app.ServeAsync());
    }

    [Fact]
    public async Task A_service_of_which_a_part_failed_ends_with_1()
    {
        await using var app = Build<Failing>();

        Assert.Equal(1, await app.ServeAsync());
    }

    [Fact]
    public async Task A_service_that_was_told_to_stop_while_it_started_ends_with_0()
    {
        await using var app = Build<Stopping>();

        Assert.Equal(0, await app.ServeAsync());
    }

    private static WebApplication Build<TWorker>() where TWorker : BackgroundService
    {
        var builder = TestService.Builder("Shop", []);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.AddServiceDefaults();
        builder.Services.AddHostedService<TWorker>();

        return builder.Build();
    }

    private sealed class Idle : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(Timeout.Infinite, stoppingToken);
    }

    private sealed class Stopping(IHostApplicationLifetime lifetime) : BackgroundService
    {
        public override Task StartAsync(CancellationToken token)
        {
            lifetime.StopApplication();

            return base.StartAsync(token);
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }

    private sealed class Failing : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();

            throw new InvalidOperationException("It cannot go on.");
        }
    }
}
