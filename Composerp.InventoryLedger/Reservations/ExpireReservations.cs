using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Reservations;

/// <summary>Releases what is held beyond its time.</summary>
/// <remarks>
/// Every replica does. The ledger lets one of two releases through, and refuses the other: nothing is held any more. So no
/// replica need know of the others.
/// </remarks>
internal sealed partial class ExpireReservations(
    NpgsqlDataSource database, PostingLanes lanes, TimeProvider time, ILogger<ExpireReservations> logger) : BackgroundService
{
    private const int AtOnceMax = 500;

    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(1);

    private static readonly string _findExpired = SqlFile.Of<ExpireReservations>("find_expired.sql");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_lookEvery, time);

        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await ReleaseAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Whoever comes next looks for the same.
        }
    }

    private async Task ReleaseAsync(CancellationToken token)
    {
        try
        {
            var releases = await FindAsync(token);

            if (releases.Count > 0 && await lanes.TryPostAsync(releases, token) is { } outcomes)
            {
                LogReleased(outcomes.Count(outcome => outcome is Posted));
            }
        }
        catch (Exception fault) when (!token.IsCancellationRequested)
        {
            // What has expired stays so: the next look finds it again. A reservation is no reason to end the service.
            LogFailed(fault);
        }
    }

    private async Task<List<Movement>> FindAsync(CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _findExpired, Sql.Of(AtOnceMax));
        await using var rows = await command.ExecuteReaderAsync(token);
        var releases = new List<Movement>();

        while (await rows.ReadAsync(token))
        {
            var draft = new MovementDraft(
                $"reservation-expiry/{Guid.CreateVersion7():N}",
                MovementKinds.ReservationRelease,
                Location: rows.GetString(1),
                Reason: "expired",
                Actor: "inventory-ledger",
                Reservation: rows.GetString(0));

            if (MovementRules.Check(draft, time.GetUtcNow()).Movement is { } release)
            {
                releases.Add(release);
            }
        }

        return releases;
    }

    [LoggerMessage(LogLevel.Information, "Released {Count} reservations whose time was over.")]
    private partial void LogReleased(int count);

    [LoggerMessage(LogLevel.Warning, "Looking for reservations whose time is over failed.")]
    private partial void LogFailed(Exception fault);
}
