using System.Reflection;
using Composerp.ServiceDefaults.Health;
using Composerp.ServiceDefaults.Http;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Scalar.AspNetCore;

namespace Composerp.ServiceDefaults;

/// <summary>What every service has in common; knows nothing of stock, forecasts or orders.</summary>
public static class ComposerpService
{
    /// <summary>Telemetry, health checks, service discovery, resilient HTTP clients, problem details, JSON, time, and what OpenAPI says everywhere.</summary>
    public static void AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        AddConfigurationDefaults(builder.Configuration);
        builder.Configuration.AddSecretFiles();

        if (builder.Configuration.GetValue<bool>("DOTNET_RUNNING_IN_CONTAINER"))
        {
            builder.Logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        }

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(host =>
        {
            // Less than what preStop leaves of the grace period, after which Kubernetes kills.
            host.ShutdownTimeout = TimeSpan.FromSeconds(25);
            host.ServicesStopConcurrently = true;
        });

        builder.AddTelemetry();
        builder.AddHealth();
        builder.AddHttpServer();
        builder.AddHttpClients();
    }

    /// <summary>The service's database: the pooled data source, its health check, and the migrations embedded in the assembly.</summary>
    /// <param name="connectionName">Name of the connection string; DATABASE_URL is accepted instead.</param>
    /// <param name="migrations">Assembly that embeds Migrations/*.sql.</param>
    public static void AddDatabase(this IHostApplicationBuilder builder, string connectionName, Assembly migrations) =>
        builder.AddServiceDatabase(connectionName, migrations);

    /// <summary>What the service's parameters mean, by name: said once, it stands in the OpenAPI document wherever they occur.</summary>
    public static void DescribeParameters(this IHostApplicationBuilder builder, IReadOnlyDictionary<string, string> parameters) =>
        builder.AddParameterDescriptions(parameters);

    /// <summary>Runs the service's "migrate" verb and returns the process's exit code.</summary>
    public static async Task<int> MigrateAsync(this WebApplicationBuilder builder)
    {
        await using var app = builder.Build();
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };

        return await app.Services.GetRequiredService<Migrator>().RunAsync(stop.Token) ? 0 : 1;
    }

    /// <summary>Serves until the process is told to stop, and returns its exit code: 1 where a background service failed and ended it.</summary>
    /// <remarks>The host alone would end with 0, as if somebody had wanted it to: an orchestrator shows the reason by the code.</remarks>
    public static async Task<int> ServeAsync(this WebApplication app)
    {
        var workers = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
        var hasFailed = false;

        // Before anybody is cancelled: what fails while it stops is another matter.
        app.Lifetime.ApplicationStopping.Register(() => hasFailed = workers.Any(worker => worker.ExecuteTask is { IsFaulted: true }));

        var stopping = app.Lifetime.ApplicationStopping;

        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It was still starting then.
        }

        return hasFailed ? 1 : 0;
    }

    /// <summary>/health, /ready, /metrics, /openapi/v1.json and the interactive API page at /scalar.</summary>
    public static void MapServiceDefaults(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(RefusedParameters.RefuseAsync);

        app.MapHealth();
        app.MapPrometheusScrapingEndpoint(Paths.Metrics);
        app.MapOpenApi();
        app.MapScalarApiReference(Paths.ApiPage, page =>
        {
            page.Title = $"Composerp {ServiceName.Of(app.Environment)}";

            // The page is whole without the internet, and tells nobody outside of it.
            page.DefaultFonts = false;
            page.DisableTelemetry().DisableAgent().DisableMcp().HideClientButton().HideDeveloperTools();
        });
    }

    // Below everything else, so that appsettings.json and the environment override it.
    private static void AddConfigurationDefaults(IConfigurationManager configuration) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                // One line for every outgoing request and every attempt tells nobody anything: traces do.
                ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Warning",
                ["Logging:LogLevel:Polly"] = "Warning",
                ["Logging:LogLevel:Npgsql"] = "Warning",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
            },
        });
}
