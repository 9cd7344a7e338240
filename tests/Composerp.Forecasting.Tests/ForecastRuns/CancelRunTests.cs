using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Composerp.Contracts;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.ForecastRuns;
using Composerp.Forecasting.Tests.Service;
using Composerp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Composerp.Forecasting.Tests.ForecastRuns;

public sealed class CancelRunTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>
{
    private static readonly DateOnly _day = new(2026, 3, 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cancelled_run_ends_at_its_part_is_told_and_the_next_one_goes_on()
    {
        await database.ExecuteAsync("truncate location, series, demand, forecast_run, forecast_run_part, forecast_series, event");

        for (var sku = 0; sku < 4; sku++)
        {
            await database.AddDemandAsync("S001", $"ITEM-{sku}", _day, 1, 2, 3);
        }

        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var done = 0;
        await using var host = new ForecastingHost(
            database,
            new() { ["ForecastRuns:SeriesPerPart"] = "1", ["ForecastRuns:ParallelPartsMax"] = "1" },
            services => services.AddSingleton<SeriesForecaster>((demand, horizonDays, levels, _) =>
            {
                if (Interlocked.Increment(ref done) == 2)
                {
                    reached.SetResult();
                    release.Task.Wait(Token);
                }

                return Forecast.Of(demand, horizonDays, levels);
            }));

        var id = (await host.StartRunAsync()).Id;
        await reached.Task.WaitAsync(Token);
        var (status, cancelled) = await CancelAsync(host, id, new { actor = "ann", reason = "wrong day" });
        var (again, _) = await CancelAsync(host, id, new { actor = "bob" });
        release.SetResult();
        var next = await host.RunAsync();
        var (tooLate, _) = await CancelAsync(host, next.Id, new { actor = "ann" });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict), (status, again, tooLate));
        Assert.Equal(("cancelled", "ann", "wrong day"), (cancelled!.Status, cancelled.CancelledBy, cancelled.Problem));
        Assert.Equal(("completed", 4), (next.Status, next.SeriesDone));
        Assert.Equal(2 + 4, done);
        Assert.Equal("ann", (await host.FindRunAsync(id)).CancelledBy);
        var told = Assert.Single(await database.ReadLinesAsync(
            $"select convert_from(data, 'UTF8') from event where shard = 64 and type = '{EventTypes.ForecastRunCancelled}'"));
        Assert.Equal(
            (id, "ann", "wrong day"),
            JsonSerializer.Deserialize(told, ContractsJson.Default.ForecastRunCancelledV1) is { } read ? (read.RunId, read.Actor, read.Reason) : default);
        await Eventually.HoldsAsync(
            async _ => await database.ReadAsync<long>($"select count(*) from forecast_series where run_id = '{id}'") == 0,
            "the forecasts of the cancelled run deleted",
            Token);
    }

    [Theory]
    [InlineData("""{"actor":""}""", HttpStatusCode.UnprocessableEntity, "malformed-text")]
    [InlineData("""{"actor":"ann","reason":" "}""", HttpStatusCode.UnprocessableEntity, "malformed-text")]
    [InlineData("""{"actor":"ann","why":"x"}""", HttpStatusCode.BadRequest, "malformed-json")]
    [InlineData("""{"actor":"ann"}""", HttpStatusCode.NotFound, "unknown-run")]
    public async Task What_makes_no_sense_is_refused(string body, HttpStatusCode status, string problem)
    {
        await using var host = new ForecastingHost(database);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await host.Client.PostAsync("/v1/forecast-runs/0195a3c0-0000-7000-8000-000000000001/cancel", content, Token);
        using var details = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal($"urn:composerp:forecasting:{problem}", details.RootElement.GetProperty("type").GetString());
    }

    private static async Task<(HttpStatusCode Status, ForecastRun? Run)> CancelAsync(ForecastingHost host, Guid id, object body)
    {
        using var answer = await host.Client.PostAsJsonAsync($"/v1/forecast-runs/{id}/cancel", body, Token);

        return (answer.StatusCode, answer.IsSuccessStatusCode
            ? await answer.Content.ReadFromJsonAsync<ForecastRun>(JsonSerializerOptions.Web, Token)
            : null);
    }
}
