using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.EventLog.Consuming;
using Composerp.ServiceDefaults.Tests.World;
using Composerp.Tests.Support;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Composerp.ServiceDefaults.Tests.EventLog;

/// <summary>Random histories of a consumer over a real database.</summary>
public sealed class ExactlyOnceTests(TestDatabases databases)
{
    private const int Shards = 3;

    private static readonly Gen<Step> _steps = Gen.Frequency(
        (3, Gen.Select(Gen.Int[0, Shards - 1], Gen.Int[1, 8]).Select((shard, count) => (Step)new Append(shard, count))),
        (6, Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[1, 20], Gen.Int[1, 3], Gen.Bool)
            .Select((seed, count, parallel, isolates) => (Step)new Deliver(seed, count, parallel, isolates))),
        (2, Gen.Int[0, 3].Select(fault => (Step)new BreakNext((Fault)fault))),
        (1, Gen.Int[0, Shards - 1].Select(shard => (Step)new Fill(shard))));

    private enum Fault
    {
        BeforeEffects,
        AfterEffects,
        SessionLost,
        Bug,
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Guards: the position lock, the shared transaction, Selection. Each removed makes this fail within a few histories.
    [Fact]
    public async Task Whatever_is_delivered_when_every_event_has_one_effect_in_order()
    {
        var connectionString = await databases.CreateAsync(Token);
        await using var database = NpgsqlDataSource.Create(connectionString);
        var builder = TestService.Builder("Migrate", new() { ["ConnectionStrings:db"] = connectionString });
        builder.AddServiceDefaults();
        builder.AddDatabase("db", typeof(ExactlyOnceTests).Assembly);
        Assert.Equal(0, await builder.MigrateAsync());

        await _steps.Array[1, 25].SampleAsync(
            async steps =>
            {
                await EventWorld.RunAsync(database, "truncate effect, consumer_position");
                await new History(database).RunAsync(steps);
            },
            iter: 60,
            threads: 1);
    }

    // Guard: limit_silence.sql. Without it nobody applies the shard until the server's operating system gives up, hours later.
    [Fact]
    public async Task Locks_of_a_consumer_that_is_never_heard_again_come_to_an_end()
    {
        await using var world = await EventWorld.CreateAsync(databases);
        await using var connection = await world.BuyerDatabase.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);

        await new ConsumerPositions("shop").LockAsync(transaction, [1], Token);

        await using var limit = new NpgsqlCommand("show idle_in_transaction_session_timeout", connection, transaction);
        Assert.Equal("1min", await limit.ExecuteScalarAsync(Token));
    }

    // Guard: AddEventConsumer looks for the source among the routes.
    [Fact]
    public void A_source_has_one_consumer_in_a_service()
    {
        var builder = TestService.Builder("Buyer", []);
        builder.AddEventConsumer<RecordEffects>("shop", EventWorld.Topic);
        builder.AddEventConsumer<RecordEffects>("office", EventWorld.Topic);

        Assert.Throws<InvalidOperationException>(() => builder.AddEventConsumer<RecordEffects>("shop", EventWorld.Topic));
    }

    private abstract record Step;

    private sealed record Append(int Shard, int Count) : Step;

    /// <summary>Some events of the log, in any order and number, by several consumers at once.</summary>
    private sealed record Deliver(int Seed, int Count, int Parallel, bool Isolates) : Step;

    private sealed record BreakNext(Fault Fault) : Step;

    /// <summary>What the catch-up does: everything from the position on.</summary>
    private sealed record Fill(int Shard) : Step;

    private sealed class History
    {
        private readonly NpgsqlDataSource _database;
        private readonly ApplyEvents _apply;
        private readonly long[] _heads = new long[Shards];
        private int _fault = -1;

        public History(NpgsqlDataSource database)
        {
            _database = database;
            var services = new ServiceCollection();
            services.AddSingleton(new EffectRules { AfterEffects = _ => BreakWhere(Fault.AfterEffects) });
            services.AddScoped<RecordEffects>();
            services.AddScoped(provider => new Breaking(this, provider.GetRequiredService<RecordEffects>()));
            _apply = new ApplyEvents(
                new ConsumerRoute("shop", "shop-events", "group", typeof(Breaking)),
                database,
                services.BuildServiceProvider().GetRequiredService<IServiceScopeFactory>());
        }

        public async Task RunAsync(Step[] steps)
        {
            foreach (var step in steps)
            {
                await RunAsync(step);
            }

            _fault = -1;
            await FillAsync(Enumerable.Range(0, Shards));
            await CheckAsync();
        }

        private Task RunAsync(Step step)
        {
            switch (step)
            {
                case Append append:
                    _heads[append.Shard] += append.Count;

                    return Task.CompletedTask;
                case BreakNext broken:
                    _fault = (int)broken.Fault;

                    return Task.CompletedTask;
                case Fill fill:
                    return FillAsync([fill.Shard]);
                case Deliver deliver:
                    var random = new Random(deliver.Seed);
                    var log = Log(Enumerable.Range(0, Shards)).ToArray();

                    return log.Length == 0
                        ? Task.CompletedTask
                        : Task.WhenAll(Enumerable.Range(0, deliver.Parallel)
                            .Select(_ => Enumerable.Range(0, deliver.Count).Select(_ => log[random.Next(log.Length)]).ToList())
                            .ToList()
                            .Select(events => TryApplyAsync(events, deliver.Isolates)));
                default:
                    throw new InvalidOperationException();
            }
        }

        private Task FillAsync(IEnumerable<int> shards) => TryApplyAsync([.. Log(shards)], isolates: true);

        private IEnumerable<LoggedEvent> Log(IEnumerable<int> shards) =>
            from shard in shards
            from sequence in Enumerable.Range(1, (int)_heads[shard])
            select new LoggedEvent(shard, sequence, "test", DateTimeOffset.UnixEpoch, "1"u8.ToArray());

        // A transient fault flies: the real consumer brings the batch again, this one leaves that to a later step.
        private async Task TryApplyAsync(List<LoggedEvent> events, bool isolates)
        {
            try
            {
                await _apply.ApplyAsync(events, isolates, Token);
            }
            catch (NpgsqlException fault) when (Composerp.ServiceDefaults.EventLog.Consuming.Faults.IsTransient(fault))
            {
            }
        }

        private async Task CheckAsync()
        {
            await using var command = _database.CreateCommand("select shard, sequence from effect order by id");
            await using var rows = await command.ExecuteReaderAsync(Token);
            var effects = new List<(int Shard, long Sequence)>();

            while (await rows.ReadAsync(Token))
            {
                effects.Add((rows.GetInt32(0), rows.GetInt64(1)));
            }

            foreach (var shard in Enumerable.Range(0, Shards))
            {
                Assert.Equal(
                    Enumerable.Range(1, (int)_heads[shard]).Select(step => (long)step),
                    effects.Where(effect => effect.Shard == shard).Select(effect => effect.Sequence));
            }
        }

        private Task BreakWhere(Fault fault) => Interlocked.CompareExchange(ref _fault, -1, (int)fault) == (int)fault
            ? throw (fault == Fault.Bug ? new InvalidOperationException("A bug.") : new NpgsqlException("Lost.", new IOException()))
            : Task.CompletedTask;

        private sealed class Breaking(History history, RecordEffects effects) : IEventHandler
        {
            public async Task ApplyAsync(IReadOnlyList<LoggedEvent> events, NpgsqlTransaction transaction, CancellationToken token)
            {
                await history.BreakWhere(Fault.BeforeEffects);
                await history.BreakWhere(Fault.Bug);

                if (Interlocked.CompareExchange(ref history._fault, -1, (int)Fault.SessionLost) == (int)Fault.SessionLost)
                {
                    await using var end = new NpgsqlCommand("select pg_terminate_backend(pg_backend_pid())", transaction.Connection, transaction);
                    await end.ExecuteNonQueryAsync(token);
                }

                await effects.ApplyAsync(events, transaction, token);
            }
        }
    }
}
