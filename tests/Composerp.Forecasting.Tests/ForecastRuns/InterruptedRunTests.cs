using Composerp.Contracts;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.ForecastRuns;
using Composerp.Forecasting.Tests.Service;
using Composerp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Composerp.Forecasting.Tests.ForecastRuns;

public sealed class InterruptedRunTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>, IAsyncLifetime
{
    private const int SeriesCount = 30;
    private const int SeriesPerPart = 5;

    private static readonly DateOnly _lastDay = new(2026, 3, 1);

    private static readonly Dictionary<string, string?> _smallParts = new()
    {
        ["ForecastRuns:SeriesPerPart"] = $"{SeriesPerPart}",
        ["ForecastRuns:ParallelPartsMax"] = "1",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.ExecuteAsync("truncate location, series, demand, forecast_run, forecast_run_part, forecast_series, forecast_failure, event");

        for (var sku = 0; sku < SeriesCount; sku++)
        {
            await database.AddDemandAsync("S001", $"ITEM-{sku:00}", _lastDay, 1, 2, 3, sku);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // The run stands still behind its third part. Then the service loses all connections, as in a crash, and goes; a new
    // one ends the run. What was written before keeps the transactions that wrote it. The clock stands still from then on,
    // or a service that is slow to go might take the run up again itself.
    [Fact]
    public async Task A_run_that_died_in_the_middle_is_ended_by_the_next_process_without_doing_parts_twice()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var block = BlockAfter(3 * SeriesPerPart, out var blocked, out var release);
        Guid id;

        await using (var host = new ForecastingHost(database, _smallParts, block + (services => services.AddSingleton<TimeProvider>(time))))
        {
            id = (await host.StartRunAsync()).Id;
            await Eventually.HoldsAsync(
                _ =>
                {
                    if (!blocked.Task.IsCompleted)
                    {
                        time.Advance(TimeSpan.FromSeconds(1));
                    }

                    return Task.FromResult(blocked.Task.IsCompleted);
                },
                "the run is in its fourth part",
                Token);
            await Eventually.HoldsAsync(
                async _ => (await host.FindRunAsync(id)).SeriesDone == 3 * SeriesPerPart, "three parts done", Token);
            await database.ExecuteAsync(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
            var stopping = host.DisposeAsync();
            release.SetResult();
            await stopping;
        }

        var left = await database.ReadLinesAsync("select xmin, sku from forecast_series order by sku");
        Assert.Equal(["running 1 15"], await RunsAsync());
        Assert.Equal(3 * SeriesPerPart, left.Count);

        await using var next = new ForecastingHost(database, _smallParts);
        var run = await next.EndAsync(id);
        var now = await database.ReadLinesAsync("select xmin, sku from forecast_series order by sku");

        Assert.Equal(("completed", SeriesCount, SeriesCount), (run.Status, run.SeriesTotal, run.SeriesDone));
        Assert.Equal(["completed 2 30"], await RunsAsync());
        Assert.Equal(SeriesCount, now.Count);
        Assert.Equal(left, now.Take(left.Count));
        Assert.Equal(1L, await database.ReadAsync<long>("select count(*) from event"));
    }

    // The first process is only slow, not dead: another one takes the run up, and nothing of the first may stay.
    [Fact]
    public async Task Who_lost_a_run_cannot_write_any_more()
    {
        await using var host = new ForecastingHost(database, replace: services => services.Remove(
            services.Single(service => service.ImplementationType == typeof(RunForecasts))));
        var services = host.Services;
        var runs = services.GetRequiredService<ForecastRunStore>();
        await runs.EnqueueAsync(new(null, null, null, 28, 100), Token);
        var lost = (await runs.FindNextAsync(Token))!;
        await runs.PlanAsync(lost, _lastDay, SeriesPerPart, Token);
        var part = (await runs.ReadOpenPartsAsync(lost.Id, Token))[0];
        await runs.FindNextAsync(Token);

        await Assert.ThrowsAsync<RunTakenOverException>(() => runs.PlanAsync(lost, _lastDay, SeriesPerPart, Token));
        await Assert.ThrowsAsync<RunTakenOverException>(
            () => services.GetRequiredService<ForecastPart>().RunAsync(lost, _lastDay, part, Token));
        await Assert.ThrowsAsync<RunTakenOverException>(
            () => services.GetRequiredService<CompleteRun>().RunAsync(lost, _lastDay, Token));
        await runs.FailAsync(lost, "late", Token);

        Assert.Equal(["running 2 0"], await RunsAsync());
        Assert.Empty(await database.ReadLinesAsync("select sku from forecast_series"));
        Assert.Empty(await database.ReadLinesAsync("select type from event"));
    }

    [Fact]
    public async Task Several_replicas_do_each_run_once()
    {
        await using var first = new ForecastingHost(database, _smallParts);
        await using var second = new ForecastingHost(database, _smallParts);
        var runs = new List<Guid>();

        for (var run = 0; run < 4; run++)
        {
            runs.Add((await (run % 2 == 0 ? first : second).StartRunAsync()).Id);
        }

        foreach (var run in runs)
        {
            Assert.Equal(SeriesCount, (await first.EndAsync(run)).SeriesDone);
        }

        Assert.Equal(Enumerable.Repeat("completed 1 30", 4), await RunsAsync());
        Assert.Equal(4L, await database.ReadAsync<long>("select count(*) from event"));
    }

    [Fact]
    public async Task A_run_that_kills_every_process_is_given_up()
    {
        await using var host = new ForecastingHost(database);
        await database.ExecuteAsync("""
            insert into forecast_run (id, status, claim, horizon_days, history_days, levels)
            values ('0195a3c0-0000-7000-8000-000000000001', 'running', 20, 28, 100, array[0.5])
            """);

        var run = await host.EndAsync(new("0195a3c0-0000-7000-8000-000000000001"));

        Assert.Equal(("failed", "The run was taken up 20 times and never ended."), (run.Status, run.Problem));
    }

    [Fact]
    public async Task A_database_that_goes_away_for_a_moment_costs_no_run()
    {
        await using var host = new ForecastingHost(database, _smallParts, BlockAfter(SeriesPerPart, out var blocked, out var release));
        var id = (await host.StartRunAsync()).Id;
        await blocked.Task.WaitAsync(Token);
        await database.ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        release.SetResult();
        host.Services.GetRequiredService<NpgsqlDataSource>().Clear();

        Assert.Equal("completed", (await host.EndAsync(id)).Status);
        Assert.Equal(SeriesCount, (await host.GetLinesAsync($"/v1/forecast-runs/{id}/export?shard={Shards.OfLocation("S001")}")).Length);
    }

    private static Action<IServiceCollection> BlockAfter(int series, out TaskCompletionSource blocked, out TaskCompletionSource release)
    {
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var done = 0;
        (blocked, release) = (reached, go);

        return services => services.AddSingleton<SeriesForecaster>((demand, horizonDays, levels, _) =>
        {
            if (Interlocked.Increment(ref done) > series)
            {
                reached.TrySetResult();
                go.Task.Wait(Token);
            }

            return Forecast.Of(demand, horizonDays, levels);
        });
    }

    private Task<List<string>> RunsAsync() =>
        database.ReadLinesAsync("select status, claim, series_done from forecast_run order by id");
}
