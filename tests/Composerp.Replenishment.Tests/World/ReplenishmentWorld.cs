using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Composerp.Contracts;
using Composerp.ServiceDefaults;
using Composerp.ServiceDefaults.EventLog;
using Composerp.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Composerp.Replenishment.Tests.World;

/// <summary>The real service over a real database, with ledger and forecasting at its borders.</summary>
public sealed class ReplenishmentWorld(TestDatabases databases) : IAsyncLifetime
{
    private readonly Clock _clock = new();
    private WebApplicationFactory<Program> _factory = null!;

    internal TheLedger Ledger { get; private set; } = null!;

    internal TheForecasting Forecasting { get; private set; } = null!;

    internal NpgsqlDataSource Database { get; private set; } = null!;

    internal HttpClient Http { get; private set; } = null!;

    internal IServiceProvider Services => _factory.Services;

    /// <summary>What the service takes for the present: Monday noon, until a test says otherwise.</summary>
    internal DateTimeOffset Now
    {
        get => _clock.Now;
        set => _clock.Now = value;
    }

    /// <summary>What the service is told beside where everything is.</summary>
    internal Dictionary<string, string> Settings { get; init; } = [];

    internal static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connectionString = await databases.CreateAsync(Token);
        Database = NpgsqlDataSource.Create(connectionString);
        await MigrateAsync(connectionString);

        Ledger = new(await LogFeed.StartAsync("inventory-ledger", _ => { }, Token));
        Forecasting = await TheForecasting.StartAsync(Token);

        // Without a broker the consumers live on the feeds alone, which is all that they need.
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => Settings
            .Aggregate(host, (told, setting) => told.UseSetting(setting.Key, setting.Value))
            .UseSetting("ConnectionStrings:replenishmentdb", connectionString)
            .UseSetting("services:inventory-ledger:http:0", Ledger.Feed.Address)
            .UseSetting("services:forecasting:http:0", Forecasting.Feed.Address)
            .UseSetting("Logging:LogLevel:Default", "Critical")
            .ConfigureTestServices(services => services.AddSingleton<TimeProvider>(_clock)));
        Http = _factory.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await Ledger.Feed.DisposeAsync();
        await Forecasting.Feed.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>An item at a location that the ledger has told of, which ACME delivers.</summary>
    internal async Task<string> AnItemAtAsync(string location, string supplier = "ACME", int leadTimeDays = 7, decimal minimum = 0, decimal multiple = 1)
    {
        var sku = $"sku-{Guid.CreateVersion7():N}";
        Ledger.Item(sku);
        Ledger.Location(location);
        await PutAsync($"/v1/suppliers/{supplier}", new { name = supplier });
        await PutAsync(
            $"/v1/suppliers/{supplier}/items/{sku}",
            new { leadTimeDays, minimumQuantity = minimum, orderMultiple = multiple, unitCost = 2.5m });

        return sku;
    }

    internal Task MinMaxAsync(string location, string sku, decimal minimum, decimal maximum, string supplier = "ACME") =>
        PutAsync($"/v1/policies/{location}/{sku}", new { kind = "min-max", supplier, minimum, maximum });

    internal Task OrderUpToAsync(string location, string sku, double serviceLevel, int reviewDays, string supplier = "ACME") =>
        PutAsync($"/v1/policies/{location}/{sku}", new { kind = "order-up-to", supplier, serviceLevel, reviewDays });

    internal Task<JsonElement> PlanAsync(DateOnly? date = null) => PostAsync("/v1/planning-runs", new { date, actor = "ann" });

    /// <summary>The open proposal of an item; none: an undefined element.</summary>
    internal async Task<JsonElement> OpenProposalAsync(string sku) =>
        (await GetAsync($"/v1/proposals?status=proposed&sku={sku}")).GetProperty("items").EnumerateArray().SingleOrDefault();

    internal async Task<JsonElement> PositionAsync(string location, string sku) =>
        (await GetAsync($"/v1/positions?location={location}&sku={sku}")).GetProperty("items").EnumerateArray().SingleOrDefault();

    /// <summary>Returns once everything that ledger and forecasting have logged is applied or refused here.</summary>
    internal Task CaughtUpAsync() => Eventually.HoldsAsync(
        async token =>
        {
            var applied = await ListAsync("select source, shard, sequence from consumer_position", row =>
                (Source: row.GetString(0), Head: new ShardHead(row.GetInt16(1), row.GetInt64(2))));

            return Covers("inventory-ledger", Ledger.Feed) && Covers("forecasting", Forecasting.Feed);

            bool Covers(string source, LogFeed feed) =>
                feed.Heads().Except(applied.Where(one => one.Source == source).Select(one => one.Head)).ToList() is [];
        },
        "every event applied",
        Token);

    /// <summary>What the service's own log tells of a location.</summary>
    internal async Task<List<LoggedEvent>> LogOfAsync(string location)
    {
        await using var connection = await Database.OpenConnectionAsync(Token);

        var shard = await new EventTable("replenishment", Topics.Replenishment).ReadAsync(connection, Shards.OfLocation(location), 0, 10_000, Token);

        return [.. shard.Where(logged => JsonElement.Parse(logged.Data.Span).GetProperty("location").GetString() == location)];
    }

    internal async Task<JsonElement> GetAsync(string path) => await AnswerAsync(await Http.GetAsync(path, Token), HttpStatusCode.OK);

    /// <summary>Every item of a list, page by page.</summary>
    /// <param name="path">With its query.</param>
    internal async Task<List<JsonElement>> ItemsAsync(string path)
    {
        var items = new List<JsonElement>();

        for (var page = await GetAsync(path); ; page = await GetAsync($"{path}&after={page.GetProperty("next").GetString()}"))
        {
            items.AddRange(page.GetProperty("items").EnumerateArray());

            if (!page.TryGetProperty("next", out _))
            {
                return items;
            }
        }
    }

    internal async Task PutAsync(string path, object body)
    {
        using var response = await Http.PutAsJsonAsync(path, body, Token);
        Assert.True(response.StatusCode == HttpStatusCode.NoContent, await response.Content.ReadAsStringAsync(Token));
    }

    /// <summary>Posts what is expected to succeed.</summary>
    internal async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync(path, body, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, text);

        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>The problem that a request is answered with.</summary>
    internal static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var problem = await AnswerAsync(response, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);

        return problem;
    }

    internal async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = Database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(Token);
        var list = new List<T>();

        while (await rows.ReadAsync(Token))
        {
            list.Add(read(rows));
        }

        return list;
    }

    internal async Task<T> ReadAsync<T>(string sql) => (await ListAsync(sql, row => row.GetFieldValue<T>(0))).Single();

    private static async Task<JsonElement> AnswerAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {text}");

        return JsonElement.Parse(text);
    }

    private static async Task MigrateAsync(string connectionString)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(Program).Assembly.GetName().Name });
        builder.Configuration["ConnectionStrings:replenishmentdb"] = connectionString;
        builder.Configuration["Logging:LogLevel:Default"] = "Critical";
        builder.AddServiceDefaults();
        builder.AddDatabase("replenishmentdb", typeof(Program).Assembly);

        Assert.Equal(0, await builder.MigrateAsync());
    }

    /// <summary>Stands still at a moment; timers run.</summary>
    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = TheLedger.Noon;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
