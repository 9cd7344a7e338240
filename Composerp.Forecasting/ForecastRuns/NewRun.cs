namespace Composerp.Forecasting.ForecastRuns;

/// <summary>A run that is asked for.</summary>
/// <param name="IdempotencyKey">The same key starts one run only; null starts one each time.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="AskedOrigin">The last day of demand that the run is to see; null leaves it to the run.</param>
internal sealed record NewRun(
    string? IdempotencyKey, string? Actor, DateOnly? AskedOrigin, int HorizonDays, int HistoryDays);
