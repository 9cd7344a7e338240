using Aspire.Hosting;
using Composerp.Embedded.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Composerp.Embedded.Dashboard;

/// <summary>Serves the dashboard, on localhost only, at the first address of the AppHost's launch profile.</summary>
internal sealed class DashboardServer(RunSettings settings, DashboardRoutes routes, ILogger<DashboardServer> logger) : IAsyncDisposable
{
    private WebApplication? _server;

    /// <exception cref="DistributedApplicationException">The port is in use.</exception>
    public async Task StartAsync(CancellationToken token)
    {
        if (settings.DashboardUrl is not { } address)
        {
            return;
        }

        await FixedPort.WaitUntilFreeAsync(address.Port, "the dashboard of the AppHost", logger, token);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(address.Port));
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, DashboardJson.Default));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));

        _server = builder.Build();
        _server.Use(SameSite.RefuseOthersAsync);
        routes.Map(_server);
        await _server.StartAsync(token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.StopAsync();
            await _server.DisposeAsync();
            _server = null;
        }
    }
}
