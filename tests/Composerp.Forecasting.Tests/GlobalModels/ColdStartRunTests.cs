using Composerp.Forecasting.Domain;
using Composerp.Forecasting.ForecastRuns;
using Composerp.Forecasting.Forecasts;
using Composerp.Forecasting.Tests.Service;

namespace Composerp.Forecasting.Tests.GlobalModels;

public sealed class ColdStartRunTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>, IAsyncLifetime
{
    // A Friday.
    private static readonly DateOnly _day = new(2026, 3, 6);

    private static readonly Dictionary<string, string?> _withoutGlobal = new() { ["GlobalModels:Enabled"] = "false" };

    public async ValueTask InitializeAsync()
    {
        await database.ExecuteAsync(
            "truncate item, location, series, demand, forecast_run, forecast_run_part, forecast_series, forecast_failure, forecast_freeze, item_stock, stock_change, day_mark, supersession, event, global_model, item_launches restart identity");
        await database.AddDemandAsync("S001", "OLD", _day, [.. Enumerable.Repeat(5, 300)]);

        for (var item = 0; item < 6; item++)
        {
            await LaunchAsync($"FRESH-{item}", "fresh", daysAgo: 120 + item, level: 10);
            await LaunchAsync($"DRY-{item}", "dry", daysAgo: 150 + item, level: 2);
        }

        await database.ExecuteAsync("insert into item values ('NEW', 'NEW', 'fresh', 'each', 3), ('OTHER', 'OTHER', 'dry', 'each', 3)");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_young_item_gets_the_level_and_the_week_of_its_like_until_its_own_days_tell()
    {
        await database.AddDemandAsync("S001", "NEW", _day.AddDays(70), [.. Enumerable.Repeat(4, 75)]);
        await database.AddDemandAsync("S001", "OTHER", _day.AddDays(70), [.. Enumerable.Repeat(4, 75)]);
        await using var host = new ForecastingHost(database, _withoutGlobal);

        var run = await host.RunAsync(new { origin = _day, horizonDays = 14 });
        var forecast = await ForecastAsync(host, run, "NEW");
        var (young, weeks, grown) = (await ExplainAsync(host, "NEW", 0), await ExplainAsync(host, "NEW", 16), await ExplainAsync(host, "NEW", 60));
        var peers = young.SimilarItems!;
        var own = Forecast.Of([4, 4, 4, 4, 4], 14, QuantileLevels.All);

        // Five days of four a day beside six items that began with twelve: more than the first, less than the second.
        Assert.Equal(("fresh", 3.0, 6, 13), (peers.Category, peers.Price, peers.Items, peers.Weeks.Count));
        Assert.All(peers.Weeks, units => Assert.Equal(90.0 / 7, units, 1e-9));
        Assert.InRange(forecast.PeerShare, 0.01, 0.99);
        Assert.Equal(peers.Share, forecast.PeerShare, 1e-6);
        Assert.All(young.Days.Index(), day => Assert.Equal(
            ((1 - peers.Share) * own.Mean[day.Index]) + (peers.Share * peers.Means[day.Index]), day.Item.Mean, 1e-9));
        Assert.All(forecast.Days.Zip(young.Days), pair => Assert.Equal(pair.Second.Mean, pair.First.Mean, 1e-4));
        Assert.True(forecast.Days[0].Mean > forecast.Days[3].Mean);
        Assert.True(forecast.Days[0].Quantiles[^1] > forecast.Days[0].Mean);
        Assert.Equal(peers.Share, young.Candidates.Single(candidate => candidate.Model == "similar-items").Weight);
        Assert.Equal(1, young.Candidates.Sum(candidate => candidate.Weight), 1e-9);

        // The same sales among items that sell two a day.
        Assert.True((await ForecastAsync(host, run, "OTHER")).Days[0].Mean < forecast.Days[0].Mean);

        Assert.InRange(weeks.SimilarItems!.Share, 1e-6, young.SimilarItems!.Share - 1e-6);
        Assert.Null(grown.SimilarItems);
        Assert.Equal(0, (await ForecastAsync(host, run, "OLD")).PeerShare);
    }

    [Fact]
    public async Task What_lies_on_the_shelf_and_was_never_sold_is_expected_to_sell_as_its_like_and_what_is_not_there_is_not()
    {
        await database.AddDemandAsync("S001", "NEW", _day, 0);
        await database.AddDemandAsync("S001", "OTHER", _day, 0);
        await database.ExecuteAsync($"""
            insert into item_stock select shard, location, sku, 100000, '{_day:yyyy-MM-dd}', false from series where sku = 'NEW';
            insert into stock_change select shard, location, sku, '{_day:yyyy-MM-dd}', array[40], array[100000] from series where sku = 'NEW'
            """);
        await using var host = new ForecastingHost(database, _withoutGlobal);

        var run = await host.RunAsync(new { origin = _day, horizonDays = 14 });
        var (onShelf, absent) = (await ForecastAsync(host, run, "NEW"), await ForecastAsync(host, run, "OTHER"));

        Assert.True(onShelf.PeerShare > 0.5);
        Assert.True(onShelf.Days[0].Mean > 5);
        Assert.Equal((0, 0), (absent.PeerShare, absent.Days[0].Mean));
    }

    [Fact]
    public async Task Switched_off_a_young_item_has_its_own_days_only()
    {
        await database.AddDemandAsync("S001", "NEW", _day, 4, 4, 4, 4, 4);
        await using var host = new ForecastingHost(database, new(_withoutGlobal) { ["GlobalModels:ColdStart"] = "false" });

        var forecast = await ForecastAsync(host, await host.RunAsync(new { origin = _day, horizonDays = 14 }), "NEW");

        Assert.Equal(0, forecast.PeerShare);
        Assert.All(forecast.Days, day => Assert.Equal(4, day.Mean, 1e-4));
    }

    /// <summary>An item that sells three times its level on Saturdays, from its first day on.</summary>
    private async Task LaunchAsync(string sku, string category, int daysAgo, int level)
    {
        await database.AddDemandAsync("S001", sku, _day, [.. Enumerable.Range(0, daysAgo).Select(
            day => _day.AddDays(day + 1 - daysAgo).DayOfWeek == DayOfWeek.Saturday ? 3 * level : level)]);
        await database.ExecuteAsync($"insert into item values ('{sku}', '{sku}', '{category}', 'each', 3)");
    }

    private static async Task<ListForecasts.Forecast> ForecastAsync(ForecastingHost host, ForecastRun run, string sku) =>
        Assert.Single((await host.GetAsync<Page<ListForecasts.Forecast>>($"/v1/forecasts?runId={run.Id}&sku={sku}")).Items);

    private static Task<ExplainForecast.Explanation> ExplainAsync(ForecastingHost host, string sku, int later) => host.GetAsync<ExplainForecast.Explanation>(
        $"/v1/forecasts/explanation?location=S001&sku={sku}&horizonDays=14&origin={_day.AddDays(later):yyyy-MM-dd}");
}
