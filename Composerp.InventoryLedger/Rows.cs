using Npgsql;

namespace Composerp.InventoryLedger;

/// <summary>Reads values of a row that has been read: it is in memory, so nothing here waits.</summary>
internal static class Rows
{
    public static DateTimeOffset Instant(this NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public static DateOnly Date(this NpgsqlDataReader row, int column) => row.GetFieldValue<DateOnly>(column);

    public static byte[] Bytes(this NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static string[] Texts(this NpgsqlDataReader row, int column) => row.GetFieldValue<string[]>(column);

    public static long[] Numbers(this NpgsqlDataReader row, int column) => row.GetFieldValue<long[]>(column);

    public static T? Find<T>(this NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    public static string? FindText(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A column that counts ten-thousandths.</summary>
    public static decimal Quantity(this NpgsqlDataReader row, int column) => Domain.Quantity.OfTenThousandths(row.GetInt64(column)).ToDecimal();

    /// <summary>A column that counts millionths.</summary>
    public static decimal Money(this NpgsqlDataReader row, int column) => Domain.Money.OfMillionths(row.GetInt64(column)).ToDecimal();

    public static decimal? FindMoney(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Money(column);

    public static decimal? FindQuantity(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.Quantity(column);
}
