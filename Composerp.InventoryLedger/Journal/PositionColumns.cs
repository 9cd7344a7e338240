using Composerp.InventoryLedger.Domain;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Positions as parallel arrays, the form in which statements over many of them take them, and as rows.</summary>
internal static class PositionColumns
{
    /// <summary>Shards, locations, SKUs, lots, accounts.</summary>
    public static NpgsqlParameter[] Of(IReadOnlyList<PositionKey> keys, BatchShards shards) =>
    [
        Sql.Of(Array(keys, key => shards.Of(key.Location))),
        Sql.Of(Array(keys, key => key.Location.Value)),
        Sql.Of(Array(keys, key => key.Sku.Value)),
        Sql.Of(Array(keys, key => key.Lot)),
        Sql.Of(Array(keys, key => LedgerNames.Of(key.Account))),
    ];

    /// <summary>Shards, locations, SKUs.</summary>
    public static NpgsqlParameter[] OfItems(IReadOnlyList<(LocationCode Location, Sku Sku)> items, BatchShards shards) =>
    [
        Sql.Of(Array(items, item => shards.Of(item.Location))),
        Sql.Of(Array(items, item => item.Location.Value)),
        Sql.Of(Array(items, item => item.Sku.Value)),
    ];

    public static TValue[] Array<TRow, TValue>(IReadOnlyList<TRow> rows, Func<TRow, TValue> value)
    {
        var values = new TValue[rows.Count];

        for (var n = 0; n < values.Length; n++)
        {
            values[n] = value(rows[n]);
        }

        return values;
    }

    /// <summary>Adds what find_positions.sql and its like return; what is known already is the same, and stays.</summary>
    public static async Task ReadAsync(NpgsqlDataReader rows, Dictionary<PositionKey, Position> positions, CancellationToken token)
    {
        while (await rows.ReadAsync(token))
        {
            positions.TryAdd(
                new(new(rows.GetString(0)), new(rows.GetString(1)), rows.GetString(2), LedgerNames.AccountOf(rows.GetString(3))),
                new(Quantity.OfTenThousandths(rows.GetInt64(5)), rows.GetInt64(6))
                {
                    Id = rows.GetInt64(4),
                    Value = Money.OfMillionths(rows.GetInt64(7)),
                    Uncosted = Quantity.OfTenThousandths(rows.GetInt64(8)),
                    CountedAt = rows.Find<DateTimeOffset>(9),
                    MovedAt = rows.Find<DateTimeOffset>(10),
                    IsFloorLifted = rows.GetBoolean(11),
                    Pool = new(
                        Quantity.OfTenThousandths(rows.GetInt64(12)), Money.OfMillionths(rows.GetInt64(13)), rows.Find<decimal>(14), []),
                });
        }
    }
}
