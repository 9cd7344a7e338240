using Composerp.Samples.Api;
using Composerp.Samples.M5;

namespace Composerp.Samples.Checks;

/// <summary>Demand in forecasting against the file, series by series and day by day.</summary>
internal sealed class DemandComparison(ForecastingApi forecasting, IReadOnlyList<M5Series> series)
{
    public long Days { get; } = series.Sum(one => (long)one.Units.Count);

    /// <summary>Days on which the two differ; a day that forecasting does not name is a day without demand.</summary>
    public async Task<long> DifferingDaysAsync(CancellationToken token)
    {
        var differing = 0L;

        foreach (var store in series.GroupBy(one => one.Store))
        {
            var expected = store.ToDictionary(one => one.Item, one => one.Units.Select(units => (decimal)units).ToArray());
            var days = store.First().Days;

            await foreach (var day in forecasting.DemandAsync(store.Key, days[0], days[^1], token))
            {
                if (expected.TryGetValue(day.Sku, out var left))
                {
                    left[day.Date.DayNumber - days[0].DayNumber] -= day.Quantity;
                }
            }

            differing += expected.Values.Sum(left => left.LongCount(units => units != 0));
        }

        return differing;
    }
}
