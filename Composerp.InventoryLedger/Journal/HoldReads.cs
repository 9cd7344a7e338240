using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using static Composerp.InventoryLedger.Journal.PositionColumns;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Reads the reservations that a batch consumes, releases or takes back.</summary>
internal static class HoldReads
{
    private static readonly string _findHolds = SqlFile.Of(typeof(HoldReads), "find_holds.sql");
    private static readonly string _findPositions = SqlFile.Of(typeof(HoldReads), "find_positions.sql");

    /// <param name="positions">Gains the positions of what is held.</param>
    public static async Task<Dictionary<HoldKey, Hold>> ReadAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Movement> movements,
        Dictionary<PositionKey, Position> positions,
        BatchShards shards,
        CancellationToken token)
    {
        var holds = new Dictionary<HoldKey, Hold>();
        var asked = movements.SelectMany(movement => Reservations(movement, shards)).Distinct().ToArray();

        if (asked.Length == 0)
        {
            return holds;
        }

        await using (var command = Sql.Command(
            connection, _findHolds, Sql.Of(Array(asked, one => one.Shard)), Sql.Of(Array(asked, one => one.Reservation))))
        await using (var rows = await command.ExecuteReaderAsync(token))
        {
            while (await rows.ReadAsync(token))
            {
                holds.Add(
                    new(rows.GetString(0), new(rows.GetString(1)), new(rows.GetString(2)), rows.GetString(3)),
                    new(Quantity.OfTenThousandths(rows.GetInt64(4)), Quantity.OfTenThousandths(rows.GetInt64(5)), rows.Find<DateTimeOffset>(6)));
            }
        }

        await ReadPositionsAsync(connection, [.. holds.Keys.SelectMany(PositionsOf).Where(key => !positions.ContainsKey(key)).Distinct()], positions, shards, token);

        return holds;
    }

    private static async Task ReadPositionsAsync(
        NpgsqlConnection connection, PositionKey[] keys, Dictionary<PositionKey, Position> positions, BatchShards shards, CancellationToken token)
    {
        if (keys.Length > 0)
        {
            await using var command = Sql.Command(connection, _findPositions, Of(keys, shards));
            await using var rows = await command.ExecuteReaderAsync(token);
            await PositionColumns.ReadAsync(rows, positions, token);
        }
    }

    private static IEnumerable<(short Shard, string Reservation)> Reservations(Movement movement, BatchShards shards)
    {
        if (movement.Reservation is { } reservation)
        {
            yield return (shards.Of(movement.Location), reservation);
        }

        foreach (var entry in movement.Past?.Entries ?? [])
        {
            if (entry.Reservation is { } held)
            {
                yield return (shards.Of(entry.Position.Location), held);
            }
        }
    }

    private static IEnumerable<PositionKey> PositionsOf(HoldKey hold)
    {
        var reserved = new PositionKey(hold.Location, hold.Sku, hold.Lot, Account.Reserved);

        return [reserved, reserved.Counted, reserved.Lead];
    }
}
