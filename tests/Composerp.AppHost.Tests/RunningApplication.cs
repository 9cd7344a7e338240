using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Composerp.Samples.Api;

namespace Composerp.AppHost.Tests;

/// <summary>The whole application, as AppHost.cs describes it, on ports and data of its own.</summary>
public sealed class RunningApplication : IAsyncLifetime
{
    // A cold machine fetches PostgreSQL first.
    private static readonly TimeSpan _startLimit = TimeSpan.FromMinutes(3);

    private DistributedApplication? _app;
    private ComposerpApi? _api;

    public static IReadOnlyList<string> Services { get; } = ["inventory-ledger", "forecasting", "replenishment"];

    public DistributedApplication App => _app ?? throw new InvalidOperationException("The application is not started yet.");

    public ComposerpApi Api => _api ?? throw new InvalidOperationException("The application is not started yet.");

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(_startLimit);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Composerp_AppHost>(limit.Token);

        _app = await builder.BuildAsync(limit.Token);
        await _app.StartAsync(limit.Token);
        await HealthyAsync(limit.Token);

        _api = new ComposerpApi(_app.CreateHttpClient(Services[0]), _app.CreateHttpClient(Services[1]), _app.CreateHttpClient(Services[2]));
    }

    /// <summary>Waits until every part says that it is well.</summary>
    public async Task HealthyAsync(CancellationToken token)
    {
        foreach (var resource in Services.Prepend("kafka").Prepend("postgres"))
        {
            await App.ResourceNotifications.WaitForResourceHealthyAsync(resource, token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();

        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
