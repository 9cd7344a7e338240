using Composerp.Contracts;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>The ledger's log: entries are what is published; beside them stand events that have no entries.</summary>
internal sealed class LedgerEventLog : IEventLog
{
    // About 10 MB: a movement may have thousands of entries. A page ends after the event with which it gets here.
    private const int EntriesMax = 10_000;

    private static readonly string _readLog = SqlFile.Of<LedgerEventLog>("read_log.sql");
    private static readonly string _findBeginning = SqlFile.Of<LedgerEventLog>("find_beginning.sql");

    public string Source => "inventory-ledger";

    public string Topic => Topics.Inventory;

    /// <remarks>Sequences have no gap, so that a limit in events is a range of sequences.</remarks>
    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(
        NpgsqlConnection connection, int shard, long after, int limit, CancellationToken token)
    {
        var to = after > long.MaxValue - limit ? long.MaxValue : after + limit;
        await using var command = Sql.Command(connection, _readLog, Sql.Of(checked((short)shard)), Sql.Of(after), Sql.Of(to));

        // Read hundreds of times a second, and dear to plan.
        await command.PrepareAsync(token);
        await using var rows = await command.ExecuteReaderAsync(token);
        var events = new List<LoggedEvent>();
        PostedMovement? movement = null;
        var entries = 0;

        while (await rows.ReadAsync(token))
        {
            if (movement is not null && movement.Sequence != rows.GetInt64(0))
            {
                events.Add(movement.ToEvent());
                movement = null;

                if (entries >= EntriesMax)
                {
                    return events;
                }
            }

            entries++;

            if (rows.FindText(3) is { } type)
            {
                events.Add(new(shard, rows.GetInt64(0), type, rows.Instant(2), rows.Bytes(4)));
            }
            else
            {
                movement ??= new(shard, rows);
                movement.AddLine(rows);
            }
        }

        if (movement is not null)
        {
            events.Add(movement.ToEvent());
        }

        return events;
    }

    public async Task<LogBeginning?> FindBeginningAsync(NpgsqlConnection connection, int shard, CancellationToken token)
    {
        await using var command = Sql.Command(connection, _findBeginning, Sql.Of(checked((short)shard)));
        await using var rows = await command.ExecuteReaderAsync(token);

        return await rows.ReadAsync(token) ? new(rows.GetInt64(0), rows.GetInt64(1)) : null;
    }
}
