using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.Testing;

namespace Composerp.AppHost.Tests;

public sealed class HealthTests(RunningApplication application)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Pages => [.. from service in RunningApplication.Services
                                                         from page in new[] { "/health", "/ready", "/metrics", "/openapi/v1.json", "/scalar/" }
                                                         select (service, page)];

    [Theory, MemberData(nameof(Pages))]
    public async Task Every_service_serves_what_operators_and_readers_look_for(string service, string page)
    {
        using var client = application.App.CreateHttpClient(service);
        using var response = await client.GetAsync(page, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("inventory-ledger")]
    [InlineData("forecasting")]
    [InlineData("replenishment")]
    public async Task Every_service_is_wholly_ready_with_its_broker_reached(string service)
    {
        using var client = application.App.CreateHttpClient(service);

        // A broker out of reach is told as degraded, with the status code of health.
        await Eventually.TrueAsync(
            async () => (await client.GetFromJsonAsync<JsonElement>("/ready", Token)).GetProperty("status").GetString() == "healthy", Token);
    }
}
