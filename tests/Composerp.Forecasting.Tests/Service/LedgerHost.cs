using Composerp.Contracts;
using Composerp.ServiceDefaults;
using Composerp.ServiceDefaults.EventLog;
using Composerp.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Composerp.Forecasting.Tests.Service;

/// <summary>The inventory ledger as far as its consumers see it: a real log, its feed over HTTP and its relay to Kafka.</summary>
internal sealed class LedgerHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LedgerHost(WebApplication app)
    {
        _app = app;
    }

    /// <summary>Where the feed is.</summary>
    public string Address => _app.Urls.Single();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<LedgerHost> StartAsync(TestDatabases databases, string kafka)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:inventorydb"] = await databases.CreateAsync(Token),
            ["ConnectionStrings:kafka"] = kafka,
            ["Logging:LogLevel:Default"] = "Warning",
        };

        Assert.Equal(0, await BuilderOf(settings).MigrateAsync());

        var app = BuilderOf(settings).Build();
        app.MapEventLog();
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync(Token);

        return new(app);
    }

    public async Task AppendAsync(IEnumerable<LoggedEvent> events)
    {
        await using var connection = await _app.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);

        foreach (var shard in events.GroupBy(logged => logged.Shard).OrderBy(shard => shard.Key))
        {
            await EventTable.AppendAsync(
                transaction, shard.Key, [.. shard.Select(logged => new NewEvent(logged.Type, logged.Data))], Token);
        }

        await transaction.CommitAsync(Token);
        _app.Services.GetRequiredService<EventSignal>().Wake();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static WebApplicationBuilder BuilderOf(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddServiceDefaults();
        builder.AddDatabase("inventorydb", typeof(ContractsJson).Assembly);
        builder.AddEventLog(new EventTable("inventory-ledger", Topics.Inventory));

        return builder;
    }
}
