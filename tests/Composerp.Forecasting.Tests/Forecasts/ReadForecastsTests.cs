using System.Net;
using System.Text.Json;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.ForecastRuns;
using Composerp.Forecasting.Forecasts;
using Composerp.Forecasting.Tests.Service;
using Composerp.Tests.Support;

namespace Composerp.Forecasting.Tests.Forecasts;

public sealed class ReadForecastsTests(ReadForecastsTests.Run run) : IClassFixture<ReadForecastsTests.Run>
{
    private static readonly DateOnly _origin = new(2026, 3, 1);

    private static readonly double[] _milk = [.. Enumerable.Range(0, 90).Select(day => 1 + (double)(day * 31 % 11))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_forecast_names_its_days_and_levels()
    {
        var forecast = Assert.Single((await run.Host.GetAsync<Page<ListForecasts.Forecast>>("/v1/forecasts?location=S001&sku=MILK")).Items);
        var expected = Forecast.Of(_milk, 7, QuantileLevels.All);

        Assert.Equal((_origin, run.Id), (forecast.Origin, forecast.RunId));
        Assert.Equal(QuantileLevels.All, forecast.Levels);
        Assert.Equal(Enumerable.Range(1, 7).Select(_origin.AddDays), forecast.Days.Select(day => day.Date));
        Assert.All(forecast.Days.Index(), day =>
        {
            Assert.Equal(expected.Mean[day.Index], day.Item.Mean, 1e-5);
            Assert.Equal(expected.Sigma[day.Index], day.Item.Sigma, 1e-5);
            Assert.Equal(expected.SumSigma[day.Index], day.Item.SumSigma, 1e-5);
            Assert.Equal(expected.Quantiles.Select(days => days[day.Index]), day.Item.Quantiles);
        });
    }

    [Fact]
    public async Task The_accuracy_is_that_of_the_backtest()
    {
        var accuracy = Assert.Single((await run.Host.GetAsync<Page<ListAccuracy.SeriesAccuracy>>("/v1/accuracy?location=S001&sku=MILK")).Items);
        var expected = Forecast.Of(_milk, 7, QuantileLevels.All).Accuracy!;

        Assert.Equal(expected.Days, accuracy.Days);
        Assert.Equal(
            (expected.Wape, expected.Mase, expected.Bias, expected.ScaledPinball),
            (accuracy.Wape, accuracy.Mase, accuracy.Bias, accuracy.Pinball));
        Assert.Equal(expected.Covered.Select(days => (double)days / expected.Days), accuracy.Coverage!);
    }

    [Fact]
    public async Task The_accuracy_of_a_run_is_that_of_its_series_together()
    {
        var totals = RunTotals.Sum([RunTotals.Of(Forecast.Of(_milk, 7, QuantileLevels.All))], QuantileLevels.All.Count);
        var found = await run.Host.FindRunAsync(run.Id);

        // The other series is too young for a backtest.
        Assert.Equal(RunAccuracy.Of(totals) with { Coverage = null, SumCoverage = null }, found.Accuracy! with { Coverage = null, SumCoverage = null });
        Assert.Equal(RunAccuracy.Of(totals).Coverage!, found.Accuracy!.Coverage!);
        Assert.Equal(RunAccuracy.Of(totals).SumCoverage!, found.Accuracy!.SumCoverage!);
    }

    [Fact]
    public async Task A_history_too_short_for_a_backtest_has_a_forecast_and_no_accuracy()
    {
        var young = Assert.Single((await run.Host.GetAsync<Page<ListAccuracy.SeriesAccuracy>>("/v1/accuracy?sku=NEW")).Items);

        Assert.Equal(0, young.Days);
        Assert.Null(young.Wape ?? young.Mase ?? young.Bias ?? young.Pinball);
        Assert.Null(young.Coverage);
        Assert.Single((await run.Host.GetAsync<Page<ListForecasts.Forecast>>("/v1/forecasts?sku=NEW")).Items);
    }

    [Fact]
    public async Task Pages_lead_through_all_series()
    {
        var first = await run.Host.GetAsync<Page<ListForecasts.Forecast>>("/v1/forecasts?limit=1");
        var second = await run.Host.GetAsync<Page<ListForecasts.Forecast>>($"/v1/forecasts?limit=1&after={first.Next}");

        Assert.Equal(
            ["S001 MILK", "S002 NEW"],
            first.Items.Concat(second.Items).Select(forecast => $"{forecast.Location} {forecast.Sku}").Order(StringComparer.Ordinal));
        Assert.Null(second.Next);
    }

    [Theory]
    [InlineData("/v1/forecasts?runId=0195a3c0-0000-7000-8000-000000000001", HttpStatusCode.NotFound, "unknown-run")]
    [InlineData("/v1/accuracy?runId=0195a3c0-0000-7000-8000-000000000001", HttpStatusCode.NotFound, "unknown-run")]
    [InlineData("/v1/forecast-runs/0195a3c0-0000-7000-8000-000000000001", HttpStatusCode.NotFound, "unknown-run")]
    [InlineData("/v1/forecast-runs/0195a3c0-0000-7000-8000-000000000001/export", HttpStatusCode.NotFound, "unknown-run")]
    [InlineData("/v1/forecast-runs/0195a3c0-0000-7000-8000-000000000001/failures", HttpStatusCode.NotFound, "unknown-run")]
    [InlineData("/v1/forecast-runs/{run}/export?shard=64", HttpStatusCode.BadRequest, "malformed-parameter")]
    [InlineData("/v1/forecasts?limit=0", HttpStatusCode.BadRequest, "malformed-parameter")]
    [InlineData("/v1/accuracy?after=nonsense", HttpStatusCode.BadRequest, "malformed-parameter")]
    [InlineData("/v1/forecast-runs?after=nonsense", HttpStatusCode.BadRequest, "malformed-parameter")]
    public async Task What_is_not_there_is_a_clear_problem(string path, HttpStatusCode status, string problem)
    {
        using var answer = await run.Host.Client.GetAsync(path.Replace("{run}", $"{run.Id}", StringComparison.Ordinal), Token);
        using var details = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal($"urn:composerp:forecasting:{problem}", details.RootElement.GetProperty("type").GetString());
    }

    /// <summary>A completed run over two series.</summary>
    public sealed class Run(TestDatabases databases) : IAsyncLifetime
    {
        private readonly ForecastingDatabase _database = new(databases);

        internal ForecastingHost Host { get; private set; } = null!;

        internal Guid Id { get; private set; }

        public async ValueTask InitializeAsync()
        {
            await _database.InitializeAsync();
            await _database.AddDemandAsync("S001", "MILK", _origin, [.. _milk.Select(units => (int)units)]);
            await _database.AddDemandAsync("S002", "NEW", _origin, 3, 1, 4);
            Host = new(_database);
            Id = (await Host.RunAsync(new { horizonDays = 7 })).Id;
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
