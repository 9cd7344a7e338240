using System.Text;
using System.Text.Json;
using Composerp.Contracts;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.ForecastRuns;
using Composerp.Forecasting.Forecasts;
using Composerp.Forecasting.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace Composerp.Forecasting.Tests.ForecastRuns;

public sealed class RunForecastsTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>, IAsyncLifetime
{
    private static readonly DateOnly _lastDay = new(2026, 3, 1);

    public async ValueTask InitializeAsync()
    {
        await database.ExecuteAsync("truncate location, series, demand, forecast_run, forecast_run_part, forecast_series, forecast_failure, event");
        await database.ExecuteAsync("update event_shard set last_sequence = 0");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_series_is_forecast_from_its_own_days()
    {
        int[] milk = [.. Enumerable.Range(0, 60).Select(day => day % 7)];
        await database.AddDemandAsync("S001", "MILK", _lastDay, milk);
        await database.AddDemandAsync("S001", "SALT", _lastDay.AddDays(-9), 1);
        await database.AddDemandAsync("S002", "MILK", _lastDay.AddDays(-3), 4, 0, -2);
        await database.AddDemandAsync("S002", "DEAD", _lastDay.AddDays(-40), 0, 0);
        await using var host = new ForecastingHost(database);

        var run = await host.RunAsync(new { horizonDays = 14, actor = "ann" });

        Assert.Equal(("completed", _lastDay, 14, "ann"), (run.Status, run.Origin, run.HorizonDays, run.Actor));
        Assert.Equal((4, 4, 0), (run.SeriesTotal, run.SeriesDone, run.SeriesFailed));
        Assert.Equal(4, run.Models!.Values.Sum());

        var forecasts = await ExportAsync(host, run.Id);
        Assert.Equal(["S001 MILK", "S001 SALT", "S002 DEAD", "S002 MILK"], forecasts.Keys.Order(StringComparer.Ordinal));
        AssertForecast([.. milk.Select(units => (double)units)], forecasts["S001 MILK"]);
        AssertForecast([1, .. new double[9]], forecasts["S001 SALT"]);
        AssertForecast([2, .. new double[5]], forecasts["S002 MILK"]);
        AssertForecast([0], forecasts["S002 DEAD"]);
    }

    [Fact]
    public async Task A_completed_run_is_told_once_per_shard_that_has_series()
    {
        string[] locations = ["S001", "S002", "S003", "S004"];

        foreach (var location in locations)
        {
            await database.AddDemandAsync(location, "MILK", _lastDay, 1, 2, 3);
        }

        await database.AddDemandAsync("S001", "SALT", _lastDay, 1);
        await using var host = new ForecastingHost(database);
        var run = await host.RunAsync();

        var told = new List<ForecastRunCompletedV1>();

        foreach (var data in await database.ReadLinesAsync("select convert_from(data, 'UTF8') from event order by shard, sequence"))
        {
            told.Add(JsonSerializer.Deserialize(data, ContractsJson.Default.ForecastRunCompletedV1)!);
        }

        Assert.Equal(locations.Select(Shards.OfLocation).Distinct().Order(), told.Select(completed => completed.Shard));
        Assert.All(told, completed =>
        {
            Assert.Equal((run.Id, _lastDay, 28, run.CompletedAt), (completed.RunId, completed.Origin, completed.HorizonDays, completed.CompletedAt));
            Assert.Equal(QuantileLevels.All, completed.Levels);
        });

        foreach (var completed in told)
        {
            Assert.Equal(
                completed.SeriesCount,
                (await host.GetLinesAsync($"/v1/forecast-runs/{run.Id}/export?shard={completed.Shard}")).Length);
        }

        Assert.Equal(5, told.Sum(completed => completed.SeriesCount));
    }

    [Fact]
    public async Task The_same_demand_gives_the_same_export_byte_for_byte_however_it_is_cut_and_spread()
    {
        var random = new Random(20_260_305);

        for (var sku = 0; sku < 40; sku++)
        {
            await database.AddDemandAsync($"S{sku % 3:000}", $"ITEM-{sku}", _lastDay, [.. Enumerable.Range(0, 90).Select(_ => random.Next(6))]);
        }

        var (alone, aloneExport) = await RunAsync(parallel: 1, seriesPerPart: 10_000);
        var (spread, spreadExport) = await RunAsync(parallel: 8, seriesPerPart: 3);

        Assert.Equal(40, alone.SeriesDone);
        Assert.Equal(aloneExport, spreadExport);
        Assert.Equal(alone.Accuracy!.Wape!.Value, spread.Accuracy!.Wape!.Value, 1e-12);

        async Task<(ForecastRun Run, string Export)> RunAsync(int parallel, int seriesPerPart)
        {
            await using var host = new ForecastingHost(database, new()
            {
                ["ForecastRuns:ParallelPartsMax"] = $"{parallel}",
                ["ForecastRuns:SeriesPerPart"] = $"{seriesPerPart}",
            });
            var run = await host.RunAsync();

            return (run, string.Join('\n', await host.GetLinesAsync($"/v1/forecast-runs/{run.Id}/export")));
        }
    }

    [Fact]
    public async Task A_series_that_cannot_be_forecast_is_reported_and_stops_nothing()
    {
        await database.AddDemandAsync("S001", "GOOD", _lastDay, 1, 2, 3);
        await database.AddDemandAsync("S001", "POISON", _lastDay, 13, 13, 13);
        await using var host = new ForecastingHost(database, replace: services => services.AddSingleton<SeriesForecaster>(
            (demand, horizonDays, levels, _) => demand[0] == 13
                ? throw new OverflowException("Thirteen.")
                : Forecast.Of(demand, horizonDays, levels)));

        var run = await host.RunAsync();
        var failures = await host.GetAsync<Page<FailedSeries>>($"/v1/forecast-runs/{run.Id}/failures");

        Assert.Equal(("completed", 2, 2, 1), (run.Status, run.SeriesTotal, run.SeriesDone, run.SeriesFailed));
        Assert.Equal([new("S001", "POISON", "Thirteen.")], failures.Items);
        Assert.Equal(["S001 GOOD"], (await ExportAsync(host, run.Id)).Keys);
    }

    [Fact]
    public async Task A_run_that_our_own_fault_stops_is_failed_and_the_next_one_goes_on()
    {
        await database.AddDemandAsync("S001", "MILK", _lastDay, 1, 2, 3);
        var isBroken = true;
        await using var host = new ForecastingHost(database, replace: services => services.AddSingleton<SeriesForecaster>(
            (demand, horizonDays, levels, _) => isBroken
                ? throw new NotImplementedException("Nobody wrote this.")
                : Forecast.Of(demand, horizonDays, levels)));

        var failed = await host.RunAsync();
        isBroken = false;
        var next = await host.RunAsync();

        Assert.Equal(("failed", "Nobody wrote this."), (failed.Status, failed.Problem));
        Assert.Equal(("completed", 1), (next.Status, next.SeriesDone));
        Assert.Equal(next.Id, (await host.GetAsync<Page<ListForecasts.Forecast>>("/v1/forecasts")).Items.Single().RunId);
    }

    [Fact]
    public async Task Demand_after_the_origin_is_not_seen()
    {
        await database.AddDemandAsync("S001", "MILK", _lastDay, 3, 3, 3, 99);
        await database.AddDemandAsync("S001", "NEW", _lastDay, 5);
        await using var host = new ForecastingHost(database);

        var run = await host.RunAsync(new { origin = _lastDay.AddDays(-1) });
        var forecasts = await ExportAsync(host, run.Id);

        Assert.Equal((_lastDay.AddDays(-1), 1), (run.Origin, run.SeriesTotal));
        AssertForecast([3, 3, 3], forecasts["S001 MILK"]);
    }

    [Fact]
    public async Task Without_any_demand_a_run_completes_with_nothing()
    {
        await using var host = new ForecastingHost(database);

        var run = await host.RunAsync();

        Assert.Equal(("completed", 0, 0), (run.Status, run.SeriesTotal, run.SeriesDone));
        Assert.Null(run.Accuracy!.Wape);
        Assert.Empty(await host.GetLinesAsync($"/v1/forecast-runs/{run.Id}/export"));
        Assert.Equal(0L, await database.ReadAsync<long>("select count(*) from event"));
    }

    private static async Task<Dictionary<string, ForecastSeriesV1>> ExportAsync(ForecastingHost host, Guid run) =>
        (await host.GetLinesAsync($"/v1/forecast-runs/{run}/export"))
            .Select(line => JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(line), ContractsJson.Default.ForecastSeriesV1)!)
            .ToDictionary(series => $"{series.Location} {series.Sku}");

    /// <summary>The export holds the forecast of these days, to the seven digits that are stored.</summary>
    private static void AssertForecast(double[] demand, ForecastSeriesV1 exported)
    {
        var forecast = Forecast.Of(demand, exported.Mean.Count, QuantileLevels.All);

        Assert.Equal(forecast.ModelName, exported.Model);
        AssertClose(forecast.Mean, exported.Mean);
        AssertClose(forecast.Sigma, exported.Sigma);
        AssertClose(forecast.SumSigma, exported.SumSigma!);
        Assert.Equal(forecast.Quantiles.Count, exported.Quantiles.Count);
        AssertClose(forecast.Quantiles.SelectMany(days => days), exported.Quantiles.SelectMany(days => days));
    }

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, (Math.Abs(pair.First) * 1e-6) + 1e-9));
}
