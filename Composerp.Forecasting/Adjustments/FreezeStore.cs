using Composerp.Contracts;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.Adjustments;

/// <summary>The freezes. Nothing in the table is deleted: it says who froze what, and why.</summary>
internal sealed class FreezeStore(NpgsqlDataSource database)
{
    private static readonly string AddFreeze = SqlFile.Of<FreezeStore>("add_freeze.sql");
    private static readonly string FindFreezeOfKey = SqlFile.Of<FreezeStore>("find_freeze_of_key.sql");
    private static readonly string ReleaseFreeze = SqlFile.Of<FreezeStore>("release_freeze.sql");
    private static readonly string ListFreezes = SqlFile.Of<FreezeStore>("list_freezes.sql");

    /// <returns>The id of the freeze of that key, and whether it was made with these values.</returns>
    public async Task<(Guid Id, bool IsSame)> AddAsync(string? key, FreezeForecasts.Request request, CancellationToken token)
    {
        var id = Guid.CreateVersion7();
        await using var add = Of(
            database,
            AddFreeze,
            Value(id),
            Nullable(NpgsqlDbType.Text, key),
            Value((short)Shards.OfLocation(request.Location)),
            Value(request.Location),
            Value(request.Sku),
            Value(request.Until),
            Value(request.Reason),
            Value(request.Actor));

        if (await add.ExecuteNonQueryAsync(token) == 1)
        {
            return (id, true);
        }

        await using var find = Of(
            database, FindFreezeOfKey, Nullable(NpgsqlDbType.Text, key), Value(request.Location), Value(request.Sku), Value(request.Until));
        await using var row = await find.ExecuteReaderAsync(token);
        await row.ReadAsync(token);

        return (row.GetGuid(0), row.GetBoolean(1));
    }

    public async Task ReleaseAsync(Guid id, string actor, CancellationToken token)
    {
        await using var command = Of(database, ReleaseFreeze, Value(id), Value(actor));
        await command.ExecuteNonQueryAsync(token);
    }

    public async Task<Freeze?> FindAsync(Guid id, CancellationToken token) =>
        await ListAsync(id, null, null, null, 1, token) is [var freeze] ? freeze : null;

    /// <param name="before">The last one of the page before.</param>
    public async Task<List<Freeze>> ListAsync(
        Guid? id, string? location, string? sku, Guid? before, int limit, CancellationToken token)
    {
        await using var command = Of(
            database,
            ListFreezes,
            Nullable(NpgsqlDbType.Uuid, id),
            Nullable(NpgsqlDbType.Text, location),
            Nullable(NpgsqlDbType.Text, sku),
            Nullable(NpgsqlDbType.Uuid, before),
            Value(limit));

        return await DatabaseRow.ListAsync(command, FreezeOf, token);
    }

    private static Freeze FreezeOf(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.GetString(2),
        row.GetFieldValue<DateOnly>(3),
        row.GetString(4),
        row.GetString(5),
        row.GetFieldValue<DateTimeOffset>(6),
        row.GetFieldValue<DateTimeOffset?>(7),
        DatabaseRow.Find<string>(row, 8));
}
