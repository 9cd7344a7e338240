using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Dashboard;
using Composerp.Embedded.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Composerp.Embedded.Running;

/// <summary>Runs the application: gives out ports, begins the lives of the resources, and ends them in good order.</summary>
internal sealed class ApplicationRunner(
    ResourceCollection resources,
    RunSettings settings,
    Lifetimes lifetimes,
    ResourceLifetimeFactory factory,
    ResourceNotificationService notifications,
    ConsoleReport report,
    DashboardServer dashboard,
    ParentWatch parent,
    ILogger<ApplicationRunner> logger) : IHostedService, IAsyncDisposable
{
    /// <exception cref="DistributedApplicationException">A fixed port is in use.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        parent.Begin();

        foreach (var resource in resources)
        {
            await AllocateAsync(resource, cancellationToken);
        }

        await dashboard.StartAsync(cancellationToken);
        report.Begin();

        foreach (var lifetime in resources.Select(factory.Create).OfType<ResourceLifetime>())
        {
            lifetimes.Add(lifetime);
            notifications.Publish(lifetime.Resource, snapshot => snapshot with { State = new(KnownResourceStates.NotStarted, null) });
        }

        foreach (var lifetime in lifetimes.All.Where(lifetime => !lifetime.Resource.Has<ExplicitStartAnnotation>()))
        {
            await lifetime.StartAsync(cancellationToken);
        }
    }

    /// <summary>Services first, while what they finish with is still there.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        report.End();

        foreach (var stage in lifetimes.All.GroupBy(lifetime => StageOf(lifetime.Resource)).OrderBy(stage => stage.Key))
        {
            await Task.WhenAll(stage.Select(lifetime => lifetime.DisposeAsync().AsTask()));
        }

        lifetimes.Clear();
    }

    /// <summary>Also where the start has failed half-way, and where a test disposes without stopping.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await dashboard.DisposeAsync();
        report.Dispose();
        parent.Dispose();
    }

    private static int StageOf(IResource resource) => resource switch
    {
        ProjectResource => 0,
        PostgresDatabaseResource => 1,
        _ => 2,
    };

    // Engines choose their ports themselves.
    private async Task AllocateAsync(IResource resource, CancellationToken token)
    {
        if (resource is not ProjectResource)
        {
            return;
        }

        foreach (var endpoint in resource.All<EndpointAnnotation>())
        {
            if (settings.RandomPorts || endpoint.Port is not { } port)
            {
                endpoint.Allocate(Ports.TakeFree());
            }
            else
            {
                await FixedPort.WaitUntilFreeAsync(port, resource.Name, logger, token);
                endpoint.Allocate(port);
            }
        }
    }
}
