using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;

namespace Composerp.ServiceDefaults.Http;

/// <summary>HTTP clients find services by name and survive short outages.</summary>
internal static class HttpClients
{
    public static void AddHttpClients(this IHostApplicationBuilder builder)
    {
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(client =>
        {
            // A POST that was not answered may have been carried out: who sends it decides whether to send it again.
            client.AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());
            client.AddServiceDiscovery();
        });
    }
}
