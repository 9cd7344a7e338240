using System.Reflection;
using Composerp.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Composerp.ServiceDefaults.Postgres;

/// <summary>The one database of this process.</summary>
/// <param name="ConnectionName">Name of the connection string.</param>
/// <param name="Direct">Connection string past any pooler, not pooled; for sessions that hold locks. null where none is configured.</param>
internal sealed record ServiceDatabase(string ConnectionName, string? Direct)
{
    /// <exception cref="InvalidOperationException">The configuration names no database.</exception>
    public string DirectConnectionString => Direct ?? throw new InvalidOperationException(
        $"No database is configured: set ConnectionStrings__{ConnectionName} or DATABASE_URL.");
}

internal static class ServiceDatabaseRegistration
{
    public static void AddServiceDatabase(this IHostApplicationBuilder builder, string connectionName, Assembly migrations)
    {
        var service = ServiceName.Of(builder.Environment);
        var database = new ServiceDatabase(connectionName, DatabaseAddress.FindDirect(builder.Configuration, connectionName, service));

        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(new MigrationSet(
            MigrationSeries.Of(typeof(ServiceDatabase).Assembly, "event-log", ".EventLog."),
            MigrationSeries.Of(migrations, "service", ".Migrations.")));
        builder.Services.AddSingleton<Migrator>();

        builder.AddNpgsqlDataSource(
            connectionName,
            settings =>
            {
                settings.ConnectionString = DatabaseAddress.Find(builder.Configuration, connectionName, service) ?? settings.ConnectionString;

                // DatabaseCheck asks more, and Telemetry decides what is traced and measured.
                settings.DisableHealthChecks = true;
                settings.DisableTracing = true;
                settings.DisableMetrics = true;
            },
            DirectDataSource.TraceWithinSpans);
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseCheck>(DatabaseCheck.Name, timeout: TimeSpan.FromSeconds(4));
    }
}
