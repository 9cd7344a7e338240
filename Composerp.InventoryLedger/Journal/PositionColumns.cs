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

    /// <summary>A column that most batches have nothing in: then it is empty, which unnest fills up with nulls.</summary>
    public static TValue?[] OptionalArray<TRow, TValue>(IReadOnlyList<TRow> rows, Func<TRow, TValue?> value)
    {
        for (var n = 0; n < rows.Count; n++)
        {
            if (value(rows[n]) is not null)
            {
                return Array(rows, value);
            }
        }

        return [];
    }

    /// <summary>Adds what find_positions.sql and its like return; what is known already is the same, and stays.</summary>
    public static async Task ReadAsync(NpgsqlDataReader rows, Dictionary<PositionKey, Position> positions, CancellationToken token)
    {
        while (await rows.ReadAsync(token))
        {
            positions.TryAdd(Key(rows), Position(rows));
        }
    }

    public static PositionKey Key(NpgsqlDataReader row) =>
        new(new(row.GetString(0)), new(row.GetString(1)), row.GetString(2), LedgerNames.AccountOf(row.GetString(3)));

    public static Position Position(NpgsqlDataReader row) => new(Quantity.OfTenThousandths(row.GetInt64(5)), row.GetInt64(6))
    {
        Id = row.GetInt64(4),
        Value = Money.OfMillionths(row.GetInt64(7)),
        Uncosted = Quantity.OfTenThousandths(row.GetInt64(8)),
        CountedAt = row.Find<DateTimeOffset>(9),
        MovedAt = row.Find<DateTimeOffset>(10),
        IsFloorLifted = row.GetBoolean(11),
        Pool = new(Quantity.OfTenThousandths(row.GetInt64(12)), Money.OfMillionths(row.GetInt64(13)), row.Find<decimal>(14), []),
    };
}
