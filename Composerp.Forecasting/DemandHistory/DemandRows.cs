using System.Runtime.CompilerServices;
using Composerp.Contracts;
using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>Net demand of one business day.</summary>
/// <param name="Date">The location's business day.</param>
/// <param name="Quantity">Sold less returned, in the item's unit of measure; 0 where the day was observed to have none.</param>
internal sealed record DemandDay(string Location, string Sku, DateOnly Date, decimal Quantity);

/// <summary>Which days of demand a caller wants.</summary>
internal sealed record DemandFilter(string? Location, string? Sku, DateOnly? From, DateOnly? To);

/// <summary>Reads demand in the order of its key: shard, location, sku, day.</summary>
internal sealed class DemandRows(NpgsqlDataSource database)
{
    private static readonly string ListDemand = SqlFile.Of<DemandRows>("list_demand.sql");

    /// <param name="after">The last row of the page before.</param>
    /// <param name="limit">null for all rows.</param>
    public async IAsyncEnumerable<DemandDay> ReadAsync(
        DemandFilter filter,
        (string Location, string Sku, DateOnly Date)? after,
        int? limit,
        [EnumeratorCancellation] CancellationToken token)
    {
        await using var command = Of(
            database,
            ListDemand,
            Nullable(NpgsqlDbType.Smallint, ShardOf(filter.Location)),
            Nullable(NpgsqlDbType.Text, filter.Location),
            Nullable(NpgsqlDbType.Text, filter.Sku),
            Nullable(NpgsqlDbType.Date, filter.From),
            Nullable(NpgsqlDbType.Date, filter.To),
            Nullable(NpgsqlDbType.Smallint, ShardOf(after?.Location)),
            Nullable(NpgsqlDbType.Text, after?.Location),
            Nullable(NpgsqlDbType.Text, after?.Sku),
            Nullable(NpgsqlDbType.Date, after?.Date),
            Nullable(NpgsqlDbType.Integer, limit));
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            yield return DayOf(rows);
        }
    }

    private static DemandDay DayOf(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetFieldValue<DateOnly>(2), DemandQuantity.ToUnits(row.GetInt64(3)));

    private static short? ShardOf(string? location) => location is null ? null : (short)Shards.OfLocation(location);
}
