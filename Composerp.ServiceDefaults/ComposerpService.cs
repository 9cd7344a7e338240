using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Composerp.ServiceDefaults;

/// <summary>What every service has in common; knows nothing of stock, forecasts or orders.</summary>
public static class ComposerpService
{
    /// <summary>Telemetry, health checks, service discovery, resilient HTTP clients, problem details, JSON, OpenAPI, time.</summary>
    public static void AddServiceDefaults(this IHostApplicationBuilder builder) => throw new NotImplementedException();

    /// <summary>The service's database: the pooled data source, its health check, and the migrations embedded in the assembly.</summary>
    /// <param name="connectionName">Name of the connection string; DATABASE_URL is accepted instead.</param>
    /// <param name="migrations">Assembly that embeds Migrations/*.sql.</param>
    public static void AddDatabase(this IHostApplicationBuilder builder, string connectionName, Assembly migrations) =>
        throw new NotImplementedException();

    /// <summary>Runs the service's "migrate" verb and returns the process's exit code.</summary>
    public static Task<int> MigrateAsync(this WebApplicationBuilder builder) => throw new NotImplementedException();

    /// <summary>/health, /ready, /metrics, /openapi/v1.json and the interactive API page at /scalar.</summary>
    public static void MapServiceDefaults(this WebApplication app) => throw new NotImplementedException();
}
