using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Locks the shards of a batch, then reads all that deciding it depends on: one round trip, two if need be.</summary>
internal sealed class PostingReads
{
    private static readonly string _lockShards = SqlFile.Of<PostingReads>("lock_shards.sql");
    private static readonly string _findMovementIds = SqlFile.Of<PostingReads>("find_movement_ids.sql");
    private static readonly string _findPositions = SqlFile.Of<PostingReads>("find_positions.sql");
    private static readonly string _findLocations = SqlFile.Of<PostingReads>("find_locations.sql");

    private readonly IReadOnlyList<Movement> _movements;
    private readonly Dictionary<LocationCode, int> _shards = [];
    private readonly PositionKey[] _keys;

    private readonly Dictionary<int, long> _lastSequences = [];
    private readonly Dictionary<string, KnownMovement> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<LocationCode, LocationRules> _locations = [];
    private readonly Dictionary<PositionKey, Position> _positions = [];
    private DateTimeOffset _recordedAt;

    private PostingReads(IReadOnlyList<Movement> movements)
    {
        _movements = movements;
        _keys = [.. movements.SelectMany(Legs.PositionsOf).Distinct()];

        foreach (var code in movements.Select(movement => movement.Location)
            .Concat(movements.Select(movement => movement.ToLocation).OfType<LocationCode>()))
        {
            if (!_shards.ContainsKey(code))
            {
                _shards.Add(code, Shards.OfLocation(code.Value));
            }
        }
    }

    public static async Task<PostingState> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<Movement> movements, CancellationToken token)
    {
        var reads = new PostingReads(movements);
        await reads.LockAndReadAsync(connection, token);
        var questions = HistoryQuestions.Of(movements, reads._positions, reads._recordedAt);
        var past = new PastReads(connection, code => reads._shards[code]);

        return new(
            reads._recordedAt,
            reads._lastSequences,
            reads._known,
            reads._locations,
            await past.FindItemsAsync(reads.UncertainItems(), token),
            reads._positions,
            await past.AnswerAsync(questions, token));
    }

    // Each statement of the batch sees what was committed when it starts: those after the lock see the last word.
    private async Task LockAndReadAsync(NpgsqlConnection connection, CancellationToken token)
    {
        var shards = _movements.SelectMany(Legs.LocationsOf).Distinct().Select(code => checked((short)_shards[code])).Distinct();

        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Sql.Step(_lockShards, Sql.Of<short[]>([.. shards])),
                Sql.Step(_findMovementIds, Sql.Of<string[]>([.. _movements.Select(movement => movement.Id).Distinct()])),
                Sql.Step(_findPositions, PositionColumns.Of(_keys, code => _shards[code])),
                Sql.Step(_findLocations, Sql.Of<string[]>([.. _shards.Keys.Select(code => code.Value)])),
            },
        };
        await batch.PrepareAsync(token);
        await using var rows = await batch.ExecuteReaderAsync(token);

        await ReadShardsAsync(rows, token);
        await rows.NextResultAsync(token);
        await ReadKnownAsync(rows, token);
        await rows.NextResultAsync(token);
        await ReadPositionsAsync(rows, token);
        await rows.NextResultAsync(token);
        await ReadLocationsAsync(rows, token);
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

    private async Task ReadPositionsAsync(NpgsqlDataReader rows, CancellationToken token)
    {
        while (await rows.ReadAsync(token))
        {
            _positions.Add(_keys[(int)rows.GetInt64(0) - 1], new(
                Quantity.OfTenThousandths(rows.GetInt64(1)),
                rows.GetInt64(2),
                rows.Find<DateTimeOffset>(3),
                rows.GetBoolean(4)));
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

    // An item that has a position exists; only the others are looked up.
    private string[] UncertainItems()
    {
        var missing = _keys.Where(key => !_positions.ContainsKey(key)).Select(key => key.Sku);
        var unsold = from movement in _movements
                     where movement.Kind == MovementKind.NoSale
                     from line in movement.Lines
                     select line.Sku;

        return [.. missing.Concat(unsold).Distinct().Select(sku => sku.Value)];
    }
}
