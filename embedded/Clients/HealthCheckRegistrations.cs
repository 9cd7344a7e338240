using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Composerp.Embedded.Clients;

/// <summary>Registers a check once per name, however many clients share the connection.</summary>
internal static class HealthCheckRegistrations
{
    public static void AddHealthCheckOnce(
        this IHostApplicationBuilder builder, string name, Func<IServiceProvider, IHealthCheck> create)
    {
        var key = $"Composerp.Embedded.Clients.{name}";

        if (builder.Properties.TryAdd(key, true))
        {
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(name, create, failureStatus: null, tags: null));
        }
    }
}
