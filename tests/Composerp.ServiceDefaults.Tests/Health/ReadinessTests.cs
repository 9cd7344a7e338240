using System.Net;
using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Composerp.ServiceDefaults.Tests.Health;

public sealed class ReadinessTests(TestDatabases databases)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Guard: DatabaseCheck looks for the migrations that this version knows.
    [Fact]
    public async Task A_service_is_ready_once_its_migrations_are_there()
    {
        Dictionary<string, string?> configuration = new() { ["ConnectionStrings:db"] = await databases.CreateAsync(Token) };
        await using var service = await TestService.StartAsync("Shop", configuration, builder => builder.AddDatabase("db", typeof(ReadinessTests).Assembly));
        using var client = service.Client();

        using (var before = await client.GetAsync("/ready", Token))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, before.StatusCode);
            Assert.Contains("Migration event-log 0001_create_event_log.sql was not applied yet", await before.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        var migrate = TestService.Builder("Shop", configuration);
        migrate.AddServiceDefaults();
        migrate.AddDatabase("db", typeof(ReadinessTests).Assembly);
        Assert.Equal(0, await migrate.MigrateAsync());

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/ready", Token)).StatusCode);
    }

    [Fact]
    public async Task Without_its_database_a_service_is_alive_and_not_ready()
    {
        Dictionary<string, string?> configuration = new() { ["DATABASE_URL"] = "postgres://ann:s3cret@127.0.0.1:1/nowhere" };
        await using var service = await TestService.StartAsync("Shop", configuration, builder => builder.AddDatabase("db", typeof(ReadinessTests).Assembly));
        using var client = service.Client();
        using var health = await client.GetAsync("/health", Token);
        using var ready = await client.GetAsync("/ready", Token);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (health.StatusCode, ready.StatusCode));
        Assert.DoesNotContain("s3cret", await ready.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_out_of_reach_is_degraded_and_ready()
    {
        await using var world = await EventWorld.StartAsync(databases);
        var buyer = await world.StartBuyerAsync();
        await world.HealthyAsync(buyer, "broker");

        world.Kafka.TakeDown();
        await world.DegradedAsync(buyer, "broker");
        using var client = buyer.Client();
        Assert.Contains("composerp_kafka_broker_reached{client=\"consumer.shop\"} 0", Lines(await client.GetStringAsync("/metrics", Token)), StringComparison.Ordinal);
        world.Kafka.BringUp();

        await world.HealthyAsync(buyer, "broker");
    }

    // Guard: StoppingCheck. The server answers while it stops, as long as something is in flight.
    [Fact]
    public async Task A_service_that_stops_is_not_ready()
    {
        var answer = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        var service = await TestService.StartAsync("Shop", [], _ => { }, app => app.MapGet("/slow", async (HttpContext context) =>
        {
            asked.SetResult();
            await answer.Task;

            // On the same connection: new ones are not accepted any more.
            return context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;
        }));
        var check = service.Services.GetRequiredService<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService>();
        using var client = service.Client();
        var slow = client.GetStringAsync("/slow", Token);
        await asked.Task;
        Assert.Equal("Healthy", (await check.CheckHealthAsync(Token)).Status.ToString());

        var stopping = service.DisposeAsync();
        await Eventually.HoldsAsync(async _ => (await check.CheckHealthAsync(Token)).Status.ToString() == "Unhealthy", "not ready", Token);
        answer.SetResult();

        Assert.Equal("true", await slow);
        await stopping;
    }

    // The exporter adds the scope and units to a name; only what matters here is compared.
    private static string Lines(string metrics) => string.Join(
        '\n',
        from line in metrics.Split('\n')
        where line.StartsWith("composerp_kafka", StringComparison.Ordinal)
        select System.Text.RegularExpressions.Regex.Replace(line, "otel_scope_[a-z]+=\"[^\"]*\",?", "").Replace(",}", "}", StringComparison.Ordinal));
}
