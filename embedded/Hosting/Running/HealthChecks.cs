using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Composerp.Embedded.Running;

/// <summary>Healthy while a request is answered with the wanted status.</summary>
internal sealed class HttpCheck(EndpointReference endpoint, string path, int status) : IHealthCheck
{
    // Of its own: an AppHost or a test may give its clients retries, which would blur what is asked here.
    private static readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var response = await _client.GetAsync(new Uri(new Uri(endpoint.Url), path), cancellationToken);

            return (int)response.StatusCode == status
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{path} answers {(int)response.StatusCode}.");
        }
        catch (HttpRequestException refused)
        {
            return HealthCheckResult.Unhealthy(refused.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"{path} did not answer within {_client.Timeout.TotalSeconds} s.");
        }
    }
}

/// <summary>Healthy while the database accepts a connection with the application's own credentials.</summary>
internal sealed class PostgresCheck(IResourceWithConnectionString server, string database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var address = new NpgsqlConnectionStringBuilder(await server.GetConnectionStringAsync(cancellationToken))
            {
                Database = database,
                Pooling = false,
                Timeout = 5,
            };
            await using var connection = new NpgsqlConnection(address.ConnectionString);
            await connection.OpenAsync(cancellationToken);

            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException refused)
        {
            return HealthCheckResult.Unhealthy(refused.Message);
        }
    }
}

/// <summary>Healthy while somebody listens.</summary>
internal sealed class TcpCheck(EndpointReference endpoint) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken);

            return HealthCheckResult.Healthy();
        }
        catch (SocketException refused)
        {
            return HealthCheckResult.Unhealthy(refused.Message);
        }
    }
}
