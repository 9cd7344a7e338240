using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Imports;

/// <summary>Counts the rows of a file that have the same day, item and location: 1 for the first of them.</summary>
/// <remarks>
/// One bit per day in one word per month: a file with a row per day costs a byte per row at most, in the order of its
/// rows or in none.
/// </remarks>
internal sealed class RowCounts
{
    private readonly Dictionary<(Sku, LocationCode), int> _series = [];
    private readonly Dictionary<(int Series, int Month), uint> _days = [];
    private readonly Dictionary<(int Series, DateOnly Date), int> _repeats = [];

    public int Next(DateOnly date, Sku sku, LocationCode location)
    {
        if (!_series.TryGetValue((sku, location), out var series))
        {
            series = _series.Count;
            _series.Add((sku, location), series);
        }

        var month = (series, (date.Year * 12) + date.Month);
        var day = 1u << date.Day;
        var days = _days.GetValueOrDefault(month);

        if ((days & day) == 0)
        {
            _days[month] = days | day;

            return 1;
        }

        var count = _repeats.GetValueOrDefault((series, date), 1) + 1;
        _repeats[(series, date)] = count;

        return count;
    }
}
