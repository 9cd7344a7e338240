using Npgsql;

namespace Composerp.ServiceDefaults.Postgres;

/// <summary>Every series that this version of the service knows, in the order in which they are applied.</summary>
internal sealed class MigrationSet(params IReadOnlyList<MigrationSeries> series)
{
    private static readonly string ReadApplied = SqlFile.Of<MigrationSet>("read_applied_migrations.sql");
    private static readonly string FindTable = SqlFile.Of<MigrationSet>("find_migration_table.sql");

    // Once complete the database stays so: migrations are never taken back.
    private volatile bool _complete;

    public IReadOnlyList<MigrationSeries> Series => series;

    /// <summary>The first migration that the database does not have yet; a database ahead of this version is fine.</summary>
    public async Task<string?> FindMissingAsync(NpgsqlConnection connection, CancellationToken token)
    {
        if (_complete)
        {
            await using var ping = new NpgsqlCommand("select 1", connection);
            await ping.ExecuteNonQueryAsync(token);

            return null;
        }

        var applied = await ReadAppliedAsync(connection, null, token);
        var missing = (
            from one in series
            from file in one.Numbered
            where !applied.ContainsKey((one.Name, file.Number))
            select $"{one.Name} {file.Name}").FirstOrDefault();
        _complete = missing is null;

        return missing;
    }

    /// <summary>Checksums of what was applied, by series and number; empty where nothing was yet.</summary>
    public static async Task<Dictionary<(string Series, int Number), string>> ReadAppliedAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken token)
    {
        var applied = new Dictionary<(string, int), string>();

        await using (var find = new NpgsqlCommand(FindTable, connection, transaction))
        {
            if (await find.ExecuteScalarAsync(token) is not true)
            {
                return applied;
            }
        }

        await using var command = new NpgsqlCommand(ReadApplied, connection, transaction);
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            applied.Add((rows.GetString(0), rows.GetInt32(1)), rows.GetString(2));
        }

        return applied;
    }
}
