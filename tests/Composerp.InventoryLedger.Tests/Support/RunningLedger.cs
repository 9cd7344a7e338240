using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Composerp.InventoryLedger.Tests.Api;
using Composerp.ServiceDefaults;
using Composerp.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Composerp.InventoryLedger.Tests.Support;

/// <summary>The whole service on a server of its own and a fresh database, asked over HTTP as anyone would.</summary>
internal sealed class RunningLedger : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningLedger(WebApplication app, string connectionString)
    {
        _app = app;
        Database = NpgsqlDataSource.Create(connectionString);
        Http = new() { BaseAddress = new(app.Urls.First()), Timeout = TimeSpan.FromMinutes(2) };
    }

    public HttpClient Http { get; }

    /// <summary>The database behind, for checks that no endpoint makes.</summary>
    public NpgsqlDataSource Database { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningLedger> StartAsync(TestDatabases databases, CancellationToken token, params (string Key, string Value)[] settings) =>
        await StartAsync(await databases.CreateAsync(token), token, settings);

    /// <param name="connectionString">A database that may have been used before.</param>
    public static async Task<RunningLedger> StartAsync(string connectionString, CancellationToken token, params (string Key, string Value)[] settings)
    {
        Assert.Equal(0, await Builder(connectionString, settings).MigrateAsync());
        var app = Builder(connectionString, settings).Build();
        app.MapServiceDefaults();
        app.MapLedger();
        await app.StartAsync(token);

        return new(app, connectionString);
    }

    /// <summary>As when the process is told to end.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await StopAsync();
        await _app.DisposeAsync();
        await Database.DisposeAsync();
    }

    public async Task AddItemsAsync(params string[] skus) =>
        (await Http.PostAsJsonAsync("/v1/items", skus.Select(sku => new { sku, name = sku }))).EnsureSuccessStatusCode();

    public async Task AddLocationAsync(string code, string timeZone = "UTC", string? goLive = null, bool allowsNegative = false) =>
        (await Http.PutAsJsonAsync($"/v1/locations/{code}", new { name = code, kind = "store", timeZone, goLive, allowsNegative }))
            .EnsureSuccessStatusCode();

    public Task<Answer> PostAsync(string json) => SendAsync(HttpMethod.Post, "/v1/movements", json);

    /// <summary>Posts what must be taken.</summary>
    public async Task PostedAsync(string json)
    {
        var answer = await PostAsync(json);
        Assert.True(answer.Status == 201, $"{answer.Status}: {answer.Text}");
    }

    public Task<Answer> ImportAsync(string file, string query = "source=shop", string kind = "sales") =>
        ImportAsync(Encoding.UTF8.GetBytes(file), query, kind);

    /// <summary>What begins like an object is sent as NDJSON, everything else as CSV.</summary>
    public async Task<Answer> ImportAsync(byte[] file, string query = "source=shop", string kind = "sales")
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new(file is [(byte)'{', ..] ? "application/x-ndjson" : "text/csv");
        using var response = await Http.PostAsync($"/v1/imports/{kind}?{query}", content);

        return await Answer.OfAsync(response);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? json)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);

        return await Answer.OfAsync(response);
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);

        return await command.ExecuteScalarAsync() is T value ? value : throw new InvalidOperationException($"No {typeof(T).Name}: {sql}");
    }

    private static WebApplicationBuilder Builder(string connectionString, (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Composerp.InventoryLedger" });
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))
                .Append(new("ConnectionStrings:inventorydb", connectionString))
                .Append(new("urls", "http://127.0.0.1:0")));
        // There is no replenishment here to catch up with, and no broker.
        builder.Logging.AddFilter((_, category, level) =>
            level >= LogLevel.Error
            && category?.StartsWith("Composerp.ServiceDefaults.EventLog", StringComparison.Ordinal) != true
            && category?.StartsWith("Microsoft.Extensions.Diagnostics.HealthChecks", StringComparison.Ordinal) != true);
        builder.AddServiceDefaults();
        builder.AddDatabase("inventorydb", typeof(LedgerService).Assembly);
        builder.AddLedger();

        return builder;
    }

    public async Task<decimal> OnHandAsync(string location, string sku)
    {
        var answer = await GetAsync($"/v1/positions?location={location}&sku={sku}");

        return answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("onHand").GetDecimal()).SingleOrDefault();
    }
}

/// <summary>What the service answered.</summary>
internal sealed record Answer(int Status, string Text, string? RetryAfter)
{
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The last part of a problem's type.</summary>
    public string Problem => Json.TryGetProperty("type", out var type) ? type.GetString()!.Split(':')[^1] : "";

    public long Number(string property) => Json.GetProperty(property).GetInt64();

    public string? String(string property) => Json.GetProperty(property).GetString();

    /// <summary>"line:column field type" of every error.</summary>
    public IReadOnlyList<string> RowErrors =>
    [
        .. Json.GetProperty("errors").EnumerateArray().Select(error =>
            $"{error.GetProperty("line")}:{error.GetProperty("column")} {error.GetProperty("field").GetString()} {error.GetProperty("type").GetString()}"),
    ];

    /// <summary>"field type" of every error.</summary>
    public IReadOnlyList<string> FieldErrors =>
    [
        .. Json.GetProperty("errors").EnumerateArray().Select(error =>
            $"{error.GetProperty("field").GetString()} {error.GetProperty("type").GetString()}"),
    ];

    /// <summary>Every row of an import is accounted for.</summary>
    public void AssertCounts(int rows, int posted = 0, int known = 0, int zeros = 0, int refused = 0, decimal quantity = 0) => Assert.Equal(
        (rows, posted, known, zeros, refused, quantity),
        (Number("rows"), Number("posted"), Number("alreadyPosted"), Number("zeros"), Number("refused"), Json.GetProperty("quantity").GetDecimal()));

    /// <summary>What was answered; a problem that the API's page does not tell of is none that may be answered.</summary>
    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var answer = new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.RetryAfter?.ToString());

        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            Assert.True(
                ApiPage.Read().StatusesOf(answer.Problem).Contains($"{answer.Status}"),
                $"docs/ledger-api.md tells of no problem {answer.Problem} with status {answer.Status}: {answer.Text}");
        }

        return answer;
    }
}
