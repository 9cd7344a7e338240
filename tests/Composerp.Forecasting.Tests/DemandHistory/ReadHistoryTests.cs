using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Composerp.Contracts;
using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Tests.Service;

namespace Composerp.Forecasting.Tests.DemandHistory;

/// <summary>From the ledger's events and people's marks to the history that models see, and the forecast made of it.</summary>
public sealed class ReadHistoryTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>, IAsyncLifetime
{
    private readonly LedgerEvents _ledger = new();

    private ForecastingHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.ExecuteAsync("""
            truncate location, series, demand, item_stock, stock_change, sales_profile, sale_day, day_mark, supersession,
                forecast_run, forecast_run_part, forecast_series, forecast_failure
            """);
        _host = new(database);
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_day_without_goods_is_told_from_one_without_customers()
    {
        await ApplyAsync(
            _ledger.Location("S001", goLive: new(2026, 3, 1)),
            _ledger.Receipt("S001", "MILK", 3, At(1)),
            _ledger.Sale("S001", "MILK", 1, At(2)),
            _ledger.Sale("S001", "MILK", 2, At(4)),
            _ledger.Receipt("S001", "MILK", 9, At(7)),
            _ledger.Sale("S001", "SALT", 1, At(8)));

        var history = await ReadAsync("location=S001&sku=MILK");

        Assert.Equal(
            [
                "2026-03-01 0 0", "2026-03-02 1 1", "2026-03-03 0 0", "2026-03-04 2 2 stock-out", "2026-03-05 0 ? stock-out",
                "2026-03-06 0 ? stock-out", "2026-03-07 0 0 stock-out", "2026-03-08 0 0",
            ],
            history.Days.Select(day => $"{day.Date:yyyy-MM-dd} {day.Sold} {(day.Value is { } value ? $"{value}" : "?")} {string.Join(' ', day.Flags ?? [])}".TrimEnd()));
        Assert.Equal(1, history.Days[4].EmptyShare);
        Assert.InRange(history.Days[3].EmptyShare!.Value, 0.1, 0.9);
    }

    // The ledger's history before go-live leaves balances that mean nothing; the first count puts them right.
    [Fact]
    public async Task Nothing_is_out_of_stock_before_go_live()
    {
        await ApplyAsync(
            _ledger.Location("S001", goLive: new(2026, 3, 5)),
            _ledger.Receipt("S001", "MILK", 5, At(1)),
            _ledger.Sale("S001", "MILK", 5, At(2)),
            _ledger.Movement(
                MovementKinds.Count, At(5),
                LedgerEvents.Line("S001", "MILK", Accounts.Adjustment, -4), LedgerEvents.Line("S001", "MILK", Accounts.OnHand, 4)),
            _ledger.Sale("S001", "MILK", 4, At(6)),
            _ledger.Sale("S001", "SALT", 1, At(8)));

        var history = await ReadAsync("location=S001&sku=MILK");

        Assert.Equal(
            ["2026-03-06", "2026-03-07", "2026-03-08"],
            history.Days.Where(day => day.Flags?.Contains("stock-out") == true).Select(day => $"{day.Date:yyyy-MM-dd}"));
    }

    [Fact]
    public async Task Marks_come_from_people_to_models_and_to_the_forecast()
    {
        var last = new DateOnly(2026, 3, 31);
        await database.AddDemandAsync("S001", "MILK", last, [.. Enumerable.Range(1, 90).Select(day => day is >= 61 and <= 67 ? 20 : day == 40 ? 500 : 5)]);
        await MarkAsync(
            "promotion,2026-03-02,2026-03-08,S001,MILK,Flyer", "outlier,2026-02-09,,S001,,Panic", "closure,2026-04-03,,S001,,Good Friday",
            "promotion,2026-04-06,2026-04-07,,MILK,Flyer", "promotion,2026-04-08,,S002,MILK,Elsewhere");

        var history = await ReadAsync("location=S001&sku=MILK&horizonDays=14");
        var run = await _host.RunAsync(new { horizonDays = 14 });
        var mean = JsonSerializer.Deserialize(
            Encoding.UTF8.GetBytes((await _host.GetLinesAsync($"/v1/forecast-runs/{run.Id}/export")).Single()),
            ContractsJson.Default.ForecastSeriesV1)!.Mean;

        // Seven days of twenty instead of five, and two of doubt: (7 x 20 + 2 x 5) / (9 x 5).
        Assert.Equal(new Effect("promotion", null, 7, 150 / 45.0), Assert.Single(history.Effects));
        Assert.Equal(8, history.Days.Count(day => day.Value is null));
        Assert.Equal(
            ["2026-04-03 0 closed", "2026-04-06 3.33 promotion", "2026-04-07 3.33 promotion"],
            history.Planned.Select(day => FormattableString.Invariant($"{day.Date:yyyy-MM-dd} {day.Factor:0.##} {string.Join(' ', day.Flags)}")));

        // Every ordinary day sold five: nothing of the promotion or of the panic is in the base.
        Assert.All(
            mean.Select((units, ahead) => (units, ahead)),
            day => Assert.Equal(day.ahead switch { 2 => 0, 5 or 6 => 5 * 150 / 45.0, _ => 5 }, day.units, 0.01));
    }

    [Fact]
    public async Task A_new_item_is_forecast_from_the_history_of_the_old_one_and_the_old_one_no_more()
    {
        await database.AddDemandAsync("S001", "OLD", new(2026, 3, 31), [.. Enumerable.Repeat(6, 60)]);
        using var put = await _host.Client.PutAsJsonAsync(
            "/v1/supersessions/NEW", new { replaces = "OLD", from = "2026-04-03", factor = 0.5, reason = "New recipe" }, Token);

        var history = await ReadAsync("location=S001&sku=NEW&horizonDays=5");
        var run = await _host.RunAsync(new { horizonDays = 5 });
        var means = (await _host.GetLinesAsync($"/v1/forecast-runs/{run.Id}/export"))
            .Select(line => JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(line), ContractsJson.Default.ForecastSeriesV1)!)
            .ToDictionary(series => series.Sku, series => series.Mean.Select(units => Math.Round(units, 3)));

        Assert.Equal(60, history.Days.Count(day => day.Value == 3 && day.Flags!.SequenceEqual(["inherited"])));
        Assert.Equal([0, 0, 3, 3, 3], means["NEW"]);
        Assert.Equal([6, 6, 0, 0, 0], means["OLD"]);
    }

    [Fact]
    public async Task Series_tell_their_first_and_last_sale_and_stock()
    {
        await ApplyAsync(
            _ledger.Location("S001"),
            _ledger.Receipt("S001", "MILK", 9, At(2)),
            _ledger.Sale("S001", "MILK", 1, At(4)),
            _ledger.Sale("S001", "MILK", 2, At(6)),
            _ledger.Return("S001", "MILK", 1, At(8)),
            _ledger.Zeros("S001", ("SALT", new(2026, 3, 3))));
        using var put = await _host.Client.PutAsJsonAsync(
            "/v1/supersessions/NEW", new { replaces = "MILK", from = "2026-04-03", reason = "New recipe" }, Token);

        var page = await _host.GetAsync<Page<SeriesSummary>>("/v1/series?location=S001&limit=2");
        var rest = await _host.GetAsync<Page<SeriesSummary>>($"/v1/series?location=S001&limit=2&after={page.Next}");

        Assert.Equal(
            [
                new("S001", "MILK", new(2026, 3, 4), new(2026, 3, 6), new(2026, 3, 2), 7, null, new(2026, 4, 3)),
                new("S001", "NEW", null, null, null, null, "MILK", null),
                new("S001", "SALT", null, null, null, null, null, null),
            ],
            page.Items.Concat(rest.Items));
        Assert.Equal(["MILK"], (await _host.GetAsync<Page<SeriesSummary>>("/v1/series?sku=MILK")).Items.Select(row => row.Sku));
    }

    [Theory]
    [InlineData("/v1/demand-history?location=S001&sku=NONE", HttpStatusCode.NotFound, "unknown-series")]
    [InlineData("/v1/demand-history?location=S001", HttpStatusCode.BadRequest, "malformed-parameter", "sku")]
    [InlineData("/v1/demand-history?location=S001&sku=MILK&historyDays=0", HttpStatusCode.BadRequest, "malformed-parameter", "historyDays")]
    [InlineData("/v1/demand-history?location=S001&sku=MILK&horizonDays=366", HttpStatusCode.BadRequest, "malformed-parameter", "horizonDays")]
    [InlineData("/v1/demand-history?location=S001&sku=MILK&origin=0001-01-01", HttpStatusCode.BadRequest, "malformed-parameter", "origin")]
    [InlineData("/v1/series?limit=0", HttpStatusCode.BadRequest, "malformed-parameter", "limit")]
    [InlineData("/v1/series?after=nonsense", HttpStatusCode.BadRequest, "malformed-parameter", "after")]
    public async Task What_cannot_be_read_is_refused(string path, HttpStatusCode status, string type, string? parameter = null)
    {
        using var answer = await _host.Client.GetAsync(path, Token);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal($"urn:composerp:forecasting:{type}", problem.RootElement.GetProperty("type").GetString());
        Assert.Equal(parameter, problem.RootElement.TryGetProperty("parameter", out var named) ? named.GetString() : null);
    }

    private Task ApplyAsync(params ServiceDefaults.EventLog.LoggedEvent[] events) => LedgerEvents.ApplyAsync(database, events);

    private Task<History> ReadAsync(string query) => _host.GetAsync<History>($"/v1/demand-history?{query}");

    private async Task MarkAsync(params string[] rows)
    {
        var file = new StringContent($"kind,from,to,location,sku,reason\n{string.Join('\n', rows)}\n", Encoding.UTF8, "text/csv");
        using var answer = await _host.Client.PostAsync("/v1/imports/day-marks", file, Token);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static DateTimeOffset At(int day) => LedgerEvents.Noon(day);

    private sealed record History(IReadOnlyList<Day> Days, IReadOnlyList<Effect> Effects, IReadOnlyList<Planned> Planned);

    private sealed record Day(DateOnly Date, double Sold, double? Value, double? EmptyShare, IReadOnlyList<string>? Flags);

    private sealed record Effect(string Kind, string? Name, int Days, double Uplift);

    private sealed record Planned(DateOnly Date, double Factor, IReadOnlyList<string> Flags);
}
