using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Composerp.Forecasting.ForecastRuns;
using Composerp.Forecasting.Tests.Service;
using Composerp.Tests.Support;

namespace Composerp.Forecasting.Tests.ForecastRuns;

public sealed class StartRunTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_answer_says_where_the_run_is()
    {
        await using var host = new ForecastingHost(database);
        using var answer = await host.Client.PostAsync("/v1/forecast-runs", null, Token);
        var run = await answer.Content.ReadFromJsonAsync<ForecastRun>(JsonSerializerOptions.Web, Token);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal($"/v1/forecast-runs/{run!.Id}", $"{answer.Headers.Location}");
        Assert.Equal(28, run.HorizonDays);
        Assert.Equal(run.Id, (await host.FindRunAsync(run.Id)).Id);
    }

    [Fact]
    public async Task The_same_idempotency_key_starts_one_run()
    {
        await using var host = new ForecastingHost(database);

        var (first, firstStatus) = await PostAsync(host, "night-1", new { horizonDays = 7 });
        var (again, _) = await PostAsync(host, "night-1", new { horizonDays = 7 });
        await host.EndAsync(first);
        var (late, _) = await PostAsync(host, "night-1", new { horizonDays = 7 });
        var (other, _) = await PostAsync(host, "night-2", new { horizonDays = 7 });
        var (_, conflict) = await PostAsync(host, "night-1", new { horizonDays = 8 });
        var (_, conflictingOrigin) = await PostAsync(host, "night-1", new { horizonDays = 7, origin = "2026-01-01" });

        Assert.Equal((first, first), (again, late));
        Assert.NotEqual(first, other);
        Assert.Equal(
            (HttpStatusCode.Accepted, HttpStatusCode.Conflict, HttpStatusCode.Conflict), (firstStatus, conflict, conflictingOrigin));
    }

    [Theory]
    [InlineData("""{"horizonDays":0}""", HttpStatusCode.UnprocessableEntity, "horizon-out-of-range")]
    [InlineData("""{"horizonDays":366}""", HttpStatusCode.UnprocessableEntity, "horizon-out-of-range")]
    [InlineData("""{"origin":"0001-01-01"}""", HttpStatusCode.UnprocessableEntity, "date-out-of-range")]
    [InlineData("""{"actor":"a\u0000b"}""", HttpStatusCode.UnprocessableEntity, "malformed-text")]
    [InlineData("""{"actor":""}""", HttpStatusCode.UnprocessableEntity, "malformed-text")]
    [InlineData("""{"horizon":7}""", HttpStatusCode.BadRequest, "malformed-json")]
    [InlineData("""{"origin":"soon"}""", HttpStatusCode.BadRequest, "malformed-json")]
    public async Task What_makes_no_sense_is_refused(string body, HttpStatusCode status, string problem)
    {
        await using var host = new ForecastingHost(database);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await host.Client.PostAsync("/v1/forecast-runs", content, Token);
        using var details = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal($"urn:composerp:forecasting:{problem}", details.RootElement.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("night\t1")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        + "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        await using var host = new ForecastingHost(database);

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(host, key, new { })).Status);
    }

    [Fact]
    public async Task The_service_describes_every_endpoint()
    {
        await using var host = new ForecastingHost(database);

        Assert.Empty(OpenApiGaps.Of(await host.GetAsync<JsonElement>("/openapi/v1.json")));
    }

    [Fact]
    public async Task Runs_are_listed_newest_first()
    {
        await using var host = new ForecastingHost(database);
        var older = await host.StartRunAsync();
        var newer = await host.StartRunAsync();

        var first = await host.GetAsync<Page<ForecastRun>>("/v1/forecast-runs?limit=1");
        var second = await host.GetAsync<Page<ForecastRun>>($"/v1/forecast-runs?limit=1&after={first.Next}");

        Assert.Equal((newer.Id, older.Id), (first.Items.Single().Id, second.Items.Single().Id));
    }

    [Theory]
    [InlineData("HorizonDays", "0")]
    [InlineData("HistoryDays", "10")]
    [InlineData("CompletedRunsKept", "0")]
    public void A_wrong_configuration_does_not_start(string option, string value)
    {
        Assert.Contains(option, StartFault(option, value).ToString(), StringComparison.Ordinal);
    }

    // The factory may look at a host that has ended by then: that it ended it tells, but not why.
    private Exception StartFault(string option, string value)
    {
        Exception Start() => Assert.ThrowsAny<Exception>(() => new ForecastingHost(database, new() { [$"ForecastRuns:{option}"] = value }));

        return Enumerable.Range(0, 10).Select(_ => Start()).SkipWhile(fault => fault is ObjectDisposedException).First();
    }

    private static async Task<(Guid Run, HttpStatusCode Status)> PostAsync(ForecastingHost host, string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/forecast-runs") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await host.Client.SendAsync(request, Token);

        return answer.IsSuccessStatusCode
            ? ((await answer.Content.ReadFromJsonAsync<ForecastRun>(JsonSerializerOptions.Web, Token))!.Id, answer.StatusCode)
            : (Guid.Empty, answer.StatusCode);
    }
}
