using Composerp.Contracts;
using Composerp.InventoryLedger.Journal;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Periods;

/// <summary>Keeps which business days take no more movements, and who closed them.</summary>
internal sealed class PeriodStore(NpgsqlDataSource database)
{
    private static readonly string _closePeriod = SqlFile.Of<PeriodStore>("close_period.sql");
    private static readonly string _findEarliestDay = SqlFile.Of<PeriodStore>("find_earliest_day.sql");
    private static readonly string _findClosedThrough = SqlFile.Of<PeriodStore>("find_closed_through.sql");
    private static readonly string _listClosings = SqlFile.Of<PeriodStore>("list_closings.sql");

    /// <summary>Closes business days of all locations up to one, if that is more than is closed already.</summary>
    public async Task<CloseOutcome> CloseAsync(DateOnly through, string actor, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);

        // Who posts has these locks from before he asks what is closed until he is done: what he posts is in before, or he
        // sees the day closed.
        var closedAt = await ShardLocks.TakeAsync(connection, Enumerable.Range(0, Shards.Count), token);
        await using var earliest = Sql.Command(connection, _findEarliestDay, Sql.Of(closedAt));

        if (await earliest.ExecuteScalarAsync(token) is DateOnly today && through >= today)
        {
            return CloseOutcome.NotOver;
        }

        await using var close = Sql.Command(connection, _closePeriod, Sql.Day(through), Sql.Of(closedAt), Sql.Of(actor));

        if (await close.ExecuteScalarAsync(token) is null)
        {
            return await FindClosedThroughAsync(connection, token) == through ? CloseOutcome.ClosedBefore : CloseOutcome.Backwards;
        }

        await transaction.CommitAsync(token);

        return CloseOutcome.Closed;
    }

    public async Task<(DateOnly? ClosedThrough, List<Closing> Closings)> ReadAsync(DateOnly? before, int limit, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var closedThrough = await FindClosedThroughAsync(connection, token);
        await using var command = Sql.Command(connection, _listClosings, Sql.Day(before), Sql.Of(limit));
        await using var rows = await command.ExecuteReaderAsync(token);
        var closings = new List<Closing>();

        while (await rows.ReadAsync(token))
        {
            closings.Add(new(rows.Date(0), rows.Instant(1), rows.GetString(2)));
        }

        return (closedThrough, closings);
    }

    private static async Task<DateOnly?> FindClosedThroughAsync(NpgsqlConnection connection, CancellationToken token)
    {
        await using var command = Sql.Command(connection, _findClosedThrough);
        await using var rows = await command.ExecuteReaderAsync(token);

        return await rows.ReadAsync(token) ? rows.Find<DateOnly>(0) : null;
    }
}

internal enum CloseOutcome
{
    Closed,

    /// <summary>Exactly this was closed already.</summary>
    ClosedBefore,

    /// <summary>More is closed already, and nothing is opened again.</summary>
    Backwards,

    /// <summary>Somewhere the day is not over.</summary>
    NotOver,
}

/// <param name="Through">The last business day that was closed.</param>
internal sealed record Closing(DateOnly Through, DateTimeOffset ClosedAt, string Actor);
