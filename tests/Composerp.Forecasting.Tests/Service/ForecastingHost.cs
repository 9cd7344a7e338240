using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Composerp.Forecasting.ForecastRuns;
using Composerp.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Composerp.Forecasting.Tests.Service;

/// <summary>The service in this process, on a real database; its requests go past the network, everything else is real.</summary>
internal sealed class ForecastingHost : WebApplicationFactory<Program>
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IServiceCollection> _replace;

    /// <param name="settings">Configuration beside the database.</param>
    /// <param name="replace">Replaces services.</param>
    public ForecastingHost(
        ForecastingDatabase database,
        Dictionary<string, string?>? settings = null,
        Action<IServiceCollection>? replace = null)
    {
        // Nobody shall start a run but the test.
        _settings = new(settings ?? [])
        {
            ["ConnectionStrings:forecastdb"] = database.ConnectionString,
            ["ForecastRuns:DailyAt"] = "",

            // Most tests have no ledger to follow, and no need to hear of it.
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:Composerp.ServiceDefaults"] = "None",
        };
        _replace = replace ?? (_ => { });
        Client = CreateClient();
    }

    public HttpClient Client { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<T> GetAsync<T>(string path) =>
        (await Client.GetFromJsonAsync<T>(path, _json, Token))!;

    /// <summary>The lines of a streamed answer.</summary>
    public async Task<string[]> GetLinesAsync(string path) =>
        (await Client.GetStringAsync(path, Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async Task<T> PostAsync<T>(string path, object body)
    {
        using var answer = await Client.PostAsJsonAsync(path, body, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));

        return (await answer.Content.ReadFromJsonAsync<T>(_json, Token))!;
    }

    /// <summary>The status and the type of the problem that a path answers.</summary>
    public async Task<(HttpStatusCode Status, string? Type)> ProblemAsync(string path)
    {
        using var answer = await Client.GetAsync(path, Token);
        using var details = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));

        return (answer.StatusCode, details.RootElement.GetProperty("type").GetString());
    }

    public async Task<ForecastRun> StartRunAsync(object? request = null)
    {
        using var answer = await Client.PostAsJsonAsync("/v1/forecast-runs", request ?? new { }, Token);
        answer.EnsureSuccessStatusCode();

        return (await answer.Content.ReadFromJsonAsync<ForecastRun>(_json, Token))!;
    }

    public Task<ForecastRun> FindRunAsync(Guid id) => GetAsync<ForecastRun>($"/v1/forecast-runs/{id}");

    /// <summary>Starts a run and waits for its end.</summary>
    public async Task<ForecastRun> RunAsync(object? request = null) => await EndAsync((await StartRunAsync(request)).Id);

    public async Task<ForecastRun> EndAsync(Guid id)
    {
        await Eventually.HoldsAsync(async _ => await HasEndedAsync(id), $"the end of run {id}", Token);

        return await FindRunAsync(id);
    }

    private async Task<bool> HasEndedAsync(Guid id)
    {
        try
        {
            return (await FindRunAsync(id)).Status is "completed" or "failed" or "cancelled";
        }
        catch (HttpRequestException away) when (away.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            // Some tests take the database away while they wait.
            return false;
        }
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(_settings));

        return base.CreateHost(builder);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.ConfigureServices(_replace);
}
