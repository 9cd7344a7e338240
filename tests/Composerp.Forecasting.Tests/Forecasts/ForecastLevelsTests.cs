using Composerp.Forecasting.ForecastRuns;
using Composerp.Forecasting.Forecasts;
using Composerp.Forecasting.Tests.Service;

namespace Composerp.Forecasting.Tests.Forecasts;

public sealed class ForecastLevelsTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>, IAsyncLifetime
{
    /// <summary>Days ahead that are too few to decide anything on: series are as they were forecast.</summary>
    private const int Few = 6;

    private static readonly DateOnly _day = new(2026, 3, 1);

    // Two regions, three shops, two categories and items without one; demand that no level alone knows all of.
    public async ValueTask InitializeAsync()
    {
        await database.ExecuteAsync(
            "truncate location, series, demand, item, forecast_run, forecast_run_part, forecast_series, forecast_level, forecast_backtest, forecast_freeze, day_mark, event");
        await database.ExecuteAsync("insert into item values ('MILK', 'Milk', 'Dairy', 'l'), ('CREAM', 'Cream', 'Dairy', 'l'), ('BREAD', 'Bread', 'Bakery', 'each')");
        var random = new Random(7);

        foreach (var location in (string[])["S001", "S002", "S003"])
        {
            foreach (var sku in (string[])["MILK", "CREAM", "BREAD", "NAIL"])
            {
                // What one item sells, the others of the shop do not: the sum is steadier than its parts.
                await database.AddDemandAsync(
                    location, sku, _day, [.. Enumerable.Range(0, 140).Select(day => 2 + (day % 7) + random.Next(sku == "NAIL" ? 2 : 9))]);
            }
        }

        await database.ExecuteAsync("update location set time_zone = 'Asia/Tokyo' where code = 'S003'");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_level_is_the_sum_of_what_is_below_it_down_to_the_series_that_are_served()
    {
        await using var host = new ForecastingHost(database, new() { ["ForecastRuns:SeriesPerPart"] = "3" });
        var run = await host.RunAsync(new { horizonDays = 14 });

        var levels = await host.GetAsync<ListForecastLevels.Levels>("/v1/forecast-levels");

        Assert.Equal("completed", run.Status);
        await AssertAddUpAsync(host, run, levels.Items);
        Assert.Equal(
            ["total", "region Asia/Tokyo", "region UTC", "location S001", "location S002", "location S003"],
            levels.Items.Take(6).Select(level => $"{level.Level} {level.Location ?? level.Region}".Trim()).Order(StringComparer.Ordinal).OrderByDescending(name => name[0] == 't').ThenByDescending(name => name[0] == 'r'));
        Assert.Equal(9, levels.Items.Count(level => level.Level == "category"));
        Assert.Equal((12, 8, 2), (levels.Items[0].Series, LevelOf(levels, "region", region: "UTC").Series, LevelOf(levels, "category", "S001", "Dairy").Series));
        Assert.Equal(1, LevelOf(levels, "category", "S001", null).Series);
        Assert.Equal((run.Id, 14, 4), (levels.Reconciliation!.DecidedBy, levels.Reconciliation.Days, levels.Reconciliation.Errors.Count));
        Assert.Equal(levels.Reconciliation.Errors.MinBy(method => method.Value).Key, levels.Reconciliation.Method);
        Assert.All(levels.Items.SelectMany(level => level.Days), day =>
        {
            Assert.Equal(day.Quantiles.Order(), day.Quantiles);
            Assert.InRange(day.Mean, day.Quantiles[0], day.Quantiles[^1]);
        });
        Assert.All(levels.Items, level => Assert.Equal(level.Days.Sum(day => day.Mean), level.Days[^1].SumQuantiles[4], 0.2 * level.Days.Sum(day => day.Mean)));
    }

    [Fact]
    public async Task An_incremental_run_takes_over_the_factors_of_the_run_before_and_each_series_takes_them_once()
    {
        await using var host = new ForecastingHost(database, new() { ["ForecastRuns:SeriesPerPart"] = "3" });
        var full = await host.RunAsync(new { horizonDays = Few, origin = _day.AddDays(-1) });
        await DecideAsync(full.Id);
        await database.ExecuteAsync($"update demand set quantity = quantity where day = '{_day:yyyy-MM-dd}'");

        var run = await host.RunAsync(new { horizonDays = Few, scope = "incremental" });
        var levels = await host.GetAsync<ListForecastLevels.Levels>($"/v1/forecast-levels?runId={run.Id}");
        var again = await host.RunAsync(new { horizonDays = Few, scope = "incremental" });
        var explained = (await host.GetAsync<ExplainForecast.Explanation>("/v1/forecasts/explanation?location=S001&sku=MILK")).Reconciliation!;
        var none = await host.GetAsync<ExplainForecast.Explanation>("/v1/forecasts/explanation?location=S001&sku=NAIL");

        Assert.Equal((again.Id, "variances", "Dairy"), (explained.RunId, explained.Method, explained.Category));
        Assert.Equal(Enumerable.Range(1, Few).Select(ahead => new LevelFactor(_day.AddDays(ahead), 1.25)), explained.Days);
        Assert.Null(none.Reconciliation!.Category);
        Assert.Equal((full.Id, "variances"), (levels.Reconciliation!.DecidedBy, levels.Reconciliation.Method));
        await AssertAddUpAsync(host, run, levels.Items);
        await AssertRaisedAsync(host, run, "S001", "MILK", 1.25);
        Assert.Equal((0, 12), (run.SeriesCarried, again.SeriesCarried));
        Assert.Equal(await AllAsync(host, run), await AllAsync(host, again));
    }

    [Fact]
    public async Task Switched_off_nothing_is_left_of_what_an_earlier_run_changed_for_the_levels()
    {
        ForecastRun full;

        await using (var before = new ForecastingHost(database))
        {
            full = await before.RunAsync(new { horizonDays = Few, origin = _day.AddDays(-1) });
            await DecideAsync(full.Id);
            await before.RunAsync(new { horizonDays = Few, origin = _day.AddDays(-1), scope = "incremental" });
        }

        await using var host = new ForecastingHost(database, new() { ["ForecastRuns:Reconcile"] = "false" });
        var run = await host.RunAsync(new { horizonDays = Few, scope = "incremental" });
        var next = await host.RunAsync(new { horizonDays = Few, scope = "incremental" });

        Assert.Equal("bottom-up", (await host.GetAsync<ListForecastLevels.Levels>($"/v1/forecast-levels?runId={run.Id}")).Reconciliation!.Method);
        Assert.Equal((0, 12), (run.SeriesCarried, next.SeriesCarried));
        await AssertRaisedAsync(host, run, "S001", "MILK", 1);
        Assert.Null((await host.GetAsync<ExplainForecast.Explanation>("/v1/forecasts/explanation?location=S001&sku=MILK")).Reconciliation);
    }

    // The process that died had decided, and the series of the first part had taken over their factors.
    [Fact]
    public async Task A_run_that_died_while_its_series_changed_is_ended_without_changing_any_twice()
    {
        await using var host = new ForecastingHost(database, new() { ["ForecastRuns:SeriesPerPart"] = "4" });
        var run = await host.RunAsync(new { horizonDays = Few });
        await DecideAsync(run.Id);
        await database.ExecuteAsync("""
            update forecast_series set fitted_origin = null;
            update forecast_level set mean = null;
            update forecast_run_part set reconciled = first_location = 'S001';
            update forecast_run set status = 'running'
            """);

        await host.EndAsync(run.Id);
        var levels = await host.GetAsync<ListForecastLevels.Levels>("/v1/forecast-levels");

        await AssertAddUpAsync(host, run, levels.Items);
        await AssertRaisedAsync(host, run, "S001", "MILK", 1);
        await AssertRaisedAsync(host, run, "S002", "BREAD", 1.25);
        await AssertRaisedAsync(host, run, "S003", "NAIL", 1.25);
    }

    [Fact]
    public async Task The_page_after_goes_on_and_filters_name_a_level_and_a_place()
    {
        await using var host = new ForecastingHost(database);
        await host.RunAsync(new { horizonDays = 7 });
        var all = await host.GetAsync<ListForecastLevels.Levels>("/v1/forecast-levels");
        var first = await host.GetAsync<ListForecastLevels.Levels>("/v1/forecast-levels?limit=4");
        var rest = await host.GetAsync<ListForecastLevels.Levels>($"/v1/forecast-levels?after={first.Next}");

        Assert.Equal(all.Items.Select(NameOf), first.Items.Concat(rest.Items).Select(NameOf));
        Assert.Equal(3, (await host.GetAsync<ListForecastLevels.Levels>("/v1/forecast-levels?level=category&location=S001")).Items.Count);
        Assert.Equal(3, (await host.GetAsync<ListForecastLevels.Levels>("/v1/forecast-levels?category=Dairy")).Items.Count);
        Assert.Equal(3, (await host.GetAsync<ListForecastLevels.Levels>("/v1/forecast-levels?category=")).Items.Count);
        Assert.Equal(5, (await host.GetAsync<ListForecastLevels.Levels>("/v1/forecast-levels?region=Asia/Tokyo")).Items.Count);
        Assert.EndsWith("malformed-parameter", (await host.ProblemAsync("/v1/forecast-levels?level=shop")).Type, StringComparison.Ordinal);
        Assert.EndsWith("malformed-parameter", (await host.ProblemAsync("/v1/forecast-levels?after=x")).Type, StringComparison.Ordinal);
    }

    private static async Task AssertAddUpAsync(ForecastingHost host, ForecastRun run, IReadOnlyList<ListForecastLevels.LevelForecast> levels)
    {
        var series = (await host.GetAsync<Page<ListForecasts.Forecast>>($"/v1/forecasts?runId={run.Id}&limit=1000")).Items;
        var total = Assert.Single(levels, level => level.Level == "total");

        for (var ahead = 0; ahead < run.HorizonDays; ahead++)
        {
            var at = ahead;
            AssertSum(total, levels.Where(level => level.Level == "region"));

            foreach (var region in levels.Where(level => level.Level == "region"))
            {
                AssertSum(region, levels.Where(level => level.Level == "location" && level.Region == region.Region));
            }

            foreach (var location in levels.Where(level => level.Level == "location"))
            {
                AssertSum(location, levels.Where(level => level.Level == "category" && level.Location == location.Location));
                var served = series.Where(one => one.Location == location.Location).Sum(one => one.Days[at].Mean);
                Assert.Equal(served, location.Days[at].Mean, served * 1e-12);
            }

            void AssertSum(ListForecastLevels.LevelForecast whole, IEnumerable<ListForecastLevels.LevelForecast> parts)
            {
                var sum = parts.Sum(part => part.Days[at].Mean);
                Assert.Equal(sum, whole.Days[at].Mean, sum * 1e-12);
            }
        }
    }

    /// <summary>As if the backtest of a run had decided for a way that changes series, by a quarter more than they say.</summary>
    private Task DecideAsync(Guid run) => database.ExecuteAsync($"""
        update forecast_run set reconciliation = jsonb_set(reconciliation, array['method'], '"variances"') where id = '{run}';
        update forecast_level set factors = array_fill(1.25::double precision, array[{Few}]) where run_id = '{run}' and level = 3
        """);

    private static async Task AssertRaisedAsync(ForecastingHost host, ForecastRun run, string location, string sku, double factor)
    {
        var plain = await host.GetAsync<ExplainForecast.Explanation>($"/v1/forecasts/explanation?location={location}&sku={sku}&horizonDays={Few}");
        var served = Assert.Single((await host.GetAsync<Page<ListForecasts.Forecast>>($"/v1/forecasts?runId={run.Id}&location={location}&sku={sku}")).Items);

        Assert.All(plain.Days.Zip(served.Days), pair =>
        {
            Assert.Equal(pair.First.Mean * factor, pair.Second.Mean, 1e-5 * (1 + pair.First.Mean));
            Assert.Equal(pair.First.Quantiles[^1] * factor, pair.Second.Quantiles[^1], 1e-5 * (1 + pair.First.Quantiles[^1]));
        });
    }

    private static async Task<List<double>> AllAsync(ForecastingHost host, ForecastRun run) =>
        [.. (await host.GetAsync<Page<ListForecasts.Forecast>>($"/v1/forecasts?runId={run.Id}&limit=1000")).Items.SelectMany(series => series.Days).Select(day => day.Mean)];

    private static ListForecastLevels.LevelForecast LevelOf(
        ListForecastLevels.Levels levels, string level, string? location = null, string? category = null, string? region = null) =>
        levels.Items.Single(one => one.Level == level
            && (location is null || (one.Location == location && one.Category == category))
            && (region is null || one.Region == region));

    private static string NameOf(ListForecastLevels.LevelForecast level) => $"{level.Level} {level.Region} {level.Location} {level.Category}";
}
