using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Composerp.Embedded.Running;

/// <summary>Says on the console how the application is doing: each change of state, and when everything is up.</summary>
internal sealed partial class ConsoleReport(
    ResourceNotificationService notifications,
    ResourceCollection resources,
    ResourceLogs logs,
    RunSettings settings,
    IHostEnvironment environment,
    ILoggerFactory loggers) : IDisposable
{
    private const string Running = "Running";
    private const string Healthy = "Healthy";

    private readonly ILogger _logger = loggers.CreateLogger(environment.ApplicationName);
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, string> _words = [];
    private bool _isUp;

    public void Begin()
    {
        if (settings.ForwardLogs)
        {
            logs.Printed = Forward;
        }

        _ = ReportAsync(_end.Token);
    }

    public void End() => _end.Cancel();

    public void Dispose() => _end.Dispose();

    private async Task ReportAsync(CancellationToken token)
    {
        try
        {
            await foreach (var changed in notifications.WatchAsync(token))
            {
                Report(changed);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }
    }

    private void Report(ResourceEvent changed)
    {
        var name = changed.Resource.Name;
        var before = _words.GetValueOrDefault(name);
        var word = WordFor(changed, before);

        if (word is null || word == before)
        {
            return;
        }

        _words[name] = word;
        LogState(name, word, word == Running ? AddressOf(changed.Resource) : "");

        if (!_isUp && resources.All(IsUp))
        {
            _isUp = true;
            LogUp(environment.ApplicationName.Replace(".AppHost", "", StringComparison.Ordinal), settings.DashboardUrl?.GetLeftPart(UriPartial.Authority));
        }
    }

    // Waiting and starting are not worth a line; between Running and Healthy are many looks, and all say the same.
    private static string? WordFor(ResourceEvent changed, string? before) => changed.Snapshot switch
    {
        { HealthReports.Length: > 0, HealthStatus: HealthStatus.Healthy } => Healthy,
        { HealthStatus: HealthStatus.Unhealthy, HealthReports: [var report, ..] } when before is not null && before != Running =>
            $"Unhealthy: {report.Description ?? report.ExceptionText}",
        { State.Text: "Running" } when before == Healthy => null,
        { State.Text: "NotStarted" or "Waiting" or "Starting" } => null,
        { State.Text: { } text } => text,
        _ => null,
    };

    private bool IsUp(IResource resource)
    {
        var isServing = resource.Has<EndpointAnnotation>() || resource is PostgresDatabaseResource;
        var word = _words.GetValueOrDefault(resource.Name);

        return !isServing || resource.Has<ExplicitStartAnnotation>() || word == Healthy || (word == Running && !resource.Has<HealthCheckAnnotation>());
    }

    private static string AddressOf(IResource resource) =>
        resource.DefaultEndpoint() is { IsAllocated: true } endpoint ? $" on {endpoint.Scheme}://localhost:{endpoint.AllocatedPort.Result}" : "";

    private void Forward(IResource resource, PrintedLine line)
    {
        var logger = loggers.CreateLogger($"{environment.ApplicationName}.Resources.{resource.Name}");

        if (line.IsError)
        {
            LogErrorLine(logger, line.Content);
        }
        else
        {
            LogLine(logger, line.Content);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Resource}: {State}{Address}")]
    private partial void LogState(string resource, string state, string address);

    [LoggerMessage(2, LogLevel.Information, "{Application} is up: dashboard {Dashboard}")]
    private partial void LogUp(string application, string? dashboard);

    [LoggerMessage(3, LogLevel.Information, "{Line}")]
    private static partial void LogLine(ILogger logger, string line);

    [LoggerMessage(4, LogLevel.Error, "{Line}")]
    private static partial void LogErrorLine(ILogger logger, string line);
}
