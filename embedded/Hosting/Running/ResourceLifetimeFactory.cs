using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Composerp.Embedded.Running;

/// <summary>Gives each resource the engine that runs it here.</summary>
internal sealed class ResourceLifetimeFactory(
    ResourceNotificationService notifications,
    HealthCheckService checks,
    ResourceLogs logs,
    RunSettings settings,
    TimeProvider time,
    IHostEnvironment environment,
    ILoggerFactory loggers)
{
    private readonly Dependencies _dependencies = new(notifications);
    private readonly HealthWatch _health = new(checks, notifications, time);
    private readonly ILogger _logger = loggers.CreateLogger(environment.ApplicationName);

    /// <summary>Null for what has no life, such as a parameter.</summary>
    public ResourceLifetime? Create(IResource resource) => EngineOf(resource) is { } engine
        ? new(resource, engine, notifications, _dependencies, _health, logs, time, _logger)
        : null;

    private IEngine? EngineOf(IResource resource) => resource switch
    {
        ProjectResource project => new ProjectEngine(project, logs),
        PostgresServerResource server => new PostgresEngine(server, settings, logs),
        PostgresDatabaseResource database => new DatabaseEngine(database, logs),
        KafkaServerResource kafka => new KafkaEngine(kafka, logs),
        _ => null,
    };
}
