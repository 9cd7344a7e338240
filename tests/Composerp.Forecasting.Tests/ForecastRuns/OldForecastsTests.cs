using System.Net;
using Composerp.Forecasting.Forecasts;
using Composerp.Forecasting.Tests.Service;
using Composerp.Tests.Support;

namespace Composerp.Forecasting.Tests.ForecastRuns;

public sealed class OldForecastsTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>
{
    [Fact]
    public async Task Only_the_newest_runs_keep_their_forecasts_and_older_ones_their_figures()
    {
        await database.AddDemandAsync("S001", "MILK", new(2026, 3, 1), [.. Enumerable.Range(0, 60)]);
        await using var host = new ForecastingHost(database, new() { ["ForecastRuns:CompletedRunsKept"] = "2" });
        var runs = new List<Guid>();

        for (var run = 0; run < 4; run++)
        {
            runs.Add((await host.RunAsync()).Id);
        }

        await Eventually.HoldsAsync(
            async _ => await database.ReadAsync<long>("select count(*) from forecast_series") == 2,
            "forecasts of two runs left",
            TestContext.Current.CancellationToken);

        var oldest = await host.FindRunAsync(runs[0]);
        using var gone = await host.Client.GetAsync($"/v1/forecast-runs/{runs[0]}/export", TestContext.Current.CancellationToken);

        Assert.NotNull(oldest.ForecastsDeletedAt);
        Assert.NotNull(oldest.Accuracy!.Wape);
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        Assert.Equal(2L, await database.ReadAsync<long>("select count(*) from forecast_run_part"));
        Assert.Equal(runs[3], (await host.GetAsync<Page<ListForecasts.Forecast>>("/v1/forecasts")).Items.Single().RunId);
        Assert.Equal(runs[2], (await host.GetAsync<Page<ListForecasts.Forecast>>($"/v1/forecasts?runId={runs[2]}")).Items.Single().RunId);
    }
}
