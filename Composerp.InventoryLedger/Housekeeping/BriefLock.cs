using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Housekeeping;

/// <summary>Who waits for a lock that postings need makes them wait behind him: so nobody waits long.</summary>
internal static class BriefLock
{
    private static readonly string _limitWaiting = SqlFile.Of(typeof(BriefLock), "limit_waiting.sql");

    /// <summary>Until the connection's transaction ends.</summary>
    public static async Task SetAsync(NpgsqlConnection connection, CancellationToken token)
    {
        await using var command = Sql.Command(connection, _limitWaiting);
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>The lock was not to be had: nothing is wrong, and a later round gets it.</summary>
    public static bool IsMissed(PostgresException fault) =>
        fault.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected;
}
