using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Composerp.Embedded.Tests.Hosting;
using Composerp.Tests.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Composerp.Embedded.Tests.Dashboard;

public sealed class DashboardTests : IAsyncLifetime
{
    private readonly int _port = Ports.TakeFree();
    private HttpClient _browser = new();
    private DistributedApplication? _app;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DistributedApplication App => _app ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _browser = new HttpClient { BaseAddress = new Uri($"http://localhost:{_port}") };
        _app = await AnApplication.WithDashboard(_port).StartHealthyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await App.DisposeAsync();
    }

    [Fact]
    public async Task The_page_and_its_files_are_served_and_may_not_be_framed()
    {
        foreach (var (file, type) in new[] { ("/", "text/html"), ("/page.css", "text/css"), ("/page.js", "text/javascript") })
        {
            using var answer = await _browser.GetAsync(new Uri(file, UriKind.Relative), Token);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
            Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Resources_are_told_with_state_health_and_address()
    {
        var service = await FirstAsync("/api/resources", resource => resource.GetProperty("health").GetString() == "Healthy");

        Assert.Equal("service", service.GetProperty("name").GetString());
        Assert.Equal("Running", service.GetProperty("state").GetString());
        Assert.Equal(App.GetEndpoint("service"), new Uri(service.GetProperty("addresses")[0].GetString() ?? ""));
        Assert.Equal(await App.ProcessIdAsync(), service.GetProperty("processId").GetInt32());
    }

    [Fact]
    public async Task What_a_service_prints_is_told_line_by_line()
    {
        using var client = App.CreateHttpClient("service");
        (await client.PostAsync(new Uri("/say?what=hello there", UriKind.Relative), null, Token)).Dispose();

        var line = await FirstAsync("/api/resources/service/log", line => line.GetProperty("content").GetString() == "hello there");

        Assert.False(line.GetProperty("isError").GetBoolean());
    }

    [Fact]
    public async Task A_button_restarts_a_service()
    {
        var before = await App.ProcessIdAsync();

        Assert.Equal(HttpStatusCode.NoContent, await PostAsync("/api/resources/service/restart", origin: $"http://localhost:{_port}"));
        await App.ResourceNotifications.WaitForResourceAsync("service", changed => changed.Snapshot.HealthStatus == HealthStatus.Healthy, Token);

        Assert.NotEqual(before, await App.ProcessIdAsync());
    }

    [Fact]
    public async Task A_restart_is_carried_out_although_the_page_is_closed_meanwhile()
    {
        using var client = App.CreateHttpClient("service");
        (await client.PostAsync(new Uri("/stay", UriKind.Relative), null, Token)).Dispose();
        var before = await App.ProcessIdAsync();
        using var page = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var pressed = _browser.PostAsync(new Uri("/api/resources/service/restart", UriKind.Relative), null, page.Token);
        await App.ResourceNotifications.WaitForResourceAsync("service", KnownResourceStates.Stopping, Token);

        await page.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pressed);
        AProcess.Kill(before);

        await App.ResourceNotifications.WaitForResourceAsync("service", changed => changed.Snapshot.HealthStatus == HealthStatus.Healthy, Token)
            .WaitAsync(Eventually.DefaultLimit, Token);
    }

    [Theory]
    [InlineData("http://evil.example", null, null)]
    [InlineData("null", null, null)]
    [InlineData("http://localhost:1", null, null)]
    [InlineData(null, "cross-site", null)]
    [InlineData(null, null, "evil.example")]
    public async Task Other_sites_command_nothing(string? origin, string? site, string? host)
    {
        var before = await App.ProcessIdAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("/api/resources/service/stop", origin, site, host));

        Assert.Equal(KnownResourceStates.Running, App.StateOf("service"));
        Assert.Equal(before, await App.ProcessIdAsync());
    }

    [Fact]
    public async Task A_link_commands_nothing()
    {
        using var answer = await _browser.GetAsync(new Uri("/api/resources/service/stop", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(KnownResourceStates.Running, App.StateOf("service"));
    }

    [Theory]
    [InlineData("/api/resources/nobody/restart")]
    [InlineData("/api/resources/service/dance")]
    public async Task What_is_not_there_cannot_be_commanded(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(path, origin: null));

    private async Task<HttpStatusCode> PostAsync(string path, string? origin, string? site = null, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
        Add(request.Headers, "Origin", origin);
        Add(request.Headers, "Sec-Fetch-Site", site);
        request.Headers.Host = host;
        using var answer = await _browser.SendAsync(request, Token);

        return answer.StatusCode;
    }

    private static void Add(HttpRequestHeaders headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.Add(name, value);
        }
    }

    private async Task<JsonElement> FirstAsync(string path, Func<JsonElement, bool> wanted)
    {
        using var stream = new StreamReader(await _browser.GetStreamAsync(new Uri(path, UriKind.Relative), Token));

        while (true)
        {
            if (await stream.ReadLineAsync(Token) is { Length: > 0 } line && JsonDocument.Parse(line["data: ".Length..]).RootElement is var item && wanted(item))
            {
                return item;
            }
        }
    }
}
