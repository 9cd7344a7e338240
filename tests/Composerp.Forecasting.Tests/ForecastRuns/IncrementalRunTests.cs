using Composerp.Forecasting.ForecastRuns;
using Composerp.Forecasting.Forecasts;
using Composerp.Forecasting.Tests.Service;

namespace Composerp.Forecasting.Tests.ForecastRuns;

public sealed class IncrementalRunTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>, IAsyncLifetime
{
    private static readonly DateOnly _day = new(2026, 3, 1);

    private static readonly int[] _sold = [.. Enumerable.Range(0, 60).Select(day => day * 31 % 11)];

    public async ValueTask InitializeAsync()
    {
        await database.ExecuteAsync(
            "truncate location, series, demand, forecast_run, forecast_run_part, forecast_series, forecast_failure, forecast_freeze, item_stock, stock_change, day_mark, supersession, event");
        await database.AddDemandAsync("S001", "MILK", _day, _sold);
        await database.AddDemandAsync("S001", "SALT", _day, _sold);
        await database.AddDemandAsync("S002", "MILK", _day, _sold);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Only_what_was_sold_since_is_forecast_anew_and_the_rest_moves_on()
    {
        await using var host = new ForecastingHost(database);
        var full = await host.RunAsync();
        await database.AddSaleAsync("S001", "MILK", _day.AddDays(1), 40);

        var run = await host.RunAsync(new { scope = "incremental" });
        var salt = await ForecastAsync(host, run, "S001", "SALT");
        var saltBefore = await ForecastAsync(host, full, "S001", "SALT");
        var milk = await ForecastAsync(host, run, "S001", "MILK");
        var milkAnew = await host.GetAsync<ExplainForecast.Explanation>("/v1/forecasts/explanation?location=S001&sku=MILK");

        Assert.Equal(("completed", "incremental", 3, 2, full.Id), (run.Status, run.Scope, run.SeriesDone, run.SeriesCarried, run.BasedOn));
        Assert.Equal((_day.AddDays(1), _day), (salt.Origin, salt.FittedOrigin));
        Assert.Equal(saltBefore.Days.Skip(1).Select(day => (day.Date, day.Mean)), salt.Days.Take(27).Select(day => (day.Date, day.Mean)));
        Assert.Equal(_day.AddDays(1), milk.FittedOrigin);
        Assert.All(milk.Days.Zip(milkAnew.Days), pair => Assert.Equal(pair.Second.Mean, pair.First.Mean, 1e-5));
        Assert.True(run.Accuracy!.Days >= full.Accuracy!.Days);
    }

    // A back-dated sale, or a return: the day is old, the news is not.
    [Fact]
    public async Task A_change_of_an_old_day_is_news()
    {
        await using var host = new ForecastingHost(database);
        await host.RunAsync();
        await database.ExecuteAsync($"update demand set quantity = quantity + 10000 where location = 'S002' and day = '{_day.AddDays(-9):yyyy-MM-dd}'");

        var run = await host.RunAsync(new { scope = "incremental" });

        Assert.Equal((3, 2), (run.SeriesDone, run.SeriesCarried));
        Assert.Equal(run.Origin, (await ForecastAsync(host, run, "S002", "MILK")).FittedOrigin);
    }

    // None of it is demand, and all of it changes what models see, or what is expected of the days to come.
    [Theory]
    [InlineData("insert into stock_change values (0, 'S001', 'SALT', '2026-02-20', array[40], array[-10000])")]
    [InlineData("insert into day_mark (id, kind, location, sku, first_day, last_day, reason) values (gen_random_uuid(), 'outlier', 'S001', 'SALT', '2026-02-20', '2026-02-20', 'fair')")]
    [InlineData("insert into day_mark (id, kind, location, sku, first_day, last_day, reason) values (gen_random_uuid(), 'closure', 'S001', 'SALT', '2026-03-10', '2026-03-10', 'works')")]
    [InlineData("insert into supersession values ('SALT', 'PEPPER', '2026-03-01', 1, 'new recipe')")]
    public async Task Stock_marks_and_successors_are_news(string change)
    {
        await using var host = new ForecastingHost(database);
        await host.RunAsync();
        await database.ExecuteAsync(change);
        await database.ExecuteAsync("update stock_change set shard = (select shard from series where location = 'S001' limit 1)");

        var run = await host.RunAsync(new { scope = "incremental" });

        Assert.Equal((3, 2), (run.SeriesDone, run.SeriesCarried));
        Assert.Equal(run.Origin, (await ForecastAsync(host, run, "S001", "SALT")).FittedOrigin);
    }

    // The earlier run knew of the closure, but did not forecast so far.
    [Fact]
    public async Task What_is_planned_for_a_day_that_was_out_of_reach_is_news()
    {
        await database.ExecuteAsync($"""
            insert into day_mark (id, kind, location, sku, first_day, last_day, reason)
            values (gen_random_uuid(), 'closure', 'S002', null, date '{_day:yyyy-MM-dd}' + 28, date '{_day:yyyy-MM-dd}' + 28, 'works')
            """);
        await using var host = new ForecastingHost(database);
        await host.RunAsync(new { origin = _day.AddDays(-2) });

        var before = await host.RunAsync(new { origin = _day.AddDays(-1), scope = "incremental" });
        var reached = await host.RunAsync(new { origin = _day, scope = "incremental" });

        Assert.Equal((3, 2), (before.SeriesCarried, reached.SeriesCarried));
        Assert.Equal(0, (await ForecastAsync(host, reached, "S002", "MILK")).Days[^1].Mean);
    }

    [Fact]
    public async Task After_a_week_models_are_fitted_anew_even_without_news()
    {
        await using var host = new ForecastingHost(database);
        await host.RunAsync(new { origin = _day.AddDays(-7) });
        await host.RunAsync(new { origin = _day.AddDays(-6), scope = "incremental" });

        var sixth = await host.RunAsync(new { origin = _day.AddDays(-1), scope = "incremental" });
        var seventh = await host.RunAsync(new { origin = _day, scope = "incremental" });

        Assert.Equal((3, 0), (sixth.SeriesCarried, seventh.SeriesCarried));
    }

    [Fact]
    public async Task Without_a_run_before_everything_is_news()
    {
        await using var host = new ForecastingHost(database);

        var run = await host.RunAsync(new { scope = "incremental" });

        Assert.Equal((3, 0, null), (run.SeriesDone, run.SeriesCarried, run.BasedOn));
    }

    private static async Task<ListForecasts.Forecast> ForecastAsync(ForecastingHost host, ForecastRun run, string location, string sku) =>
        Assert.Single((await host.GetAsync<Page<ListForecasts.Forecast>>($"/v1/forecasts?runId={run.Id}&location={location}&sku={sku}")).Items);
}
