namespace Composerp.Forecasting.ForecastRuns;

/// <summary>A run that is asked for.</summary>
/// <param name="IdempotencyKey">The same key starts one run only; null starts one each time.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="AskedOrigin">The last day of demand that the run is to see; null leaves it to the run.</param>
/// <param name="Scope">One of <see cref="RunScopes"/>.</param>
internal sealed record NewRun(
    string? IdempotencyKey, string? Actor, DateOnly? AskedOrigin, int HorizonDays, int HistoryDays, string Scope = RunScopes.Full);

/// <summary>Which series a run forecasts anew.</summary>
internal static class RunScopes
{
    /// <summary>All.</summary>
    public const string Full = "full";

    /// <summary>Those with news since the run before; the others keep their forecast.</summary>
    public const string Incremental = "incremental";
}
