using Composerp.Forecasting.Domain;
using Npgsql;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>Neighbouring series of one shard, both ends included.</summary>
internal sealed record SeriesRange(int Shard, SeriesKey First, SeriesKey Last);

/// <summary>Days on which series were out of stock: what was sold then is not what was wanted.</summary>
internal static class StockOuts
{
    /// <summary>The days, of those from the first to the last, on which a part of a series' demand that counts met an empty shelf.</summary>
    public static async Task<HashSet<(SeriesKey Series, DateOnly Day)>> ReadAsync(
        NpgsqlConnection connection, SeriesRange range, DateOnly firstDay, DateOnly lastDay, CancellationToken token)
    {
        var span = new HistorySpan(lastDay, lastDay.DayNumber - firstDay.DayNumber + 1, HorizonDays: 0);
        var histories = await new HistoryRows(connection, range.Shard).ReadBetweenAsync(range.First, range.Last, span, token);
        var shares = new double[span.HistoryDays];
        var found = new HashSet<(SeriesKey Series, DateOnly Day)>();

        foreach (var history in histories.Where(history => history.Stock is not null))
        {
            history.Stock!.WriteEmptyShares(firstDay, history.LiveSince, history.Profile, shares);
            found.UnionWith(
                from day in shares.Index()
                where day.Item >= CensoredDemand.ShareMin
                select (new SeriesKey(history.Location, history.Sku), firstDay.AddDays(day.Index)));
        }

        return found;
    }
}
