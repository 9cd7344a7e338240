using System.Text;
using Composerp.Embedded.Kafka;
using Composerp.ServiceDefaults.EventLog;
using Composerp.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Composerp.ServiceDefaults.Tests.World;

/// <summary>A shop that logs events, buyers that apply them, a broker between them.</summary>
internal sealed class EventWorld : IAsyncDisposable
{
    public const string Topic = "shop-events";

    private readonly Dictionary<int, long> _heads = [];
    private readonly List<TestService> _services = [];
    private readonly int _shopPort = FreePort.Take();

    private EventWorld(string shopDatabase, string buyerDatabase, KafkaCluster kafka)
    {
        ShopConnectionString = shopDatabase;
        BuyerConnectionString = buyerDatabase;
        ShopDatabase = NpgsqlDataSource.Create(shopDatabase);
        BuyerDatabase = NpgsqlDataSource.Create(buyerDatabase);
        Kafka = kafka;
        Brokers = kafka.BootstrapServers;
    }

    public KafkaCluster Kafka { get; }

    public string ShopConnectionString { get; }

    public string BuyerConnectionString { get; }

    public NpgsqlDataSource ShopDatabase { get; }

    public NpgsqlDataSource BuyerDatabase { get; }

    /// <summary>Where services that are started from now on look for the broker.</summary>
    public string Brokers { get; set; }

    /// <summary>Further settings of every service that is started from now on.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>What the buyers' handler does besides recording its effects.</summary>
    public EffectRules Rules { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Databases, broker and topic; services are started by the test.</summary>
    public static async Task<EventWorld> CreateAsync(TestDatabases databases) =>
        await CreateAsync(await databases.CreateAsync(Token), await databases.CreateAsync(Token));

    public static async Task<EventWorld> CreateAsync(string shopDatabase, string buyerDatabase)
    {
        var world = new EventWorld(shopDatabase, buyerDatabase, KafkaCluster.Start());
        world.Kafka.CreateTopic(Topic, 4);
        await MigrateAsync(world.Configuration(shopDatabase, kafka: false));
        await MigrateAsync(world.Configuration(buyerDatabase, kafka: false));

        return world;
    }

    /// <summary>With the shop and one buyer running.</summary>
    public static async Task<EventWorld> StartAsync(TestDatabases databases)
    {
        var world = await CreateAsync(databases);
        await world.StartShopAsync();
        await world.StartBuyerAsync();

        return world;
    }

    /// <summary>The shop at the address where buyers look for its feed.</summary>
    /// <param name="relays">false serves the feed only, so that a test may put into the topic what it likes.</param>
    /// <param name="around">Runs around every request.</param>
    /// <param name="log">Another log than the event table.</param>
    public Task<TestService> StartShopAsync(
        bool relays = true, Func<HttpContext, RequestDelegate, Task>? around = null, IEventLog? log = null) =>
        StartShopAsync(relays, _shopPort, around, log);

    /// <summary>One more replica of the shop, which nobody's feed client knows.</summary>
    public Task<TestService> StartShopReplicaAsync() => StartShopAsync(relays: true, port: 0, around: null, log: null);

    /// <param name="add">What else it is built of.</param>
    public async Task<TestService> StartBuyerAsync(bool kafka = true, Action<WebApplicationBuilder>? add = null)
    {
        var buyer = await TestService.StartAsync(
            "Buyer",
            Configuration(BuyerConnectionString, kafka),
            builder =>
            {
                builder.AddDatabase("db", typeof(EventWorld).Assembly);
                builder.Services.AddSingleton(Rules);
                builder.AddEventConsumer<RecordEffects>("shop", Topic);
                add?.Invoke(builder);
            },
            app => app.MapEventLog());
        _services.Add(buyer);

        return buyer;
    }

    public async Task StopAsync(TestService service)
    {
        _services.Remove(service);
        await service.DisposeAsync();
    }

    /// <summary>Appends events to a shard in one transaction, without waking the relay.</summary>
    public async Task AppendAsync(int shard, int count, string data = """{"n":1}""")
    {
        await using var connection = await ShopDatabase.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        var events = Enumerable.Repeat(new NewEvent("test.happened.v1", Encoding.UTF8.GetBytes(data)), count).ToList();
        var last = await EventTable.AppendAsync(transaction, shard, events, Token);
        await transaction.CommitAsync(Token);

        lock (_heads)
        {
            _heads[shard] = Math.Max(last, _heads.GetValueOrDefault(shard));
        }
    }

    /// <summary>Takes over what another world appended to the same databases.</summary>
    public async Task TakeOverAsync()
    {
        await using var command = ShopDatabase.CreateCommand("select shard, last_sequence from event_shard where last_sequence > 0");
        await using var rows = await command.ExecuteReaderAsync(Token);

        while (await rows.ReadAsync(Token))
        {
            _heads[rows.GetInt16(0)] = rows.GetInt64(1);
        }
    }

    /// <summary>Everything appended, as it stands in the log.</summary>
    public async Task<List<LoggedEvent>> LogAsync()
    {
        await using var connection = await ShopDatabase.OpenConnectionAsync(Token);
        var log = new List<LoggedEvent>();

        foreach (var shard in _heads.Keys.Order())
        {
            log.AddRange(await new EventTable("shop", Topic).ReadAsync(connection, shard, 0, int.MaxValue, Token));
        }

        return log;
    }

    /// <summary>Waits until everything appended was applied, and checks that it was exactly once and in order.</summary>
    /// <param name="refused">Events that are dead letters, and have no effect.</param>
    public async Task AppliedExactlyOnceAsync(params (int Shard, long Sequence)[] refused)
    {
        await Eventually.HoldsAsync(async _ => await PositionsAsync() >= _heads.Values.Sum(), "every position at its head", Token);
        var effects = await EffectsAsync();

        foreach (var (shard, head) in _heads)
        {
            Assert.Equal(
                Enumerable.Range(1, (int)head).Select(sequence => (long)sequence).Where(sequence => !refused.Contains((shard, sequence))),
                effects.Where(effect => effect.Shard == shard).Select(effect => effect.Sequence));
        }

        Assert.Equal(_heads.Values.Sum() - refused.Length, effects.Count);
    }

    /// <summary>What the buyers' handler did, in order.</summary>
    public async Task<List<(int Shard, long Sequence)>> EffectsAsync()
    {
        await using var command = BuyerDatabase.CreateCommand("select shard, sequence from effect order by id");
        await using var rows = await command.ExecuteReaderAsync(Token);
        var effects = new List<(int, long)>();

        while (await rows.ReadAsync(Token))
        {
            effects.Add((rows.GetInt32(0), rows.GetInt64(1)));
        }

        return effects;
    }

    /// <summary>Whether a statement of a buyer waits for another one to end.</summary>
    public Task<bool> SomebodyWaitsForALockAsync() => ReadAsync<bool>(
        BuyerDatabase,
        "select exists (select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database())");

    /// <summary>Whether the buyers' database takes changes, from now on and in every session.</summary>
    public async Task SetBuyerReadOnlyAsync(bool readOnly)
    {
        var name = new NpgsqlConnectionStringBuilder(BuyerConnectionString).Database;
        await RunAsync(ShopDatabase, $"alter database {name} set default_transaction_read_only = {(readOnly ? "on" : "off")}");
        await RunAsync(ShopDatabase, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        BuyerDatabase.Clear();
    }

    /// <summary>The sum of the buyers' positions.</summary>
    public Task<long> PositionsAsync() =>
        ReadAsync<long>(BuyerDatabase, "select coalesce(sum(sequence), 0)::bigint from consumer_position");

    /// <summary>Waits until the relay noted everything appended as published.</summary>
    public Task PublishedAsync() => Eventually.HoldsAsync(
        async _ => await ReadAsync<bool>(
            ShopDatabase,
            """
            select not exists (
                select from event_shard left join relay_position using (shard)
                where coalesce(published_sequence, 0) < last_sequence)
            """),
        "everything published",
        Token);

    public static async Task<T> ReadAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);

        return (T)(await command.ExecuteScalarAsync(Token))!;
    }

    public static async Task RunAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>The test's own connections, after a server was killed.</summary>
    public void ForgetConnections()
    {
        ShopDatabase.Clear();
        BuyerDatabase.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
        {
            await service.DisposeAsync();
        }

        await ShopDatabase.DisposeAsync();
        await BuyerDatabase.DisposeAsync();
        Kafka.Dispose();
    }

    public Dictionary<string, string?> Configuration(string connectionString, bool kafka = true) => new(Settings)
    {
        ["ConnectionStrings:db"] = connectionString,
        ["ConnectionStrings:kafka"] = kafka ? Brokers : null,
        ["services:shop:http:0"] = $"http://127.0.0.1:{_shopPort}",
    };

    private async Task<TestService> StartShopAsync(
        bool relays, int port, Func<HttpContext, RequestDelegate, Task>? around, IEventLog? log)
    {
        var shop = await TestService.StartAsync(
            "Shop",
            Configuration(ShopConnectionString, relays),
            builder =>
            {
                builder.AddDatabase("db", typeof(EventWorld).Assembly);
                builder.AddEventLog(log ?? new EventTable("shop", Topic));
            },
            app =>
            {
                if (around is not null)
                {
                    app.Use(around);
                }

                app.MapEventLog();
            },
            port);
        _services.Add(shop);

        return shop;
    }

    private static async Task MigrateAsync(Dictionary<string, string?> configuration)
    {
        var builder = TestService.Builder("Migrate", configuration);
        builder.AddServiceDefaults();
        builder.AddDatabase("db", typeof(EventWorld).Assembly);

        Assert.Equal(0, await builder.MigrateAsync());
    }
}
