using Composerp.Contracts;
using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>An item at a location: since when, and till when, it was seen there.</summary>
/// <param name="FirstSale">The first business day with more sold than brought back; absent where nothing was ever sold.</param>
/// <param name="LastSale">The last such day.</param>
/// <param name="StockSince">The first business day of which the free stock is known; absent where it is not.</param>
/// <param name="Stock">Free stock as the ledger last told, in the item's unit of measure; below zero where its books are wrong; absent where it is not known.</param>
/// <param name="Replaces">The item whose history it takes over.</param>
/// <param name="ReplacedFrom">The first day on which another item has taken over from it.</param>
internal sealed record SeriesSummary(
    string Location,
    string Sku,
    DateOnly? FirstSale,
    DateOnly? LastSale,
    DateOnly? StockSince,
    decimal? Stock,
    string? Replaces,
    DateOnly? ReplacedFrom);

/// <summary>Reads series in the order of their key: shard, location, sku.</summary>
internal sealed class SeriesRows(NpgsqlDataSource database)
{
    private static readonly string ListSeries = SqlFile.Of<SeriesRows>("list_series.sql");

    /// <param name="after">The last row of the page before.</param>
    public async Task<List<SeriesSummary>> ReadAsync(
        string? location, string? sku, SeriesKey? after, int limit, CancellationToken token)
    {
        await using var command = Of(
            database,
            ListSeries,
            Nullable(NpgsqlDbType.Smallint, ShardOf(location)),
            Nullable(NpgsqlDbType.Text, location),
            Nullable(NpgsqlDbType.Text, sku),
            Nullable(NpgsqlDbType.Smallint, ShardOf(after?.Location)),
            Nullable(NpgsqlDbType.Text, after?.Location),
            Nullable(NpgsqlDbType.Text, after?.Sku),
            Value(limit));
        await using var rows = await command.ExecuteReaderAsync(token);
        var series = new List<SeriesSummary>();

        while (await rows.ReadAsync(token))
        {
            series.Add(SummaryOf(rows));
        }

        return series;
    }

    private static SeriesSummary SummaryOf(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetFieldValue<DateOnly?>(2),
        row.GetFieldValue<DateOnly?>(3),
        row.GetFieldValue<DateOnly?>(4),
        row.IsDBNull(4) ? null : DemandQuantity.ToUnits(row.GetInt64(5)),
        DatabaseRow.Find<string>(row, 6),
        row.GetFieldValue<DateOnly?>(7));

    private static short? ShardOf(string? location) => location is null ? null : (short)Shards.OfLocation(location);
}
