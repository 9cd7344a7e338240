using System.Net;
using Composerp.Forecasting.ForecastRuns;
using Composerp.Forecasting.Tests.Service;

namespace Composerp.Forecasting.Tests.ForecastRuns;

public sealed class ExplainForecastTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>
{
    // A Sunday.
    private static readonly DateOnly _day = new(2026, 3, 1);

    [Fact]
    public async Task A_series_is_explained_by_its_models_and_its_week()
    {
        await database.AddDemandAsync(
            "S001", "MILK", _day, [.. Enumerable.Range(0, 140).Select(day => (day * 31 % 5) + (day % 7 == 6 ? 40 : 10))]);
        await using var host = new ForecastingHost(database);

        var explained = await host.GetAsync<ExplainForecast.Explanation>("/v1/forecasts/explanation?location=S001&sku=MILK&horizonDays=14");

        Assert.Equal((_day, _day.AddDays(-139), 140, "smooth"), (explained.Origin, explained.FirstDay, explained.HistoryDays, explained.DemandClass));
        Assert.Equal(1, explained.Candidates.Sum(candidate => candidate.Weight), 1e-9);
        Assert.True(explained.Candidates.Count > 3);
        Assert.All(explained.Candidates, candidate => Assert.InRange(candidate.MeanAbsoluteError!.Value, 0, candidate.RootMeanSquaredError!.Value));
        Assert.Equal(explained.Candidates.OrderByDescending(candidate => candidate.Weight), explained.Candidates);
        Assert.Equal(7, explained.Components.Weekdays!.Sum(), 1e-9);
        Assert.Equal(6, explained.Components.Weekdays!.Index().MaxBy(day => day.Item).Index);
        Assert.InRange(explained.Components.Level, 14, 18);
        Assert.Equal(14, explained.Days.Count);
        Assert.All(explained.Days.Zip(explained.Days.Skip(1)), pair => Assert.True(pair.Second.SumQuantiles[^1] >= pair.First.SumQuantiles[^1]));
    }

    [Theory]
    [InlineData("/v1/forecasts/explanation?location=S001&sku=NOTHING", HttpStatusCode.NotFound, "unknown-series")]
    [InlineData("/v1/forecasts/explanation?location=S001&sku=MILK&horizonDays=0", HttpStatusCode.BadRequest, "malformed-parameter")]
    [InlineData("/v1/forecasts/explanation?location=S001&sku=MILK&origin=0001-01-01", HttpStatusCode.BadRequest, "malformed-parameter")]
    [InlineData("/v1/forecasts/explanation?location=S001", HttpStatusCode.BadRequest, "malformed-parameter")]
    public async Task What_makes_no_sense_is_refused(string path, HttpStatusCode status, string problem)
    {
        await using var host = new ForecastingHost(database);

        Assert.Equal((status, $"urn:composerp:forecasting:{problem}"), await host.ProblemAsync(path));
    }
}
