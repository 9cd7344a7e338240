using System.Diagnostics.Metrics;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>composerp.forecasting.series.forecast and .failed count series; composerp.forecasting.run.ended counts runs by status.</summary>
internal sealed class ForecastRunMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _forecast;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _ended;

    public ForecastRunMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Composerp.Forecasting");
        _forecast = _meter.CreateCounter<long>("composerp.forecasting.series.forecast", "{series}", "Series forecast.");
        _failed = _meter.CreateCounter<long>("composerp.forecasting.series.failed", "{series}", "Series that could not be forecast.");
        _ended = _meter.CreateCounter<long>("composerp.forecasting.run.ended", "{run}", "Runs that ended, by status.");
    }

    public void SeriesDone(int forecast, int failed)
    {
        _forecast.Add(forecast);
        _failed.Add(failed);
    }

    public void RunEnded(string status) => _ended.Add(1, new KeyValuePair<string, object?>("status", status));
}
