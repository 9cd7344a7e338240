using System.Text.Json;
using Composerp.Contracts;
using Composerp.Forecasting.Accuracy;
using Composerp.Forecasting.Adjustments;
using Composerp.Forecasting.Forecasts;
using Composerp.Forecasting.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace Composerp.Forecasting.Tests.ForecastRuns;

/// <summary>A completed run tells how the runs before it did, shard by shard.</summary>
public sealed class ComparedForecastsTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>
{
    private const int Days = 5;

    private static readonly DateOnly _origin = new(2026, 3, 1);

    [Fact]
    public async Task A_completed_run_tells_how_earlier_forecasts_did_without_and_with_adjustments()
    {
        int[] came = [20, 4, 9, 3, 7];
        await AddDemandAsync("S001", "MILK", came);
        await AddDemandAsync("S002", "SALT", came);
        await using var host = new ForecastingHost(database, new() { ["Accuracy:LookEvery"] = "1.00:00:00" });
        await host.RunAsync(new { origin = _origin });
        var first = await host.RunAsync(new { origin = _origin });
        double[] milk = await MeansAsync(host, first.Id, "MILK"), salt = await MeansAsync(host, first.Id, "SALT");
        await host.PostAsync<Adjustment>(
            "/v1/adjustments",
            new { location = "S001", sku = "MILK", firstDay = _origin.AddDays(1), lastDay = _origin.AddDays(1), kind = "absolute", value = 20, reason = "fair", actor = "ann" });
        await database.ExecuteAsync($"update adjustment set created_at = '{_origin:yyyy-MM-dd}'");
        await host.Services.GetRequiredService<CompareForecasts>().RunAsync(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero), TestContext.Current.CancellationToken);

        var second = await host.RunAsync(new { origin = _origin.AddDays(Days) });
        var later = await host.RunAsync(new { origin = _origin.AddDays(28 + 1) });
        var told = await ToldAsync();

        // Two runs saw the same: each day counts once. The last day may still change.
        var demand = came.Take(Days - 1).Sum();
        var (ofMilk, ofSalt) = (told[(second.Id, Shards.OfLocation("S001"))], told[(second.Id, Shards.OfLocation("S002"))]);
        Assert.Equal((demand, demand), (ofMilk.ComparedDemand, ofSalt.ComparedDemand));
        Assert.Equal(Errors(milk, came).Sum(), ofMilk.AbsoluteError!.Value, 1e-4);
        Assert.Equal(Errors(milk, came).Skip(1).Sum(), ofMilk.FinalAbsoluteError!.Value, 1e-4);
        Assert.Equal(Errors(salt, came).Sum(), ofSalt.AbsoluteError!.Value, 1e-4);
        Assert.Null(ofSalt.FinalAbsoluteError);

        // Nothing was issued before the first run, nor in the days before the last one that could be compared.
        Assert.All(
            told.Values.Where(run => run.RunId == first.Id || run.RunId == later.Id),
            run => Assert.Equal((null, null, null), (run.ComparedDemand, run.AbsoluteError, run.FinalAbsoluteError)));
        Assert.Equal(4 * 2, told.Count);
    }

    private static IEnumerable<double> Errors(double[] means, int[] came) =>
        means.Zip(came, (mean, actual) => Math.Abs(mean - actual)).Take(Days - 1);

    private Task AddDemandAsync(string location, string sku, int[] came) => database.AddDemandAsync(
        location, sku, _origin.AddDays(Days), [.. Enumerable.Range(0, 60).Select(day => 3 + (day * 31 % 11)), .. came]);

    private static async Task<double[]> MeansAsync(ForecastingHost host, Guid run, string sku)
    {
        var page = await host.GetAsync<Page<ListForecasts.Forecast>>($"/v1/forecasts?sku={sku}&runId={run}");

        return [.. Assert.Single(page.Items).Days.Select(day => day.Mean)];
    }

    private async Task<Dictionary<(Guid, int), ForecastRunCompletedV1>> ToldAsync()
    {
        var lines = await database.ReadLinesAsync(
            $"select convert_from(data, 'UTF8') from event where type = '{EventTypes.ForecastRunCompleted}'");

        return lines
            .Select(line => JsonSerializer.Deserialize(line, ContractsJson.Default.ForecastRunCompletedV1)!)
            .ToDictionary(run => (run.RunId, run.Shard));
    }
}
