using Composerp.ServiceDefaults.Postgres;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Composerp.ServiceDefaults.Health;

/// <summary>The database answers, and has at least the migrations that this version knows.</summary>
internal sealed class DatabaseCheck(NpgsqlDataSource database, MigrationSet migrations) : IHealthCheck
{
    public const string Name = "database";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            var missing = await migrations.FindMissingAsync(connection, cancellationToken);

            return missing is null
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"Migration {missing} was not applied yet: run the migrate verb.");
        }
        catch (NpgsqlException fault)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", fault);
        }
        catch (TimeoutException fault)
        {
            return HealthCheckResult.Unhealthy("The database does not answer in time.", fault);
        }
    }
}
