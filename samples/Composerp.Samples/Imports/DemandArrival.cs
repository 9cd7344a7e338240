using Composerp.Samples.Api;
using Composerp.Samples.Screen;
using Composerp.Samples.Waiting;

namespace Composerp.Samples.Imports;

/// <summary>Waits until imported sales have become demand in forecasting.</summary>
internal static class DemandArrival
{
    private const int DaysLooked = 7;

    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(10);

    /// <summary>Looks at the last week of each location: its events arrive in the order of its sales, so that week tells of all before.</summary>
    /// <exception cref="TimeoutException">A location's demand stays incomplete.</exception>
    public static async Task AwaitAsync(ForecastingApi forecasting, SalesRow[] rows, Step step, CancellationToken token)
    {
        var end = rows.Max(row => row.Date);
        var from = end.AddDays(1 - DaysLooked);
        var locations = rows.Where(row => row.Date >= from).GroupBy(row => row.Location).ToArray();

        foreach (var (done, location) in locations.Index())
        {
            var expected = location.Sum(row => row.Quantity);

            var isThere = await Until.TrueAsync(
                async () => await forecasting.DemandAsync(location.Key, from, end, token).Select(day => day.Quantity).SumAsync(token) >= expected,
                _limit, token);

            if (!isThere)
            {
                throw new TimeoutException($"The demand of {location.Key} did not reach forecasting within {_limit}.");
            }

            step.Report(done + 1, locations.Length, "locations");
        }
    }
}
