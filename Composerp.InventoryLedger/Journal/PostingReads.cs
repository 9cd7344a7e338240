using Composerp.Contracts;
using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Locks the shards of a batch, then reads all that deciding it depends on: one round trip for what every batch needs.</summary>
internal sealed class PostingReads
{
    private static readonly string _planByKey = SqlFile.Of<PostingReads>("plan_by_key.sql");
    private static readonly string _lockShards = SqlFile.Of<PostingReads>("lock_shards.sql");
    private static readonly string _findRules = SqlFile.Of<PostingReads>("find_rules.sql");
    private static readonly string _findMovementIds = SqlFile.Of<PostingReads>("find_movement_ids.sql");
    private static readonly string _findPositions = SqlFile.Of<PostingReads>("find_positions.sql");

    private readonly IReadOnlyList<Movement> _movements;
    private readonly BatchShards _shards;
    private readonly Recall<PositionKey, Position> _positions;
    private readonly Recall<LocationCode, LocationRules> _locations;
    private readonly Recall<Sku, ItemRules> _items;
    private readonly Dictionary<int, ShardMark> _marks = [];
    private readonly Dictionary<string, KnownMovement> _known = new(StringComparer.Ordinal);
    private DateTimeOffset _recordedAt;
    private DateOnly? _closedThrough;

    public PostingReads(IReadOnlyList<Movement> movements, PostingMemory memory)
    {
        _movements = movements;
        _shards = new(movements);
        _positions = new(memory.Positions, key => _shards.Of(key.Location));
        _locations = new(memory.Locations, code => _shards.Of(code));
        _items = new(_ => memory.Items, _ => Shards.MasterData);
    }

    public async Task<PostingState> ReadAsync(NpgsqlConnection connection, CancellationToken token)
    {
        await LockAndReadAsync(connection, token);

        return await ReadRestAsync(connection, token);
    }

    /// <summary>Keeps for the next batch what was read, and what became of it: once it is committed.</summary>
    /// <param name="ids">Of the positions that changed.</param>
    public void Remember(PostingResult result, IReadOnlyDictionary<PositionKey, long> ids)
    {
        _positions.Remember(_marks, MarkAfter, result.Positions.Select(change => KeyValuePair.Create(change.Key, Kept(change.Position, ids[change.Key]))));
        _locations.Remember(_marks, MarkAfter, []);
        _items.Remember(_marks, MarkAfter, []);

        ShardMark MarkAfter(int shard) =>
            result.LastSequences.TryGetValue(shard, out var sequence) ? new(sequence, _recordedAt) : _marks[shard];
    }

    // Cost layers are read again by whoever needs them: there may be thousands.
    private static Position Kept(Position position, long id) => position switch
    {
        { Pool.Layers.Count: > 0 } => position with { Id = id, Pool = position.Pool with { Layers = [] } },
        _ when position.Id != id => position with { Id = id },
        _ => position,
    };

    // Each statement of the batch sees what was committed when it starts: those after the lock see the last word.
    private async Task LockAndReadAsync(NpgsqlConnection connection, CancellationToken token)
    {
        var locked = _movements.SelectMany(Legs.LocationsOf).Distinct().Select(_shards.Of).Distinct();
        var keys = _movements.SelectMany(Legs.PositionsOf).Distinct().ToArray();
        _positions.Ask(keys);
        _locations.Ask(_shards.Locations);
        _items.Ask(_movements.SelectMany(movement => movement.Lines.Select(line => line.Sku)).Concat(keys.Select(key => key.Sku)).Distinct());

        var steps = new ReadSteps();
        steps.Add(Sql.Step(_planByKey), _ => { });
        steps.Add(Sql.Step(_lockShards, Sql.Of<short[]>([.. locked])), ReadShard);
        steps.Add(Sql.Step(_findRules, Sql.Of(checked((short)Shards.MasterData))), ReadRules);
        steps.Add(Sql.Step(_findMovementIds, Sql.Of<string[]>([.. _movements.Select(movement => movement.Id).Distinct()])), ReadKnown);
        AddUnread(steps);
        await steps.RunAsync(connection, token);

        _positions.Check(_marks);
        _locations.Check(_marks);
        _items.Check(_marks);
        AddUnread(steps);
        await steps.RunAsync(connection, token);
    }

    private void AddUnread(ReadSteps steps)
    {
        MasterDataReads.AddLocations(steps, _locations.TakeUnread(), _locations);
        MasterDataReads.AddItems(steps, _items.TakeUnread(), _items);

        if (_positions.TakeUnread() is { Count: > 0 } keys)
        {
            steps.Add(
                Sql.Step(_findPositions, PositionColumns.Of(keys, _shards)),
                row => _positions.Read(PositionColumns.Key(row), PositionColumns.Position(row)));
        }
    }

    // What most batches have nothing of.
    private async Task<PostingState> ReadRestAsync(NpgsqlConnection connection, CancellationToken token)
    {
        var positions = _positions.Values;
        var holds = await HoldReads.ReadAsync(connection, _movements, positions, _shards, token);
        await ReadItemsAsync(connection, holds.Keys.Select(hold => hold.Sku), token);
        var lots = await LotReads.ReadAsync(connection, _movements, _items.Values, positions, _shards, token);
        var costs = await CostReads.ReadAsync(connection, _movements, _items.Values, positions, _shards, token);
        var past = new PastReads(connection, _shards, positions);

        return new(
            _recordedAt,
            _marks.ToDictionary(mark => mark.Key, mark => mark.Value.Sequence),
            _known,
            _locations.Values,
            _items.Values,
            positions,
            await past.AnswerAsync(HistoryQuestions.Of(_movements, positions, _recordedAt), token))
        {
            ClosedThrough = _closedThrough,
            Lots = lots.Lots,
            Serials = lots.Serials,
            Holds = holds,
            Reversed = costs.Reversed,
            Corrected = costs.Corrected,
        };
    }

    // A release may name no items: those are meant that are held.
    private async Task ReadItemsAsync(NpgsqlConnection connection, IEnumerable<Sku> skus, CancellationToken token)
    {
        var steps = new ReadSteps();
        MasterDataReads.AddItems(steps, [.. skus.Where(sku => !_items.Values.ContainsKey(sku)).Distinct()], _items);
        await steps.RunAsync(connection, token);
    }

    private void ReadShard(NpgsqlDataReader row)
    {
        _marks.Add(row.GetInt16(0), new(row.GetInt64(1), row.Instant(2)));
        var recordedAt = row.Instant(3);
        _recordedAt = recordedAt > _recordedAt ? recordedAt : _recordedAt;
    }

    private void ReadRules(NpgsqlDataReader row)
    {
        _closedThrough = row.Find<DateOnly>(0);
        _marks.Add(Shards.MasterData, new(row.GetInt64(1), row.Instant(2)));
    }

    private void ReadKnown(NpgsqlDataReader row)
    {
        List<MovementPart> parts = [new(row.GetInt16(3), row.GetInt64(4))];

        if (row.Find<short>(5) is { } otherShard)
        {
            parts.Add(new(otherShard, row.GetInt64(6)));
        }

        _known.Add(row.GetString(0), new(ContentHash.OfBytes(row.Bytes(1)), row.Instant(2), parts));
    }
}
