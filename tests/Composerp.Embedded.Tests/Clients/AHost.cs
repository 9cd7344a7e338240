using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Composerp.Embedded.Tests.Clients;

/// <summary>A service that registers clients, with this configuration and no other.</summary>
internal static class AHost
{
    public static IHost With(Action<IHostApplicationBuilder> register, params (string Key, string? Value)[] configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(
            configuration.Where(setting => setting.Value is not null).ToDictionary(setting => setting.Key, setting => setting.Value));
        register(builder);
        return builder.Build();
    }

    public static IEnumerable<string> HealthChecks(this IHost host) =>
        host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Select(check => check.Name).Order();

    public static Task<HealthReport> CheckHealthAsync(this IHost host) =>
        host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
}
