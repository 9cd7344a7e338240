using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Locks the shards of a batch, then reads all that deciding it depends on: one round trip for what every batch needs.</summary>
internal sealed class PostingReads
{
    private static readonly string _planByKey = SqlFile.Of<PostingReads>("plan_by_key.sql");
    private static readonly string _lockShards = SqlFile.Of<PostingReads>("lock_shards.sql");
    private static readonly string _findClosedPeriod = SqlFile.Of<PostingReads>("find_closed_period.sql");
    private static readonly string _findMovementIds = SqlFile.Of<PostingReads>("find_movement_ids.sql");
    private static readonly string _findPositions = SqlFile.Of<PostingReads>("find_positions.sql");
    private static readonly string _findLocations = SqlFile.Of<PostingReads>("find_locations.sql");
    private static readonly string _findItems = SqlFile.Of<PostingReads>("find_items.sql");

    private readonly IReadOnlyList<Movement> _movements;
    private readonly BatchShards _shards;
    private readonly PositionKey[] _keys;

    private readonly Dictionary<int, long> _lastSequences = [];
    private readonly Dictionary<string, KnownMovement> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<LocationCode, LocationRules> _locations = [];
    private readonly Dictionary<Sku, ItemRules> _items = [];
    private readonly Dictionary<PositionKey, Position> _positions = [];
    private DateTimeOffset _recordedAt;
    private DateOnly? _closedThrough;

    private PostingReads(IReadOnlyList<Movement> movements)
    {
        _movements = movements;
        _shards = new(movements);
        _keys = [.. movements.SelectMany(Legs.PositionsOf).Distinct()];
    }

    public static async Task<PostingState> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<Movement> movements, CancellationToken token)
    {
        var reads = new PostingReads(movements);
        await reads.LockAndReadAsync(connection, token);
        var holds = await HoldReads.ReadAsync(connection, movements, reads._positions, reads._shards, token);
        await reads.ReadItemsAsync(connection, holds.Keys.Select(hold => hold.Sku), token);
        var lots = await LotReads.ReadAsync(connection, movements, reads._items, reads._positions, reads._shards, token);
        var costs = await CostReads.ReadAsync(connection, movements, reads._items, reads._positions, reads._shards, token);
        var questions = HistoryQuestions.Of(movements, reads._positions, reads._recordedAt);
        var past = new PastReads(connection, reads._shards, reads._positions);

        return new(
            reads._recordedAt,
            reads._lastSequences,
            reads._known,
            reads._locations,
            reads._items,
            reads._positions,
            await past.AnswerAsync(questions, token))
        {
            ClosedThrough = reads._closedThrough,
            Lots = lots.Lots,
            Serials = lots.Serials,
            Holds = holds,
            Reversed = costs.Reversed,
            Corrected = costs.Corrected,
        };
    }

    // Each statement of the batch sees what was committed when it starts: those after the lock see the last word.
    private async Task LockAndReadAsync(NpgsqlConnection connection, CancellationToken token)
    {
        var locked = _movements.SelectMany(Legs.LocationsOf).Distinct().Select(_shards.Of).Distinct();
        var skus = _movements.SelectMany(movement => movement.Lines.Select(line => line.Sku)).Concat(_keys.Select(key => key.Sku)).Distinct();

        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Sql.Step(_planByKey),
                Sql.Step(_lockShards, Sql.Of<short[]>([.. locked])),
                Sql.Step(_findClosedPeriod),
                Sql.Step(_findMovementIds, Sql.Of<string[]>([.. _movements.Select(movement => movement.Id).Distinct()])),
                Sql.Step(_findPositions, PositionColumns.Of(_keys, _shards)),
                Sql.Step(_findLocations, Sql.Of<string[]>([.. _shards.Locations.Select(code => code.Value)])),
                Sql.Step(_findItems, Sql.Of<string[]>([.. skus.Select(sku => sku.Value)])),
            },
        };
        await batch.PrepareAsync(token);
        await using var rows = await batch.ExecuteReaderAsync(token);

        await rows.NextResultAsync(token);
        await ReadShardsAsync(rows, token);
        await rows.NextResultAsync(token);
        _closedThrough = await rows.ReadAsync(token) ? rows.Find<DateOnly>(0) : null;
        await rows.NextResultAsync(token);
        await ReadKnownAsync(rows, token);
        await rows.NextResultAsync(token);
        await PositionColumns.ReadAsync(rows, _positions, token);
        await rows.NextResultAsync(token);
        await ReadLocationsAsync(rows, token);
        await rows.NextResultAsync(token);
        await ReadItemsAsync(rows, token);
    }

    private async Task ReadShardsAsync(NpgsqlDataReader rows, CancellationToken token)
    {
        while (await rows.ReadAsync(token))
        {
            _lastSequences.Add(rows.GetInt16(0), rows.GetInt64(1));
            var recordedAt = rows.Instant(2);
            _recordedAt = recordedAt > _recordedAt ? recordedAt : _recordedAt;
        }
    }

    private async Task ReadKnownAsync(NpgsqlDataReader rows, CancellationToken token)
    {
        while (await rows.ReadAsync(token))
        {
            List<MovementPart> parts = [new(rows.GetInt16(3), rows.GetInt64(4))];

            if (rows.Find<short>(5) is { } otherShard)
            {
                parts.Add(new(otherShard, rows.GetInt64(6)));
            }

            _known.Add(
                rows.GetString(0),
                new(ContentHash.OfBytes(rows.Bytes(1)), rows.Instant(2), parts));
        }
    }

    private async Task ReadLocationsAsync(NpgsqlDataReader rows, CancellationToken token)
    {
        while (await rows.ReadAsync(token))
        {
            var code = new LocationCode(rows.GetString(0));
            _locations.Add(code, new(
                code,
                rows.GetInt16(1),
                TimeZoneInfo.FindSystemTimeZoneById(rows.GetString(2)),
                rows.Find<DateOnly>(3),
                rows.GetBoolean(4)));
        }
    }

    // A release may name no items: those are meant that are held.
    private async Task ReadItemsAsync(NpgsqlConnection connection, IEnumerable<Sku> skus, CancellationToken token)
    {
        if (skus.Where(sku => !_items.ContainsKey(sku)).Select(sku => sku.Value).Distinct().ToArray() is { Length: > 0 } unread)
        {
            await using var command = Sql.Command(connection, _findItems, Sql.Of(unread));
            await using var rows = await command.ExecuteReaderAsync(token);
            await ReadItemsAsync(rows, token);
        }
    }

    private async Task ReadItemsAsync(NpgsqlDataReader rows, CancellationToken token)
    {
        while (await rows.ReadAsync(token))
        {
            var sku = new Sku(rows.GetString(0));
            var units = rows.Texts(5);
            var quantities = rows.Numbers(6);

            _items.Add(sku, new(
                sku,
                LedgerNames.FindTracking(rows.GetString(1)) ?? Tracking.None,
                LedgerNames.FindValuation(rows.GetString(2)) ?? Valuation.MovingAverage,
                rows.GetInt16(3),
                rows.GetString(4),
                units.Zip(quantities).ToDictionary(unit => unit.First, unit => Quantity.OfTenThousandths(unit.Second), StringComparer.Ordinal),
                rows.Find<decimal>(7)));
        }
    }
}
