using Composerp.Contracts;
using Composerp.Embedded.Kafka;
using Composerp.Embedded.Postgres;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Tests.Domain;
using Composerp.Tests.Support;
using Npgsql;

namespace Composerp.InventoryLedger.Tests.Simulation;

/// <summary>The whole ledger with everything that can go wrong around it: its own Postgres, its own Kafka, real processes.</summary>
internal sealed class SimulatedLedger : IAsyncDisposable
{
    private const int PoolSize = 20;

    private readonly PostgresServer _postgres;
    private (NpgsqlConnection Connection, NpgsqlTransaction Transaction, long Entries)? _snapshot;

    private SimulatedLedger(PostgresServer postgres, KafkaCluster kafka, int replicas)
    {
        _postgres = postgres;
        Kafka = kafka;
        var connectionString = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("ledger")) { MaxPoolSize = PoolSize }.ConnectionString;
        Database = NpgsqlDataSource.Create(connectionString);
        Replicas = [.. Enumerable.Range(0, replicas).Select(_ => new Replica(connectionString, kafka.BootstrapServers))];
    }

    public static IReadOnlyList<LocationRules> Locations { get; } =
        [.. MovementStory.Locations.Select(place => place with { Shard = Shards.OfLocation(place.Code.Value) })];

    public KafkaCluster Kafka { get; }

    public NpgsqlDataSource Database { get; }

    public ClosedPeriods Periods { get; } = new();

    /// <summary>Where each shard's log was when its clock fell back, and what was the time before.</summary>
    public List<(MovementPart Last, DateTimeOffset RecordedAt)> Clocks { get; } = [];

    public IReadOnlyList<Replica> Replicas { get; }

    public static async Task<SimulatedLedger> StartAsync(int replicas, CancellationToken token)
    {
        var postgres = await PostgresServer.StartAsync(
            new PostgresServerOptions
            {
                DataDirectory = PostgresServer.NewTemporaryDirectory(),
                Temporary = true,
                Password = "test",

                // Commits are slowed down only where they are made durable, and then also with nobody else at work.
                Settings = new Dictionary<string, string> { ["fsync"] = "on", ["commit_siblings"] = "0" },
            },
            token);
        var ledger = new SimulatedLedger(postgres, KafkaCluster.Start(), replicas);
        await Replica.MigrateAsync(postgres.ConnectionString("ledger"));
        await Task.WhenAll(ledger.Replicas.Select(replica => replica.StartAsync(token)));
        await ledger.PutMasterDataAsync(token);

        return ledger;
    }

    /// <param name="isOver">Nobody sends anything any more.</param>
    public async Task SufferAsync(Fault fault, History history, Func<bool> isOver, CancellationToken token)
    {
        switch (fault.Kind)
        {
            case FaultKind.KillService:
                await Replicas[fault.At % Replicas.Count].KillAsync();
                await Replicas[fault.At % Replicas.Count].StartAsync(token);
                break;
            case FaultKind.KillPostgres:
                await _postgres.KillAsync();
                await _postgres.StartAgainAsync(token);
                Database.Clear();
                await Task.WhenAll(Replicas.Select(replica => replica.ReadyAsync(token)));
                break;
            case FaultKind.SlowCommits:
                await RunAsync("alter system set commit_delay = 30000", token);
                await RunAsync("select pg_reload_conf()", token);
                break;
            case FaultKind.QuickCommits:
                await RunAsync("alter system reset commit_delay", token);
                await RunAsync("select pg_reload_conf()", token);
                break;
            case FaultKind.HoldSnapshot:
                await HoldSnapshotAsync(token);
                break;
            case FaultKind.ReleaseSnapshot:
                await ReleaseSnapshotAsync(token);
                break;
            case FaultKind.ClockFallsBack:
                await LetClockFallBackAsync(token);
                break;
            case FaultKind.BrokerDown:
                Kafka.TakeDown();
                break;
            case FaultKind.BrokerUp:
                Kafka.BringUp();
                break;
            case FaultKind.HoldShards:
                await HoldShardsAsync(isOver, token);
                break;
            case FaultKind.ClosePeriod:
                await Periods.CloseNextAsync(this, history, token);
                break;
            case FaultKind.Proof:
                await ProveAsync("/v1/integrity", token);
                break;
        }
    }

    /// <summary>Waits for what is in flight though its sender has hung up: a service that is stopped finishes it.</summary>
    public async Task SettleAsync(CancellationToken token)
    {
        await Task.WhenAll(Replicas.Select(replica => replica.StopAsync()));
        await Task.WhenAll(Replicas.Select(replica => replica.StartAsync(token)));
    }

    public async Task ProveAsync(string path, CancellationToken token)
    {
        var (_, text) = await AskAsync(HttpMethod.Get, path, null, token);
        Assert.True(text.TrimEnd().EndsWith("""{"type":"ledger","verdict":"proven","violations":0}""", StringComparison.Ordinal), text);
    }

    /// <summary>Asks until there is an answer: connections that a killed server left in the pool fail once each.</summary>
    public async Task<(int Status, string Text)> AskAsync(HttpMethod method, string path, string? json, CancellationToken token)
    {
        for (var tries = 0; ; tries++)
        {
            var answer = await Replicas[0].SendAsync(method, path, json, token);

            if (answer.Status < 500 || tries == 2 * PoolSize)
            {
                return answer;
            }
        }
    }

    /// <summary>Sends movements once more, when nothing goes wrong any longer.</summary>
    public async Task<List<Telling>> SendAgainAsync(IEnumerable<Movement> movements, History history, CancellationToken token)
    {
        var told = new List<Telling>();
        var kinds = movements.ToLookup(movement => movement.Kind == MovementKind.CostCorrection);

        foreach (var some in kinds[false].Chunk(100).Concat(kinds[true].Chunk(1)))
        {
            for (var tries = 0; ; tries++)
            {
                var asked = history.Tick();
                var (status, text) = await Replicas[^1].SendAsync(some, token);
                var tellings = history.Add(some, asked, status, text);

                if (status < 500 || tries == 2 * PoolSize)
                {
                    told.AddRange(tellings);
                    break;
                }
            }
        }

        return told;
    }

    public async Task<T> QueryAsync<T>(string sql, CancellationToken token)
    {
        await using var command = Database.CreateCommand(sql);

        return await command.ExecuteScalarAsync(token) is T value ? value : throw new InvalidOperationException($"No {typeof(T).Name}: {sql}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
        {
            await replica.DisposeAsync();
        }

        if (_snapshot is { } held)
        {
            await held.Connection.DisposeAsync();
        }

        await Database.DisposeAsync();
        Kafka.Dispose();
        await _postgres.DisposeAsync();
    }

    // The same that the checker replays with.
    private async Task PutMasterDataAsync(CancellationToken token)
    {
        foreach (var item in new MemoryLedger().Items.Values)
        {
            var units = string.Join(',', item.Units.Select(unit => $"\"{unit.Key}\":{unit.Value}"));
            await PutAsync($"/v1/items/{item.Sku}", $$"""
                {"name":"{{item.Sku}}","tracking":"{{LedgerNames.Of(item.Tracking)}}","valuation":"{{LedgerNames.Of(item.Valuation)}}",
                 "decimals":{{item.Decimals}},"units":{ {{units}} } }
                """, token);
        }

        foreach (var place in Locations)
        {
            var goLive = place.GoLive is { } day ? $",\"goLive\":\"{day:yyyy-MM-dd}\"" : "";
            await PutAsync($"/v1/locations/{place.Code}", $$"""
                {"name":"{{place.Code}}","kind":"store","timeZone":"UTC","allowsNegative":{{(place.AllowsNegative ? "true" : "false")}}{{goLive}}}
                """, token);
        }
    }

    private async Task PutAsync(string path, string json, CancellationToken token)
    {
        var (status, text) = await Replicas[0].SendAsync(HttpMethod.Put, path, json, token);
        Assert.True(status == 200, text);
    }

    // What was recorded last lies ahead of the clock from now on.
    private async Task LetClockFallBackAsync(CancellationToken token)
    {
        await using var command = Database.CreateCommand("""
            with head as (select shard from event_shard where last_sequence > 0 order by shard for update)
            update event_shard set last_recorded_at = last_recorded_at + interval '1 hour' from head where head.shard = event_shard.shard
            returning event_shard.shard, last_sequence, last_recorded_at
            """);
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            Clocks.Add((new(rows.GetInt16(0), rows.GetInt64(1)), rows.Instant(2)));
        }
    }

    private async Task HoldShardsAsync(Func<bool> isOver, CancellationToken token)
    {
        await using var connection = await Database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await using var hold = new NpgsqlCommand("select 1 from event_shard order by shard for update", connection, transaction);
        await hold.ExecuteNonQueryAsync(token);
        await Eventually.HoldsAsync(
            async limit => isOver() || await QueryAsync<long>("select count(*) from pg_locks where not granted", limit) > 0, "somebody waits", token);
        await transaction.RollbackAsync(token);
    }

    private async Task HoldSnapshotAsync(CancellationToken token)
    {
        var connection = await Database.OpenConnectionAsync(token);
        var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, token);
        _snapshot = (connection, transaction, await CountEntriesAsync(connection, token));
    }

    private async Task ReleaseSnapshotAsync(CancellationToken token)
    {
        if (_snapshot is not { } held)
        {
            return;
        }

        _snapshot = null;
        await using var connection = held.Connection;

        try
        {
            Assert.Equal(held.Entries, await CountEntriesAsync(connection, token));
            await held.Transaction.CommitAsync(token);
        }
        catch (NpgsqlException)
        {
            // The server was killed meanwhile, and the snapshot with it.
        }
    }

    private static async Task<long> CountEntriesAsync(NpgsqlConnection connection, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("select count(*) from entry", connection);

        return await command.ExecuteScalarAsync(token) as long? ?? 0;
    }

    private async Task RunAsync(string sql, CancellationToken token)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(token);
    }
}
