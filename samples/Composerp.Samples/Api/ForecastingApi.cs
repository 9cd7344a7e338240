using System.Globalization;

namespace Composerp.Samples.Api;

public sealed record DemandDay(string Location, string Sku, DateOnly Date, decimal Quantity);

public sealed record ForecastRun(
    Guid Id,
    string Status,
    DateOnly? Origin = null,
    int HorizonDays = 0,
    int SeriesTotal = 0,
    int SeriesDone = 0,
    int SeriesFailed = 0,
    IReadOnlyDictionary<string, int>? Models = null,
    ForecastAccuracy? Accuracy = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? CompletedAt = null,
    string? Problem = null);

/// <summary>Over all series, from the backtest that also chose the models.</summary>
public sealed record ForecastAccuracy(double? Wape = null, double? Mase = null, double? Bias = null, double? Pinball = null);

public sealed record Forecast(
    string Location, string Sku, string Model, DateOnly Origin, Guid RunId, IReadOnlyList<double> Levels, IReadOnlyList<ForecastDay> Days);

public sealed record ForecastDay(DateOnly Date, double Mean, IReadOnlyList<double> Quantiles);

/// <summary>Forecasting: demand per day, and what is to be expected of it.</summary>
public sealed class ForecastingApi(HttpClient http)
{
    private readonly JsonHttp _http = new(http);

    public IAsyncEnumerable<DemandDay> DemandAsync(string location, DateOnly from, DateOnly to, CancellationToken token) =>
        _http.LinesAsync<DemandDay>(
            "/v1/demand/export", Filter.Of(("location", location), ("from", Text(from)), ("to", Text(to))), token);

    /// <param name="origin">The last day of demand that the run sees.</param>
    public Task<ForecastRun> StartRunAsync(DateOnly origin, int horizonDays, string actor, CancellationToken token) =>
        _http.PostAsync<ForecastRun>("/v1/forecast-runs", new { origin, horizonDays, actor }, token);

    public Task<ForecastRun> GetRunAsync(Guid id, CancellationToken token) =>
        _http.GetAsync<ForecastRun>($"/v1/forecast-runs/{id}", token);

    public IAsyncEnumerable<Forecast> ForecastsAsync(Guid runId, string location, CancellationToken token) =>
        _http.PagesAsync<Forecast>(
            "/v1/forecasts", Filter.Of(("runId", runId.ToString()), ("location", location), ("limit", "100")), token);

    private static string Text(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);
}
