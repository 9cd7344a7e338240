using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Composerp.Embedded.Tests.Hosting;

/// <summary>The whole trial application, started once; and everything that its resources went through on the way.</summary>
public sealed class TrialFixture : IAsyncLifetime
{
    private readonly List<(string Name, string? State)> _history = [];
    private readonly CancellationTokenSource _end = new();
    private DistributedApplication? _app;
    private Task _recording = Task.CompletedTask;

    public DistributedApplication App => _app ?? throw new InvalidOperationException("Not started.");

    public IReadOnlyList<(string Name, string? State)> History
    {
        get
        {
            lock (_history)
            {
                return [.. _history];
            }
        }
    }

    public async ValueTask InitializeAsync()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Composerp_Tests_Trial_AppHost>(TestContext.Current.CancellationToken);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        _app = await builder.BuildAsync(TestContext.Current.CancellationToken);
        _recording = RecordAsync();
        await _app.StartAsync(TestContext.Current.CancellationToken);

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _app.ResourceNotifications.WaitForResourceHealthyAsync("service", limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _recording;
        await App.DisposeAsync();
        _end.Dispose();
    }

    private async Task RecordAsync()
    {
        try
        {
            await foreach (var changed in App.ResourceNotifications.WatchAsync(_end.Token))
            {
                lock (_history)
                {
                    _history.Add((changed.Resource.Name, changed.Snapshot.HealthStatus?.ToString() ?? changed.Snapshot.State?.Text));
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
        }
    }
}
