using Microsoft.Extensions.Logging;
using Npgsql;

namespace Composerp.ServiceDefaults.Postgres;

/// <summary>Creates the service's database where it does not exist and this user may; waits for a server that is starting.</summary>
internal sealed partial class DatabaseCreation(NpgsqlDataSource database, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task EnsureAsync(TimeSpan patience, CancellationToken token)
    {
        var start = time.GetTimestamp();

        while (true)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(token);

                return;
            }
            catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
            {
                await CreateAsync(token);
            }
            catch (NpgsqlException starting) when (starting.IsTransient && time.GetElapsedTime(start) < patience)
            {
                LogWaiting(starting.Message);
                await Task.Delay(Pause, time, token);
            }
        }
    }

    private async Task CreateAsync(CancellationToken token)
    {
        // The data source's own connection string hides the password; a connection of it clones with it.
        await using var template = database.CreateConnection();
        var name = new NpgsqlConnectionStringBuilder(template.ConnectionString).Database ?? "";
        await using var maintenance = await template.CloneWithAsync(
            new NpgsqlConnectionStringBuilder(template.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString,
            token);

        try
        {
            await maintenance.OpenAsync(token);

            // Identifiers cannot be parameters.
            await using var create = new NpgsqlCommand($"create database \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", maintenance);
            await create.ExecuteNonQueryAsync(token);
            LogCreated(name);
        }
        catch (PostgresException race) when (race.SqlState
            is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ObjectInUse)
        {
            // Somebody else creates a database at the same moment: look again.
            await Task.Delay(Pause, time, token);
        }
        catch (PostgresException refusal) when (refusal.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new MigrationRefusedException($"The database \"{name}\" does not exist and this user may not create it.");
        }
    }

    [LoggerMessage(LogLevel.Information, "Created the database {Name}.")]
    private partial void LogCreated(string name);

    [LoggerMessage(LogLevel.Information, "Waiting for the database server: {Reason}")]
    private partial void LogWaiting(string reason);
}
