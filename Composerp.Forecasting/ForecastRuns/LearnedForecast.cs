using Composerp.Forecasting.Domain;
using Composerp.Forecasting.GlobalModels;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>Forecasts series from their own days and from what was learned from all of them.</summary>
/// <param name="items">Of the series, by sku.</param>
internal sealed class LearnedForecast(SeriesForecaster forecaster, Learned learned, IReadOnlyDictionary<string, ItemTraits> items)
{
    /// <summary>Of base demand: what is planned for the days ahead is not in it.</summary>
    public Forecast Of(RecordedHistory recorded, PreparedHistory history, int historyDays, IReadOnlyList<double> levels)
    {
        var own = forecaster(history.Values, history.Planned.Factors.Length, levels, FindMember(recorded, history));

        return FindPeers(recorded, history, historyDays) is { } peers
            ? PeerForecast.Mix(own, peers, levels, Forecast.IsWhole(history.Values))
            : own;
    }

    public GlobalMember? FindMember(RecordedHistory recorded, PreparedHistory history) =>
        learned.FindMember(recorded, history, ItemOf(recorded));

    public PeerExpectation? FindPeers(RecordedHistory recorded, PreparedHistory history, int historyDays) =>
        learned.FindPeers(recorded, history, ItemOf(recorded), historyDays);

    public ItemTraits ItemOf(RecordedHistory recorded) => items.GetValueOrDefault(recorded.Sku, ItemTraits.Unknown);
}
