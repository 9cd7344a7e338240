using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>The application: described, and ready to run or to be published.</summary>
public sealed partial class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly EntryPoint? _entryPoint;
    private bool _isDisposed;

    public DistributedApplication(IHost host) => _host = host;

    internal DistributedApplication(IHost host, EntryPoint? entryPoint)
        : this(host) => _entryPoint = entryPoint;

    public IServiceProvider Services => _host.Services;

    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(new DistributedApplicationOptions { Args = args });

    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options)
    {
        var settings = new HostApplicationBuilderSettings { Args = options.Args };
        EntryPoint.Current?.Configure(options, settings);

        return new ApplicationBuilder(options, settings, EntryPoint.Current);
    }

    /// <summary>Runs until Ctrl-C, SIGTERM or the end of publishing. Where that is impossible says why, and sets exit code 1.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (EntryPoint.Current is { } entryPoint)
        {
            // Called by Main under a test, which starts and stops the application itself.
            await entryPoint.WaitUntilReleasedAsync(cancellationToken);

            return;
        }

        var logger = Services.GetRequiredService<ILoggerFactory>().CreateLogger<DistributedApplication>();
        var lifetime = Services.GetRequiredService<IHostApplicationLifetime>();

        try
        {
            await HostingAbstractionsHostExtensions.RunAsync(_host, cancellationToken);
        }
        catch (DistributedApplicationException refused)
        {
            LogRefused(logger, refused.Message);
            Environment.ExitCode = 1;
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Asked to stop while it was still starting, it has stopped.
        }
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        // Its builder disposes of it, too.
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        // Resources that run need the services, to end as well.
        await _host.StopAsync();

        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
        else
        {
            _host.Dispose();
        }

        _entryPoint?.Release();
    }

    [LoggerMessage(7, LogLevel.Critical, "{Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);
}
