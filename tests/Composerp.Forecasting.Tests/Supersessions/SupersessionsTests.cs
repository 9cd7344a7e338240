using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Composerp.Forecasting.Supersessions;
using Composerp.Forecasting.Tests.DemandHistory;
using Composerp.Forecasting.Tests.Service;

namespace Composerp.Forecasting.Tests.Supersessions;

public sealed class SupersessionsTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>, IAsyncLifetime
{
    private ForecastingHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.ExecuteAsync("truncate supersession, supersession_before, series, demand, location");
        _host = new(database);
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task What_is_put_is_listed_and_what_is_deleted_is_not()
    {
        await PutAsync("NEW", "OLD", factor: 0.5);
        await PutAsync("A", "B");
        await PutAsync("NEW", "OLDER", factor: 2);

        Assert.Equal(["A<B x1", "NEW<OLDER x2"], (await ListAsync()).Select(row => $"{row.Sku}<{row.Replaces} x{row.Factor}"));
        Assert.Equal(HttpStatusCode.NoContent, (await _host.Client.DeleteAsync("/v1/supersessions/NEW?actor=bob", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.Client.DeleteAsync("/v1/supersessions/NEW", Token)).StatusCode);
        Assert.Equal(["A"], (await ListAsync()).Select(row => row.Sku));
        Assert.Equal(
            ["OLD ann", "OLDER bob"], await database.ReadLinesAsync("select replaces, ended_by from supersession_before order by ended_at"));
    }

    [Fact]
    public async Task A_circle_is_refused_and_named()
    {
        await PutAsync("B", "A");
        await PutAsync("C", "B");
        using var answer = await SendAsync("A", new { replaces = "C", from = "2026-03-01", reason = "again" });
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("urn:composerp:forecasting:supersession-circle", problem.RootElement.GetProperty("type").GetString());
        Assert.EndsWith("A, C, B.", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(["B", "C"], (await ListAsync()).Select(row => row.Sku));
    }

    // Each closes half of a circle: one of them comes second, and must see the first.
    [Fact]
    public async Task Not_even_two_at_once_close_a_circle()
    {
        for (var pair = 0; pair < 10; pair++)
        {
            var (one, other) = ($"X{pair}", $"Y{pair}");
            var answers = await Task.WhenAll(
                SendAsync(one, new { replaces = other, from = "2026-03-01", reason = "new" }),
                SendAsync(other, new { replaces = one, from = "2026-03-01", reason = "new" }));

            Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        }
    }

    [Theory]
    [InlineData("NEW", """{"replaces":"NEW","from":"2026-03-01","reason":"x"}""", "replaces", "replaces-itself")]
    [InlineData("NEW", """{"replaces":"a/b","from":"2026-03-01","reason":"x"}""", "replaces", "malformed-code")]
    [InlineData("NEW", """{"replaces":"OLD","from":"0001-01-01","reason":"x"}""", "from", "date-out-of-range")]
    [InlineData("NEW", """{"replaces":"OLD","from":"2026-03-01","reason":""}""", "reason", "malformed-text")]
    [InlineData("NEW", """{"replaces":"OLD","from":"2026-03-01","reason":"x","factor":0}""", "factor", "factor-out-of-range")]
    [InlineData("NEW", """{"replaces":"OLD","from":"2026-03-01","reason":"x","actor":" "}""", "actor", "malformed-text")]
    public async Task A_bad_field_is_named(string sku, string body, string field, string type)
    {
        using var answer = await SendAsync(sku, JsonDocument.Parse(body));
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal($"urn:composerp:forecasting:{type}", problem.RootElement.GetProperty("type").GetString());
        Assert.Equal(field, problem.RootElement.GetProperty("field").GetString());
    }

    [Fact]
    public async Task What_takes_over_is_a_series_wherever_the_old_item_is_or_comes_to_be()
    {
        var ledger = new LedgerEvents();
        await LedgerEvents.ApplyAsync(database, ledger.Location("S001"), ledger.Location("S002"), ledger.Sale("S001", "A", 3, LedgerEvents.Noon(1)));
        await PutAsync("C", "B");
        await PutAsync("B", "A");

        Assert.Equal(["S001 A 2026-03-01", "S001 B 2026-03-01", "S001 C 2026-03-01"], await SeriesAsync());

        await LedgerEvents.ApplyAsync(database, ledger.Sale("S002", "A", 3, LedgerEvents.Noon(2)), ledger.Sale("S001", "C", 1, LedgerEvents.Noon(3)));

        Assert.Equal(["S002 A 2026-03-02", "S002 B 2026-03-02", "S002 C 2026-03-02"], (await SeriesAsync()).TakeLast(3));

        await _host.Client.DeleteAsync("/v1/supersessions/B", Token);

        Assert.Equal(["S001 A 2026-03-01", "S001 C 2026-03-01", "S002 A 2026-03-02", "S002 C 2026-03-02"], await SeriesAsync());
    }

    private async Task PutAsync(string sku, string replaces, double? factor = null)
    {
        using var answer = await SendAsync(sku, new { replaces, from = "2026-03-05", reason = "New recipe", factor, actor = "ann" });

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private Task<HttpResponseMessage> SendAsync(string sku, object body) =>
        _host.Client.PutAsJsonAsync($"/v1/supersessions/{sku}", body, Token);

    private async Task<IReadOnlyList<Supersession>> ListAsync() => (await _host.GetAsync<Page<Supersession>>("/v1/supersessions")).Items;

    private Task<List<string>> SeriesAsync() =>
        database.ReadLinesAsync("select location, sku, first_day from series order by location, sku");
}
