using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.Supersessions;

/// <summary>Reads and writes supersessions; the items in one are a line, never a circle.</summary>
internal sealed class SupersessionStore(NpgsqlDataSource database)
{
    private static readonly string LockSupersessions = SqlFile.Of<SupersessionStore>("lock_supersessions.sql");
    private static readonly string FindLine = SqlFile.Of<SupersessionStore>("find_line.sql");
    private static readonly string KeepSupersession = SqlFile.Of<SupersessionStore>("keep_supersession.sql");
    private static readonly string PutSupersession = SqlFile.Of<SupersessionStore>("put_supersession.sql");
    private static readonly string DeleteSupersession = SqlFile.Of<SupersessionStore>("delete_supersession.sql");
    private static readonly string DeleteBareSeries = SqlFile.Of<SupersessionStore>("delete_bare_series.sql");
    private static readonly string AddInheritedSeries = SqlFile.Of<SupersessionStore>("add_inherited_series.sql");
    private static readonly string ListSupersessions = SqlFile.Of<SupersessionStore>("list_supersessions.sql");

    /// <returns>The items of the circle that it would close, where it was not stored; empty where it was.</returns>
    public async Task<IReadOnlyList<string>> PutAsync(string sku, Supersessions.PutSupersession.Request request, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        // Two that each close half of a circle must not pass each other.
        await ExecuteAsync(connection, LockSupersessions, token);
        var line = await ReadLineAsync(connection, request.Replaces, token);

        if (line.IndexOf(sku) is >= 0 and var end)
        {
            return [sku, .. line.Take(end)];
        }

        await ExecuteAsync(connection, KeepSupersession, token, Value(sku), Nullable(NpgsqlDbType.Text, request.Actor));
        await ExecuteAsync(
            connection, PutSupersession, token,
            Value(sku), Value(request.Replaces), Value(request.From), Value(request.Factor ?? 1), Value(request.Reason),
            Nullable(NpgsqlDbType.Text, request.Actor));
        await ExecuteAsync(connection, DeleteBareSeries, token, Value(sku));
        await ExecuteAsync(connection, AddInheritedSeries, token, Value(sku));
        await transaction.CommitAsync(token);

        return [];
    }

    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(string sku, string? actor, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        await ExecuteAsync(connection, LockSupersessions, token);
        await ExecuteAsync(connection, KeepSupersession, token, Value(sku), Nullable(NpgsqlDbType.Text, actor));
        var deleted = await ExecuteAsync(connection, DeleteSupersession, token, Value(sku));
        await ExecuteAsync(connection, DeleteBareSeries, token, Value(sku));
        await transaction.CommitAsync(token);

        return deleted > 0;
    }

    /// <summary>In the order of the new items.</summary>
    public async Task<List<Supersession>> ListAsync(string? after, int limit, CancellationToken token)
    {
        await using var command = Of(database, ListSupersessions, Nullable(NpgsqlDbType.Text, after), Value(limit));
        await using var rows = await command.ExecuteReaderAsync(token);
        var found = new List<Supersession>();

        while (await rows.ReadAsync(token))
        {
            found.Add(SupersessionOf(rows));
        }

        return found;
    }

    private static async Task<List<string>> ReadLineAsync(NpgsqlConnection connection, string sku, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(FindLine, connection) { Parameters = { Value(sku) } };
        await using var rows = await command.ExecuteReaderAsync(token);
        var line = new List<string>();

        while (await rows.ReadAsync(token))
        {
            line.Add(rows.GetString(0));
        }

        return line;
    }

    private static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken token, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);

        return await command.ExecuteNonQueryAsync(token);
    }

    private static Supersession SupersessionOf(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetFieldValue<DateOnly>(2),
        row.GetDouble(3),
        row.GetString(4),
        DatabaseRow.Find<string>(row, 5),
        row.GetFieldValue<DateTimeOffset>(6));
}
