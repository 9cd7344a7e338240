using Microsoft.Extensions.Logging;
using Npgsql;

namespace Composerp.ServiceDefaults.Postgres;

/// <summary>The migrate verb: brings the database to this version. Safe to run twice, and side by side.</summary>
/// <remarks>
/// Every file runs in a transaction of its own that takes the lock, looks again, applies and records. So it works through
/// a pooler too, and a migrator that is killed leaves whole files behind.
/// </remarks>
internal sealed partial class Migrator(
    NpgsqlDataSource database, MigrationSet migrations, TimeProvider time, ILogger<Migrator> logger)
{
    private static readonly string CreateTable = SqlFile.Of<Migrator>("create_migration_table.sql");
    private static readonly string Lock = SqlFile.Of<Migrator>("lock_migrations.sql");
    private static readonly string Record = SqlFile.Of<Migrator>("record_migration.sql");

    /// <summary>How long a server that is still starting is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>false where the database could not be brought to this version; the reason was logged.</returns>
    public async Task<bool> RunAsync(CancellationToken token)
    {
        try
        {
            await new DatabaseCreation(database, time, logger).EnsureAsync(Patience, token);

            foreach (var series in migrations.Series)
            {
                await ApplyAsync(series, token);
            }

            return true;
        }
        catch (MigrationRefusedException refusal)
        {
            LogRefused(refusal.Message);
        }
        catch (NpgsqlException fault)
        {
            LogFailed(fault, fault.Message);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            LogStopped();
        }

        return false;
    }

    private async Task ApplyAsync(MigrationSeries series, CancellationToken token)
    {
        foreach (var file in series.Numbered)
        {
            await ApplyAsync(series, file, token);
        }

        await ApplyRoutinesAsync(series, token);
    }

    private async Task ApplyAsync(MigrationSeries series, MigrationFile file, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        var applied = await LockAsync(connection, transaction, token);

        if (applied.TryGetValue((series.Name, file.Number), out var checksum))
        {
            RefuseChanged(series, file, checksum);

            return;
        }

        await RunAsync(file, connection, transaction, token);

        await using var record = new NpgsqlCommand(Record, connection, transaction)
        {
            Parameters =
            {
                new() { Value = series.Name },
                new() { Value = file.Number },
                new() { Value = file.Name },
                new() { Value = file.Checksum },
            },
        };
        await record.ExecuteNonQueryAsync(token);
        await transaction.CommitAsync(token);
        LogApplied(series.Name, file.Name);
    }

    // Routines are current state, not history. Those of a newer version, which is being rolled out beside us, are left
    // alone: its migrations are there already.
    private async Task ApplyRoutinesAsync(MigrationSeries series, CancellationToken token)
    {
        if (series.Routines.Count == 0)
        {
            return;
        }

        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        var applied = await LockAsync(connection, transaction, token);

        if (applied.ContainsKey((series.Name, series.Numbered.Count + 1)))
        {
            return;
        }

        foreach (var routine in series.Routines)
        {
            await RunAsync(routine, connection, transaction, token);
        }

        await transaction.CommitAsync(token);
    }

    private static async Task<Dictionary<(string Series, int Number), string>> LockAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken token)
    {
        // Waiting for another migrator may take as long as its longest migration.
        await using var command = new NpgsqlCommand(Lock, connection, transaction) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(token);

        await using var create = new NpgsqlCommand(CreateTable, connection, transaction);
        await create.ExecuteNonQueryAsync(token);

        return await MigrationSet.ReadAppliedAsync(connection, transaction, token);
    }

    private static async Task RunAsync(
        MigrationFile file, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(file.Sql, connection, transaction) { CommandTimeout = 0 };

        try
        {
            await command.ExecuteNonQueryAsync(token);
        }
        catch (PostgresException refusal) when (!refusal.IsTransient)
        {
            throw new MigrationRefusedException($"{file.Name}: {refusal.MessageText} ({refusal.SqlState}, position {refusal.Position}).");
        }
    }

    private static void RefuseChanged(MigrationSeries series, MigrationFile file, string checksum)
    {
        if (checksum != file.Checksum)
        {
            throw new MigrationRefusedException(
                $"{series.Name} {file.Name} was applied to this database with other content. "
                + "A migration never changes after it was applied: restore the file and put the change into a new one.");
        }
    }

    [LoggerMessage(LogLevel.Information, "Applied migration {Series} {Name}.")]
    private partial void LogApplied(string series, string name);

    [LoggerMessage(LogLevel.Error, "Migration refused: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(LogLevel.Error, "Migration failed: {Reason}")]
    private partial void LogFailed(Exception fault, string reason);

    [LoggerMessage(LogLevel.Warning, "Migration stopped before its end.")]
    private partial void LogStopped();
}
