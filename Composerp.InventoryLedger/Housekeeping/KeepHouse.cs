using Composerp.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Composerp.InventoryLedger.Housekeeping;

/// <summary>Looks after the ledger's tables, one replica at a time.</summary>
internal sealed partial class KeepHouse(
    NpgsqlDataSource database,
    EntryRanges ranges,
    ArchiveEntries archive,
    HousekeepingMetrics metrics,
    IOptions<HousekeepingOptions> options,
    TimeProvider time,
    ILogger<KeepHouse> logger) : BackgroundService
{
    private static readonly string _lockHousekeeping = SqlFile.Of<KeepHouse>("lock_housekeeping.sql");

    private string? _hindrance;

    /// <summary>One round, if no other replica is at it.</summary>
    public async Task RunOnceAsync(CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var held = await connection.BeginTransactionAsync(token);
        await using var command = Sql.Command(connection, _lockHousekeeping);

        if (await command.ExecuteScalarAsync(token) is true)
        {
            await PrepareRangesAsync(token);
            await ArchiveAsync(token);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Every, time);

        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Every step is whole or not there at all: whoever comes next goes on.
        }
    }

    private async Task TryAsync(CancellationToken token)
    {
        try
        {
            await RunOnceAsync(token);
            metrics.Ended("done");
        }
        catch (PostgresException missed) when (BriefLock.IsMissed(missed))
        {
            metrics.Ended("missed");
            LogMissed(missed.MessageText);
        }
        catch (Exception fault) when (!token.IsCancellationRequested)
        {
            // Whatever it is: goods move without it, and the next round may go well.
            metrics.Ended("failed");
            LogFailed(fault);
        }
    }

    private async Task PrepareRangesAsync(CancellationToken token)
    {
        foreach (var range in await ranges.PrepareAsync(token))
        {
            metrics.Made(1);
            LogMade(range.Low, range.High);
        }
    }

    private async Task ArchiveAsync(CancellationToken token)
    {
        if (options.Value.KeepMonths == 0)
        {
            return;
        }

        var outcome = await archive.RunOnceAsync(options.Value.KeepMonths, token);

        if (outcome is { IsArchived: true, Range: { } archived })
        {
            metrics.Archived();
            LogArchived(archived.Low, archived.High);
        }
        else if (outcome is { IsPrepared: true, Range: { } prepared })
        {
            LogPrepared(prepared.Low, prepared.High);
        }
        else if (outcome is { Hindrance: { } hindrance, Range: { } kept } && hindrance != _hindrance)
        {
            // Once, not in every round.
            LogKept(kept.Low, kept.High, hindrance);
        }

        _hindrance = outcome.Hindrance;
    }

    [LoggerMessage(LogLevel.Information, "Made room for the entries of sequences {Low} up to {High}.")]
    private partial void LogMade(long low, long high);

    [LoggerMessage(LogLevel.Information, "The entries of sequences {Low} up to {High} stay for now: {Reason}.")]
    private partial void LogKept(long low, long high, string reason);

    [LoggerMessage(LogLevel.Information, "Stated opening balances: the entries of sequences {Low} up to {High} are archived next.")]
    private partial void LogPrepared(long low, long high);

    [LoggerMessage(LogLevel.Information, "Archived the entries of sequences {Low} up to {High}: their table is entry_archived_{Low}.")]
    private partial void LogArchived(long low, long high);

    [LoggerMessage(LogLevel.Information, "Housekeeping did not get a lock at once and comes again: {Reason}")]
    private partial void LogMissed(string reason);

    [LoggerMessage(LogLevel.Error, "Housekeeping failed and is tried again.")]
    private partial void LogFailed(Exception fault);
}
