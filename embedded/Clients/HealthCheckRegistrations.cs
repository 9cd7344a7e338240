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
            // The registration's factory is called for each report, but a check may hold connections.
            builder.Services.AddKeyedSingleton(name, (services, _) => create(services));
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                name, services => services.GetRequiredKeyedService<IHealthCheck>(name), failureStatus: null, tags: null));
        }
    }
}
