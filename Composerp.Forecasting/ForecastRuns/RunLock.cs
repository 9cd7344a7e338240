using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>The turn to work on runs: one process at a time has it, and loses it with its connection.</summary>
/// <remarks>It saves double work. That no two processes write is kept by the claim of a run, not by this.</remarks>
internal sealed class RunLock : IAsyncDisposable
{
    private static readonly string TryLockRuns = SqlFile.Of<RunLock>("try_lock_runs.sql");

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private RunLock(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>The lock, or null where another process has it.</summary>
    public static async Task<RunLock?> TryTakeAsync(NpgsqlDataSource database, CancellationToken token)
    {
        var connection = await database.OpenConnectionAsync(token);
        RunLock? taken = null;

        try
        {
            var transaction = await connection.BeginTransactionAsync(token);
            await using var command = new NpgsqlCommand(TryLockRuns, connection, transaction);

            if (await command.ExecuteScalarAsync(token) is true)
            {
                taken = new(connection, transaction);
            }

            return taken;
        }
        finally
        {
            if (taken is null)
            {
                // Ends the transaction as well.
                await connection.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
