using System.Runtime.CompilerServices;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.DayMarks;

/// <summary>Which marks a caller wants.</summary>
internal sealed record MarkFilter(string? Kind, string? Location, string? Sku, DateOnly? From, DateOnly? To);

internal sealed class MarkStore(NpgsqlDataSource database)
{
    private static readonly string PutMarks = SqlFile.Of<MarkStore>("put_marks.sql");
    private static readonly string ListMarks = SqlFile.Of<MarkStore>("list_marks.sql");
    private static readonly string RemoveMark = SqlFile.Of<MarkStore>("remove_mark.sql");

    /// <returns>How many are new or different now.</returns>
    public async Task<int> PutAsync(MarkRow[] rows, string? actor, CancellationToken token)
    {
        // In the order of the key, so that no two callers wait for each other.
        var sorted = rows.OrderBy(row => row.Kind, StringComparer.Ordinal).ThenBy(row => row.Location, StringComparer.Ordinal)
            .ThenBy(row => row.Sku, StringComparer.Ordinal).ThenBy(row => row.FirstDay).ThenBy(row => row.LastDay).ToArray();
        await using var command = Of(
            database,
            PutMarks,
            Value(Array.ConvertAll(sorted, _ => Guid.CreateVersion7())),
            Value(Array.ConvertAll(sorted, row => row.Kind ?? "")),
            Value(Array.ConvertAll(sorted, row => row.Location)),
            Value(Array.ConvertAll(sorted, row => row.Sku)),
            Value(Array.ConvertAll(sorted, row => row.FirstDay)),
            Value(Array.ConvertAll(sorted, row => row.LastDay)),
            Value(Array.ConvertAll(sorted, row => row.Reason ?? "")),
            Value(Array.ConvertAll(sorted, row => row.Uplift)),
            Nullable(NpgsqlDbType.Text, actor));

        return await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>Marks in the order of their first day.</summary>
    public async IAsyncEnumerable<DayMark> ReadAsync(
        MarkFilter filter, (DateOnly From, Guid Id)? after, int limit, [EnumeratorCancellation] CancellationToken token)
    {
        await using var command = Of(
            database,
            ListMarks,
            Nullable(NpgsqlDbType.Text, filter.Kind),
            Nullable(NpgsqlDbType.Text, filter.Location),
            Nullable(NpgsqlDbType.Text, filter.Sku),
            Nullable(NpgsqlDbType.Date, filter.From),
            Nullable(NpgsqlDbType.Date, filter.To),
            Nullable(NpgsqlDbType.Date, after?.From),
            Nullable(NpgsqlDbType.Uuid, after?.Id),
            Value(limit));
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            yield return MarkOf(rows);
        }
    }

    /// <returns>Whether there was such a mark.</returns>
    public async Task<bool> RemoveAsync(Guid id, string? actor, CancellationToken token)
    {
        await using var command = Of(database, RemoveMark, Value(id), Nullable(NpgsqlDbType.Text, actor));

        return await command.ExecuteNonQueryAsync(token) > 0;
    }

    private static DayMark MarkOf(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.GetFieldValue<DateOnly>(2),
        row.GetFieldValue<DateOnly>(3),
        DatabaseRow.Find<string>(row, 4),
        DatabaseRow.Find<string>(row, 5),
        row.GetString(6),
        row.GetFieldValue<double?>(7),
        DatabaseRow.Find<string>(row, 8),
        row.GetFieldValue<DateTimeOffset>(9));
}
