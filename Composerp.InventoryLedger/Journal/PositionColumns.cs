using Composerp.InventoryLedger.Domain;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Keys of positions as parallel arrays, the form in which statements over many positions take them.</summary>
internal static class PositionColumns
{
    /// <summary>Shards, locations, SKUs, lots, accounts.</summary>
    public static NpgsqlParameter[] Of(IReadOnlyList<PositionKey> keys, Func<LocationCode, int> shardOf) =>
    [
        Sql.Of(Array(keys, key => checked((short)shardOf(key.Location)))),
        Sql.Of(Array(keys, key => key.Location.Value)),
        Sql.Of(Array(keys, key => key.Sku.Value)),
        Sql.Of(Array(keys, key => key.Lot)),
        Sql.Of(Array(keys, key => LedgerNames.Of(key.Account))),
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
}
