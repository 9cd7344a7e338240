using System.Net;
using System.Text.Json;
using Composerp.Contracts;
using Composerp.Forecasting.Accuracy;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.Forecasts;
using Composerp.Forecasting.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace Composerp.Forecasting.Tests.Accuracy;

public sealed class IssuedAccuracyTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>, IAsyncLifetime
{
    private static readonly DateOnly _origin = new(2026, 3, 1);

    private static readonly DateTimeOffset _later = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await database.ExecuteAsync(
        "truncate location, series, demand, forecast_run, forecast_run_part, forecast_series, forecast_failure, forecast_measure, forecast_drift, adjustment, item_stock, stock_change, event");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Forecasts_are_compared_with_what_came_once_each_day()
    {
        await using var host = await HostAsync();
        var run = await host.RunAsync(new { origin = _origin });
        var forecast = Assert.Single((await host.GetAsync<Page<ListForecasts.Forecast>>("/v1/forecasts?sku=MILK")).Items);

        await CompareAsync(host);
        await CompareAsync(host);
        var total = Assert.Single((await host.GetAsync<Page<ListIssuedAccuracy.Group>>("/v1/accuracy/issued?sku=MILK")).Items);

        // The tenth day may still change.
        double[] came = [.. Enumerable.Range(1, 9).Select(Sold)];
        var errors = forecast.Days.Take(9).Zip(came, (day, actual) => day.Mean - actual).ToArray();
        var history = Enumerable.Range(-59, 60).Select(day => (double)Sold(day)).ToArray();

        Assert.Equal((9, 1, came.Sum()), (total.Days, total.Series, total.Demand));
        Assert.Equal(errors.Sum(Math.Abs) / came.Sum(), total.Wape!.Value, 1e-5);
        Assert.Equal(errors.Sum() / came.Sum(), total.Bias!.Value, 1e-5);
        Assert.Equal(errors.Sum() / errors.Sum(Math.Abs), total.TrackingSignal!.Value, 1e-5);
        Assert.Equal(errors.Average(Math.Abs) / DemandScale.Of(history, 7).Absolute!.Value, total.Mase!.Value, 1e-5);
        Assert.Equal(
            Math.Sqrt(errors.Average(error => error * error) / DemandScale.Of(history, 7).Squared!.Value), total.Rmsse!.Value, 1e-5);
        Assert.Equal(
            QuantileLevels.All.Select((_, level) => forecast.Days.Take(9).Zip(came).Count(day => day.Second <= day.First.Quantiles[level]) / 9.0),
            total.Coverage);
        Assert.InRange(total.Pinball!.Value, 0.0001, total.Wape.Value);
        Assert.Equal(run.Id, Assert.Single((await GroupsAsync(host, "run")).Items).RunId);
    }

    [Fact]
    public async Task Days_that_come_later_are_added_to_those_before()
    {
        await using var host = await HostAsync();
        await host.RunAsync(new { origin = _origin });
        await database.ExecuteAsync($"delete from demand where day > '{_origin:yyyy-MM-dd}'; update location set last_day = date '{_origin:yyyy-MM-dd}' + 4");
        await CompareAsync(host);
        var first = Assert.Single((await GroupsAsync(host, "total")).Items);
        await database.ExecuteAsync($"update location set last_day = date '{_origin:yyyy-MM-dd}' + 11");
        await CompareAsync(host);
        var both = Assert.Single((await GroupsAsync(host, "total")).Items);

        Assert.Equal((2 * 3, 2 * 10), (first.Days, both.Days));
        Assert.Equal(0, both.Demand);
        Assert.Null(both.Wape);
    }

    // From the fifth day on the shelf is empty: what was sold then says nothing about the forecast.
    [Fact]
    public async Task Days_without_stock_are_not_compared()
    {
        await using var host = await HostAsync();
        await database.ExecuteAsync($"""
            insert into item_stock select shard, location, sku, 0, date '{_origin:yyyy-MM-dd}' - 30, false from series where sku = 'MILK';
            insert into stock_change select shard, location, sku, date '{_origin:yyyy-MM-dd}' + 5, array[0], array[-50000] from series where sku = 'MILK'
            """);
        await host.RunAsync(new { origin = _origin });
        await CompareAsync(host);

        var series = (await GroupsAsync(host, "series")).Items;

        Assert.Equal([("MILK", 4), ("SALT", 9)], series.Select(one => (one.Sku, one.Days)));
    }

    [Fact]
    public async Task Groups_split_the_same_days()
    {
        await using var host = await HostAsync();
        await host.RunAsync(new { origin = _origin });
        await host.RunAsync(new { origin = _origin.AddDays(3) });
        await CompareAsync(host);
        var total = Assert.Single((await GroupsAsync(host, "total")).Items);

        foreach (var by in new[] { "series", "item", "location", "horizon", "model", "run" })
        {
            var groups = (await GroupsAsync(host, by)).Items;

            Assert.Equal((total.Days, total.Demand), (groups.Sum(group => group.Days), groups.Sum(group => group.Demand)));
        }

        Assert.Equal(["1", "2-7", "8-14"], (await GroupsAsync(host, "horizon")).Items.Select(group => group.DaysAhead));
        Assert.Equal(["MILK", "SALT"], (await GroupsAsync(host, "item")).Items.Select(group => group.Sku));
        Assert.Equal(2 * (9 + 6), total.Days);

        var page = await host.GetAsync<Page<ListIssuedAccuracy.Group>>("/v1/accuracy/issued?by=series&limit=1");
        var next = await host.GetAsync<Page<ListIssuedAccuracy.Group>>($"/v1/accuracy/issued?by=series&limit=1&after={page.Next}");
        Assert.Equal(
            ["S001 MILK", "S002 SALT"],
            page.Items.Concat(next.Items).Select(group => $"{group.Location} {group.Sku}").Order(StringComparer.Ordinal));
        Assert.Null(next.Next);
    }

    // Milk is not sold any more, and no run noticed.
    [Fact]
    public async Task Forecasts_that_stay_too_high_are_told_once_as_drift()
    {
        await using var host = await HostAsync(new() { ["Accuracy:DriftDaysMin"] = "5", ["Accuracy:BiasLimit"] = "0.5" });
        await database.ExecuteAsync($"delete from demand where sku = 'MILK' and day > '{_origin:yyyy-MM-dd}'");
        await host.RunAsync(new { origin = _origin });
        await CompareAsync(host);
        await database.ExecuteAsync("update location set last_day = last_day + 3");
        await CompareAsync(host);

        var told = (await database.ReadLinesAsync(
                $"select convert_from(data, 'UTF8') from event where type = '{EventTypes.ForecastDriftDetected}' order by shard, sequence"))
            .Select(line => JsonSerializer.Deserialize(line, ContractsJson.Default.ForecastDriftDetectedV1)!)
            .ToList();
        var milk = Assert.Single(told, drift => drift.Sku == "MILK");
        var drifting = (await host.GetAsync<Page<ListDrift.Drift>>("/v1/accuracy/drift")).Items;

        Assert.Equal(("S001", DriftState.TrackingSignal, 1.0, 0.7, 9), (milk.Location, milk.Measure, milk.Value, milk.Limit, milk.Days));
        Assert.Equal(_origin.AddDays(9), milk.Day);
        Assert.Equal(told.Count, told.Select(drift => (drift.Location, drift.Sku, drift.Measure)).Distinct().Count());
        Assert.Contains(drifting, drift => drift is { Sku: "MILK", Days: 12, TrackingSignal: 1.0 } && drift.Since == _origin.AddDays(9));
    }

    // The second run sees nearer, so from then on its forecasts are those that count for drift; each day counts once.
    [Fact]
    public async Task Each_day_drifts_by_the_newest_forecast_only()
    {
        await using var host = await HostAsync();
        var first = await host.RunAsync(new { origin = _origin });
        var second = await host.RunAsync(new { origin = _origin.AddDays(3) });
        await CompareAsync(host);
        var far = (await host.GetAsync<Page<ListForecasts.Forecast>>($"/v1/forecasts?sku=MILK&runId={first.Id}")).Items.Single().Days;
        var near = (await host.GetAsync<Page<ListForecasts.Forecast>>($"/v1/forecasts?sku=MILK&runId={second.Id}")).Items.Single().Days;
        var expected = far.Take(3).Concat(near.Take(6)).Index().Aggregate(
            default(DriftState), (state, day) => state.After(Sold(day.Index + 1), day.Item.Mean, day.Item.Sigma, day.Item.Quantiles[^1]));

        Assert.Equal(expected.Error, await database.ReadAsync<double>("select error from forecast_drift where sku = 'MILK'"), 1e-4);
        Assert.Equal(["MILK 9", "SALT 9"], await database.ReadLinesAsync("select sku, days from forecast_drift where sku <> '' order by sku"));
    }

    [Theory]
    [InlineData("/v1/accuracy/issued?by=colour")]
    [InlineData("/v1/accuracy/issued?limit=0")]
    [InlineData("/v1/accuracy/issued?after=nonsense")]
    [InlineData("/v1/accuracy/issued?from=soon")]
    [InlineData("/v1/accuracy/drift?after=nonsense")]
    public async Task What_makes_no_sense_is_refused(string path)
    {
        await using var host = new ForecastingHost(database);

        Assert.Equal((HttpStatusCode.BadRequest, "urn:composerp:forecasting:malformed-parameter"), await host.ProblemAsync(path));
    }

    private static int Sold(int day) => 3 + ((day + 200) * 31 % 11);

    private async Task<ForecastingHost> HostAsync(Dictionary<string, string?>? settings = null)
    {
        await database.AddDemandAsync("S001", "MILK", _origin.AddDays(10), [.. Enumerable.Range(-59, 70).Select(Sold)]);
        await database.AddDemandAsync("S002", "SALT", _origin.AddDays(10), [.. Enumerable.Range(-59, 70).Select(day => Sold(day + 5))]);

        return new(database, settings);
    }

    private static Task<int> CompareAsync(ForecastingHost host) => host.Services.GetRequiredService<CompareForecasts>().RunAsync(_later, Token);

    private static Task<Page<ListIssuedAccuracy.Group>> GroupsAsync(ForecastingHost host, string by) =>
        host.GetAsync<Page<ListIssuedAccuracy.Group>>($"/v1/accuracy/issued?by={by}");
}
