using Npgsql;

namespace Composerp.Forecasting;

/// <summary>Columns that may be null and hold references, which the reader has no words for.</summary>
internal static class DatabaseRow
{
    public static T? Find<T>(NpgsqlDataReader row, int column)
        where T : class =>
        row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    /// <summary>All rows that a command answers.</summary>
    public static async Task<List<T>> ListAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken token)
    {
        await using var rows = await command.ExecuteReaderAsync(token);
        var values = new List<T>();

        while (await rows.ReadAsync(token))
        {
            values.Add(read(rows));
        }

        return values;
    }
}
