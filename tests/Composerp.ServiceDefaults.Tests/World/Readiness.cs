using Composerp.Tests.Support;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Composerp.ServiceDefaults.Tests.World;

/// <summary>What a service answers at /ready.</summary>
internal static class Readiness
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task DegradedAsync(this EventWorld world, TestService service, string check) => BecomesAsync(service, check, "degraded", HttpStatusCode.OK);

    public static Task HealthyAsync(this EventWorld world, TestService service, string check) => BecomesAsync(service, check, "healthy", HttpStatusCode.OK);

    public static Task NotReadyAsync(this EventWorld world, TestService service) =>
        BecomesAsync(service, "database", "unhealthy", HttpStatusCode.ServiceUnavailable);

    private static async Task BecomesAsync(TestService service, string check, string word, HttpStatusCode status)
    {
        using var client = service.Client();
        await Eventually.HoldsAsync(async _ =>
        {
            using var response = await client.GetAsync("/ready", Token);
            var body = await response.Content.ReadFromJsonAsync<JsonElement>(Token);

            return response.StatusCode == status
                && body.GetProperty("checks").GetProperty(check).GetProperty("status").GetString() == word;
        }, $"{check} {word}", Token);
    }
}
