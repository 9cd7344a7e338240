namespace Composerp.InventoryLedger.Domain;

/// <summary>All that posting a batch depends on, read under the locks of the shards that it touches.</summary>
/// <param name="RecordedAt">The database's clock under the locks, never below that of an earlier batch of a shard.</param>
/// <param name="LastSequences">By shard.</param>
/// <param name="Known">Movements posted earlier under an id of the batch.</param>
/// <param name="Locations">Those of the batch that exist.</param>
/// <param name="Items">Those of the batch that exist.</param>
/// <param name="Positions">Those of the batch that exist, with every lot of which goods may be picked.</param>
/// <param name="Histories">Of the positions for which <see cref="HistoryQuestions"/> asked.</param>
public sealed record PostingState(
    DateTimeOffset RecordedAt,
    IReadOnlyDictionary<int, long> LastSequences,
    IReadOnlyDictionary<string, KnownMovement> Known,
    IReadOnlyDictionary<LocationCode, LocationRules> Locations,
    IReadOnlyDictionary<Sku, ItemRules> Items,
    IReadOnlyDictionary<PositionKey, Position> Positions,
    IReadOnlyDictionary<PositionKey, PositionHistory> Histories)
{
    /// <summary>Movements of business days up to this one are refused; null: no period is closed.</summary>
    public DateOnly? ClosedThrough { get; init; }

    /// <summary>Those named by the batch, or whose goods it may pick, as far as they are known.</summary>
    public IReadOnlyDictionary<LotKey, LotRules> Lots { get; init; } = new Dictionary<LotKey, LotRules>();

    /// <summary>Serial numbers named by the batch that are inside the company, with where.</summary>
    public IReadOnlyDictionary<LotKey, LocationCode> Serials { get; init; } = new Dictionary<LotKey, LocationCode>();

    /// <summary>What is held by the reservations that the batch names.</summary>
    public IReadOnlyDictionary<HoldKey, Hold> Holds { get; init; } = new Dictionary<HoldKey, Hold>();

    /// <summary>Movements that the batch takes back, by the movement that did so earlier.</summary>
    public IReadOnlyDictionary<string, string> Reversed { get; init; } = new Dictionary<string, string>();

    /// <summary>What receipts cost beyond what they were posted with, by earlier corrections.</summary>
    public IReadOnlyDictionary<CostOrigin, Money> Corrected { get; init; } = new Dictionary<CostOrigin, Money>();
}

/// <summary>What is remembered of a posted movement for ever.</summary>
public sealed record KnownMovement(ContentHash Content, DateTimeOffset RecordedAt, IReadOnlyList<MovementPart> Parts);

/// <summary>Where in the event log a movement stands.</summary>
public readonly record struct MovementPart(int Shard, long Sequence);

/// <summary>Goods of one lot that a reservation promised.</summary>
public readonly record struct HoldKey(string Reservation, LocationCode Location, Sku Sku, string Lot);

/// <param name="Reserved">What was promised in all.</param>
/// <param name="Open">What is held still: neither sold nor released.</param>
public sealed record Hold(Quantity Reserved, Quantity Open, DateTimeOffset? ExpiresAt);

/// <summary>What posting a batch comes to: to be written as it is, or not at all.</summary>
/// <param name="Outcomes">One per movement, in the order of the batch.</param>
/// <param name="Entries">Ordered by movement; within a shard by sequence and line.</param>
/// <param name="LastSequences">Of the shards that gained entries.</param>
public sealed record PostingResult(
    IReadOnlyList<PostingOutcome> Outcomes,
    IReadOnlyList<Entry> Entries,
    IReadOnlyList<PositionChange> Positions,
    IReadOnlyList<NoSaleDay> NoSaleDays,
    IReadOnlyDictionary<int, long> LastSequences)
{
    public required IReadOnlyDictionary<HoldKey, Hold> Holds { get; init; }

    /// <summary>Lots that are new, or whose expiry is known now.</summary>
    public required IReadOnlyDictionary<LotKey, LotRules> Lots { get; init; }

    /// <summary>Serial numbers that came, moved or went.</summary>
    public required IReadOnlyDictionary<LotKey, SerialMove> Serials { get; init; }

    /// <summary>Movements taken back, by the movement that does so.</summary>
    public required IReadOnlyDictionary<string, string> Reversed { get; init; }
}

/// <summary>From where to where a piece went; null: outside.</summary>
public readonly record struct SerialMove(LocationCode? From, LocationCode? To);

/// <param name="Before">What the change is built upon.</param>
public readonly record struct PositionChange(PositionKey Key, int Shard, Position Position, Position Before)
{
    public bool IsNew => Before.Id == 0;
}

/// <summary>A business day on which a location was seen to sell none of an item.</summary>
public readonly record struct NoSaleDay(int Outcome, Movement Movement, int Shard, Sku Sku, DateOnly Date);
