using Npgsql;

namespace Composerp.Forecasting;

/// <summary>Columns that may be null and hold references, which the reader has no words for.</summary>
internal static class DatabaseRow
{
    public static T? Find<T>(NpgsqlDataReader row, int column)
        where T : class =>
        row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
