using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Composerp.Contracts;
using Composerp.Forecasting.Accuracy;
using Composerp.Forecasting.Adjustments;
using Composerp.Forecasting.Forecasts;
using Composerp.Forecasting.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace Composerp.Forecasting.Tests.Adjustments;

public sealed class AdjustForecastsTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>, IAsyncLifetime
{
    private static readonly DateOnly _origin = new(2026, 3, 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.ExecuteAsync(
            "truncate location, series, demand, forecast_run, forecast_run_part, forecast_series, forecast_measure, forecast_drift, adjustment, forecast_freeze, event");
        await database.AddDemandAsync("S001", "MILK", _origin, [.. Enumerable.Range(0, 60).Select(day => 3 + (day * 31 % 11))]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_adjustment_is_in_what_is_read_and_exported_with_the_statistical_mean_beside_it()
    {
        await using var host = new ForecastingHost(database);
        var run = await host.RunAsync();
        var before = await ForecastAsync(host);
        var adjustment = await AdjustAsync(host, new { location = "S001", sku = "MILK", firstDay = _origin.AddDays(2), lastDay = _origin.AddDays(2), kind = "absolute", value = 50, reason = "fair", actor = "ann" });

        var after = await ForecastAsync(host);
        var line = Assert.Single(await host.GetLinesAsync($"/v1/forecast-runs/{run.Id}/export"));
        var exported = JsonSerializer.Deserialize(line, ContractsJson.Default.ForecastSeriesV1)!;

        Assert.Null(before.Days[1].StatisticalMean);
        Assert.Equal((50, before.Days[1].Mean), (after.Days[1].Mean, after.Days[1].StatisticalMean));
        Assert.Equal([adjustment.Id], after.Adjustments);
        Assert.Equal(before.Days[0].Mean, after.Days[0].Mean);
        Assert.True(after.Days[5].SumQuantiles![5] > before.Days[5].SumQuantiles![5] + 30);
        Assert.Equal((50, before.Days[1].Mean), (exported.Mean[1], exported.StatisticalMean![1]));

        await host.PostAsync<Adjustment>($"/v1/adjustments/{adjustment.Id}/withdraw", new { actor = "bob", reason = "rain" });
        var withdrawn = Assert.Single((await host.GetAsync<Page<Adjustment>>("/v1/adjustments?inEffect=false")).Items);

        Assert.Equal(before.Days[1].Mean, (await ForecastAsync(host)).Days[1].Mean);
        Assert.Equal(("bob", "rain", false, "ann", "fair"), (withdrawn.WithdrawnBy, withdrawn.WithdrawalReason, withdrawn.IsInEffect, withdrawn.Actor, withdrawn.Reason));
        Assert.Empty((await host.GetAsync<Page<Adjustment>>("/v1/adjustments?inEffect=true")).Items);
    }

    [Fact]
    public async Task An_expired_adjustment_changes_nothing()
    {
        await using var host = new ForecastingHost(database);
        await host.RunAsync();
        var before = await ForecastAsync(host);
        await AdjustAsync(host, new { firstDay = _origin, lastDay = _origin.AddDays(9), kind = "percent", value = 50, reason = "fair", actor = "ann", expiresOn = _origin });

        Assert.Equal(before.Days[1].Mean, (await ForecastAsync(host)).Days[1].Mean);
    }

    // 20 were sold on the day that somebody said 20 of, 0 on the day on which nobody was right.
    [Fact]
    public async Task Whether_an_adjustment_helped_is_known_once_the_days_came()
    {
        await using var host = new ForecastingHost(database);
        await host.RunAsync();
        var forecast = await ForecastAsync(host);
        var helps = await AdjustAsync(host, new { location = "S001", sku = "MILK", firstDay = _origin.AddDays(1), lastDay = _origin.AddDays(1), kind = "absolute", value = 20, reason = "fair", actor = "ann" });
        var harms = await AdjustAsync(host, new { location = "S001", sku = "MILK", firstDay = _origin.AddDays(1), lastDay = _origin.AddDays(2), kind = "percent", value = 10, reason = "feeling", actor = "bob" });
        await database.ExecuteAsync($"update adjustment set created_at = '{_origin:yyyy-MM-dd}'");
        await database.AddSaleAsync("S001", "MILK", _origin.AddDays(1), 20);
        await database.AddSaleAsync("S001", "MILK", _origin.AddDays(4), 0);
        await host.Services.GetRequiredService<CompareForecasts>().RunAsync(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero), Token);

        helps = await host.GetAsync<Adjustment>($"/v1/adjustments/{helps.Id}");
        harms = await host.GetAsync<Adjustment>($"/v1/adjustments/{harms.Id}");
        var total = Assert.Single((await host.GetAsync<Page<ListIssuedAccuracy.Group>>("/v1/accuracy/issued")).Items);

        Assert.Equal((1, 0.0), (helps.MeasuredDays, helps.WapeWith));
        Assert.Equal(Math.Abs(forecast.Days[0].Mean - 20) / 20, helps.WapeWithout!.Value, 1e-5);
        Assert.Equal(helps.WapeWithout, helps.ValueAdded);
        Assert.Equal(2, harms.MeasuredDays);
        Assert.Equal(-(2 + (0.1 * forecast.Days[1].Mean)) / 20, harms.ValueAdded!.Value, 1e-5);
        Assert.Equal(helps.ValueAdded!.Value + harms.ValueAdded.Value, total.ValueAdded!.Value, 1e-5);
    }

    [Fact]
    public async Task The_same_idempotency_key_adjusts_once()
    {
        await using var host = new ForecastingHost(database);
        var body = new { firstDay = _origin, lastDay = _origin, kind = "percent", value = 5, reason = "fair", actor = "ann" };
        host.Client.DefaultRequestHeaders.Add("Idempotency-Key", "a-1");
        var first = await AdjustAsync(host, body);
        var again = await AdjustAsync(host, body);
        using var other = await host.Client.PostAsJsonAsync("/v1/adjustments", body with { value = 6 }, Token);

        Assert.Equal((first.Id, HttpStatusCode.Conflict), (again.Id, other.StatusCode));
    }

    [Theory]
    [InlineData("""{"location":"S001","sku":"MILK","kind":"absolute","value":-1,"X"}""", "value", "value-out-of-range")]
    [InlineData("""{"kind":"percent","value":-101,"X"}""", "value", "value-out-of-range")]
    [InlineData("""{"location":"S001","kind":"delta","value":1,"X"}""", "sku", "missing-series")]
    [InlineData("""{"sku":"MILK","kind":"absolute","value":1,"X"}""", "location", "missing-series")]
    [InlineData("""{"location":"S009","kind":"percent","value":1,"X"}""", "location", "unknown-location")]
    [InlineData("""{"sku":"NONE","kind":"percent","value":1,"X"}""", "sku", "unknown-item")]
    [InlineData("""{"kind":"times","value":1,"X"}""", "kind", "unknown-kind")]
    [InlineData("""{"kind":"percent","value":1,"firstDay":"2026-03-02","lastDay":"2026-03-01","reason":"r","actor":"a"}""", "lastDay", "days-out-of-order")]
    [InlineData("""{"kind":"percent","value":1,"firstDay":"0001-01-01","lastDay":"2026-03-01","reason":"r","actor":"a"}""", "firstDay", "date-out-of-range")]
    [InlineData("""{"kind":"percent","value":1,"firstDay":"2026-03-01","lastDay":"2026-03-01","reason":"","actor":"a"}""", "reason", "malformed-text")]
    public async Task What_makes_no_sense_is_refused_by_its_field(string body, string field, string problem)
    {
        await using var host = new ForecastingHost(database);
        using var content = new StringContent(
            body.Replace("\"X\"", "\"firstDay\":\"2026-03-01\",\"lastDay\":\"2026-03-02\",\"reason\":\"r\",\"actor\":\"a\"", StringComparison.Ordinal),
            Encoding.UTF8,
            "application/json");
        using var answer = await host.Client.PostAsync("/v1/adjustments", content, Token);
        using var details = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(
            (field, $"urn:composerp:forecasting:{problem}"),
            (details.RootElement.GetProperty("field").GetString(), details.RootElement.GetProperty("type").GetString()));
        Assert.Equal(0L, await database.ReadAsync<long>("select count(*) from adjustment"));
    }

    [Theory]
    [InlineData("/v1/adjustments/0195a3c0-0000-7000-8000-000000000001", HttpStatusCode.NotFound, "unknown-adjustment")]
    [InlineData("/v1/adjustments?after=x", HttpStatusCode.BadRequest, "malformed-parameter")]
    [InlineData("/v1/forecast-freezes?limit=0", HttpStatusCode.BadRequest, "malformed-parameter")]
    public async Task What_is_not_there_is_a_clear_problem(string path, HttpStatusCode status, string problem)
    {
        await using var host = new ForecastingHost(database);

        Assert.Equal((status, $"urn:composerp:forecasting:{problem}"), await host.ProblemAsync(path));
    }

    [Fact]
    public async Task A_frozen_series_keeps_its_forecast_until_its_day_or_its_release()
    {
        await using var host = new ForecastingHost(database);
        await host.RunAsync();
        var before = await ForecastAsync(host);
        var freeze = await host.PostAsync<Freeze>(
            "/v1/forecast-freezes", new { location = "S001", sku = "MILK", until = _origin.AddDays(3), reason = "rebuilding", actor = "ann" });
        await database.AddSaleAsync("S001", "MILK", _origin.AddDays(1), 400);
        await database.AddSaleAsync("S001", "MILK", _origin.AddDays(3), 400);

        var frozen = await host.RunAsync(new { origin = _origin.AddDays(2) });
        var kept = await ForecastAsync(host);
        var over = await host.RunAsync(new { origin = _origin.AddDays(3) });
        await host.PostAsync<Freeze>($"/v1/forecast-freezes/{freeze.Id}/release", new { actor = "bob" });
        var released = await host.RunAsync(new { origin = _origin.AddDays(2) });

        Assert.Equal((1, 0, 0), (frozen.SeriesCarried, over.SeriesCarried, released.SeriesCarried));
        Assert.Equal(before.Days.Skip(2).Select(day => (day.Date, day.Mean)), kept.Days.Take(26).Select(day => (day.Date, day.Mean)));
        Assert.Equal(_origin, kept.FittedOrigin);
        var listed = Assert.Single((await host.GetAsync<Page<Freeze>>("/v1/forecast-freezes?location=S001&sku=MILK")).Items);
        Assert.Equal(("ann", "rebuilding", "bob"), (listed.Actor, listed.Reason, listed.ReleasedBy));
    }

    private static async Task<ListForecasts.Forecast> ForecastAsync(ForecastingHost host) =>
        Assert.Single((await host.GetAsync<Page<ListForecasts.Forecast>>("/v1/forecasts?location=S001&sku=MILK")).Items);

    private static Task<Adjustment> AdjustAsync(ForecastingHost host, object body) => host.PostAsync<Adjustment>("/v1/adjustments", body);
}
