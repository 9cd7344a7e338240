using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Npgsql;

namespace Composerp.InventoryLedger.Tests.Simulation;

/// <summary>A movement as the ledger keeps it.</summary>
internal sealed record StoredMovement(string Id, ContentHash Content, DateTimeOffset RecordedAt, IReadOnlyList<MovementPart> Parts)
{
    public DateTimeOffset? OccurredAt { get; set; }

    public List<string> Entries { get; } = [];

    /// <summary>As it was sent.</summary>
    public Movement? Told { get; set; }

    /// <summary>When it was first sent, and when its sender first knew that it is posted.</summary>
    public long Asked { get; set; }

    public long Answered { get; set; } = long.MaxValue;

    /// <summary>At the latest it was posted when one was answered that stands after it in a shard.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    public string Place => $"{RecordedAt.UtcDateTime:o} {string.Join(' ', Parts.Select(part => $"{part.Shard}:{part.Sequence}"))}";
}

/// <summary>All that is in the ledger, by its tables.</summary>
internal sealed class StoredLog
{
    private const string ExpiryPrefix = "reservation-expiry/";

    public Dictionary<string, StoredMovement> Movements { get; } = [];

    /// <summary>What else stands in the log: master data.</summary>
    public HashSet<MovementPart> Events { get; } = [];

    public static async Task<StoredLog> ReadAsync(NpgsqlDataSource database, CancellationToken token)
    {
        var log = new StoredLog();
        await log.ReadMovementsAsync(database, token);
        await log.ReadEntriesAsync(database, token);
        await log.ReadEventsAsync(database, token);

        return log;
    }

    /// <summary>An entry of the model in the form in which those of the ledger are read.</summary>
    public static string Text(Entry entry) =>
        $"{entry.Movement.Id} {LedgerNames.Of(entry.Movement.Kind)} {entry.Shard}:{entry.Sequence}:{entry.Line} {entry.Part}/{entry.Parts} "
        + $"{entry.Position.Location}/{entry.Position.Sku}/{entry.Position.Lot}/{LedgerNames.Of(entry.Position.Account)} {LedgerNames.Of(entry.Contra)} "
        + $"{entry.Counterpart} {entry.OccurredAt.UtcDateTime:o} q{entry.Quantity.TenThousandths} v{entry.Version} b{entry.Balance.TenThousandths} "
        + $"v{entry.Value?.Millionths} vb{entry.ValueBalance.Millionths} d{entry.Variance?.Millionths} f{entry.Found?.TenThousandths} "
        + $"r{entry.Reservation} c{entry.IsCorrection} p{entry.Movement.PastId}:{entry.PastLine}";

    private async Task ReadMovementsAsync(NpgsqlDataSource database, CancellationToken token)
    {
        await using var command = database.CreateCommand(
            "select id, content_hash, recorded_at, shard, sequence, other_shard, other_sequence from movement_id");
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            List<MovementPart> parts = [new(rows.GetInt16(3), rows.GetInt64(4))];

            if (rows.Find<short>(5) is { } otherShard)
            {
                parts.Add(new(otherShard, rows.GetInt64(6)));
            }

            Movements.Add(rows.GetString(0), new(rows.GetString(0), ContentHash.OfBytes(rows.Bytes(1)), rows.Instant(2), parts));
        }
    }

    private async Task ReadEntriesAsync(NpgsqlDataSource database, CancellationToken token)
    {
        await using var command = database.CreateCommand("""
            select
                movement_id, entry.shard, sequence, line, part, parts, location, sku, lot, account, contra, counterpart, occurred_at, quantity,
                entry.version, entry.balance, entry.value, value_balance, variance, found, reservation, is_correction, past_id, past_line, kind
            from entry
            join position on position.shard = entry.shard and position.id = entry.position_id
            order by entry.shard, sequence, line
            """);
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            var occurredAt = rows.Instant(12);
            Assert.True(Movements.TryGetValue(rows.GetString(0), out var movement), $"There are entries of {rows[0]}, which nobody remembers.");
            movement.OccurredAt = rows.GetBoolean(21) ? movement.OccurredAt : occurredAt;
            movement.Entries.Add(
                $"{rows[0]} {rows[24]} {rows[1]}:{rows[2]}:{rows[3]} {rows[4]}/{rows[5]} {rows[6]}/{rows[7]}/{rows[8]}/{rows[9]} {rows[10]} {rows[11]} "
                + $"{occurredAt.UtcDateTime:o} q{rows[13]} v{rows[14]} b{rows[15]} v{rows[16]} vb{rows[17]} d{rows[18]} f{rows[19]} r{rows[20]} c{rows[21]} "
                + $"p{rows[22]}:{rows[23]}");

            if (movement.Id.StartsWith(ExpiryPrefix, StringComparison.Ordinal))
            {
                movement.Told ??= Release(movement.Id, rows.GetString(6), rows.GetString(20));
            }
        }
    }

    // Nobody sent it: the service releases what is held beyond its time.
    private static Movement? Release(string id, string location, string reservation) => MovementRules.Check(
        new(id, MovementKinds.ReservationRelease, Location: location, Reason: "expired", Actor: "inventory-ledger", Reservation: reservation),
        DateTimeOffset.MaxValue - MovementRules.FutureMax).Movement;

    private async Task ReadEventsAsync(NpgsqlDataSource database, CancellationToken token)
    {
        await using var command = database.CreateCommand("select shard, sequence from event");
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            Events.Add(new(rows.GetInt16(0), rows.GetInt64(1)));
        }
    }
}
