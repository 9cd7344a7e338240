namespace Composerp.InventoryLedger.Domain;

/// <summary>All that posting a batch depends on, read under the locks of the shards that it touches.</summary>
/// <param name="RecordedAt">The database's clock under the locks, never below that of an earlier batch of a shard.</param>
/// <param name="LastSequences">By shard.</param>
/// <param name="Known">Movements posted earlier under an id of the batch.</param>
/// <param name="Locations">Those of the batch that exist.</param>
/// <param name="Items">Those of the batch that exist; an item that has a position need not be named.</param>
/// <param name="Positions">Those of the batch that exist.</param>
/// <param name="Histories">Of the positions for which <see cref="HistoryQuestions"/> asked.</param>
public sealed record PostingState(
    DateTimeOffset RecordedAt,
    IReadOnlyDictionary<int, long> LastSequences,
    IReadOnlyDictionary<string, KnownMovement> Known,
    IReadOnlyDictionary<LocationCode, LocationRules> Locations,
    IReadOnlySet<Sku> Items,
    IReadOnlyDictionary<PositionKey, Position> Positions,
    IReadOnlyDictionary<PositionKey, PositionHistory> Histories);

/// <summary>What is remembered of a posted movement for ever.</summary>
public sealed record KnownMovement(ContentHash Content, DateTimeOffset RecordedAt, IReadOnlyList<MovementPart> Parts);

/// <summary>Where in the event log a movement stands.</summary>
public readonly record struct MovementPart(int Shard, long Sequence);

/// <summary>What posting a batch comes to: to be written as it is, or not at all.</summary>
/// <param name="Outcomes">One per movement, in the order of the batch.</param>
/// <param name="Entries">Ordered by movement; within a shard by sequence and line.</param>
/// <param name="LastSequences">Of the shards that gained entries.</param>
public sealed record PostingResult(
    IReadOnlyList<PostingOutcome> Outcomes,
    IReadOnlyList<Entry> Entries,
    IReadOnlyList<PositionChange> Positions,
    IReadOnlyList<NoSaleDay> NoSaleDays,
    IReadOnlyDictionary<int, long> LastSequences);

/// <param name="PreviousVersion">The version that the change is built upon; 0 where there was no position.</param>
public readonly record struct PositionChange(PositionKey Key, int Shard, Position Position, long PreviousVersion);

/// <summary>A business day on which a location was seen to sell none of an item.</summary>
public readonly record struct NoSaleDay(int Outcome, Movement Movement, int Shard, Sku Sku, DateOnly Date);
