using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Tests.Domain;

namespace Composerp.InventoryLedger.Tests.Simulation;

/// <summary>
/// What was refused has no place in the log. Somewhere between what was acknowledged before it was sent and what was sent
/// after it was answered there must be one where it is refused for just these reasons.
/// </summary>
internal sealed class RefusalCheck
{
    private readonly StoredLog _log;
    private readonly History _history;
    private readonly MemoryLedger _memory;
    private readonly Dictionary<int, long> _heads;
    private readonly List<Case> _open;

    /// <param name="memory">The ledger as it was, while the log is replayed.</param>
    /// <param name="heads">How far each shard's log is replayed.</param>
    public RefusalCheck(StoredLog log, History history, MemoryLedger memory, Dictionary<int, long> heads)
    {
        _log = log;
        _history = history;
        _memory = memory;
        _heads = heads;
        _open = [.. history.Refused.Select(telling => new Case(telling, telling.Refusals, FindShard(telling.Movement) is { } shard ? RangeOf(shard, telling) : null))];
    }

    /// <summary>Looks which refusals the ledger as it is now explains.</summary>
    public void Explain() => _open.RemoveAll(IsExplained);

    public void AssertAllExplained() => Assert.True(
        _open.All(one => one.IsExplainedButForPieces),
        string.Join('\n', _open.Where(one => !one.IsExplainedButForPieces).Select(one =>
            $"{one.Telling.Movement.Id} {one.Telling.Movement.Kind} was refused ({one.Refusals}) between {one.Telling.Asked} and {one.Telling.Answered}, "
            + $"{one.Range}; the model would say: {one.Guess}.")));

    private bool IsExplained(Case one)
    {
        var (telling, stored) = (one.Telling, _log.Movements.GetValueOrDefault(one.Telling.Movement.Id));

        // Ids are looked up everywhere, so that the order of shards does not matter.
        if (stored is not null && one.Refusals == "id conflicting-replay")
        {
            return stored.Asked < telling.Answered && ContentHash.OfMovement(telling.Movement) != stored.Content;
        }

        if (one.Range?.Holds(_heads) == false || stored?.Answered < telling.Asked)
        {
            return false;
        }

        return _history.ClosedBetween(telling.Asked, telling.Answered).Distinct().Any(closed =>
        {
            _memory.ClosedThrough = closed;
            one.Guess = _memory.Judge(telling.Movement).Outcomes[0] is Refused refused ? Telling.RefusalsText(refused) : "posted";
            one.IsExplainedButForPieces |= WithoutPieces(telling.Movement, one.Guess) == WithoutPieces(telling.Movement, one.Refusals);

            return one.Guess == one.Refusals;
        });
    }

    /// <summary>
    /// Where a piece is, is known to all shards, which have no order among each other: what was refused for a piece may be
    /// refused where the replay does not pass by.
    /// </summary>
    private string WithoutPieces(Movement movement, string refusals)
    {
        var told = _log.Movements.GetValueOrDefault(movement.PastId ?? "")?.Told ?? movement;

        if (!told.Lines.Any(line => IsPiece(line.Sku)))
        {
            return refusals;
        }

        return string.Join(", ", refusals.Split(", ").Where(refusal => refusal != "posted" && told == movement && !told.Lines
            .Where((line, n) => IsPiece(line.Sku) && refusal.StartsWith($"lines[{n}]", StringComparison.Ordinal)).Any()));
    }

    private bool IsPiece(Sku sku) => _memory.Items[sku].Tracking == Tracking.Serial;

    /// <summary>Whether a transfer may be depends on where the goods are: a replay does not pass by every state of two shards.</summary>
    private int? FindShard(Movement movement) => movement.PastId is null
        ? SimulatedLedger.Locations.Single(known => known.Code == Legs.LocationsOf(movement).First()).Shard
        : _log.Movements.GetValueOrDefault(movement.PastId)?.Parts[^1].Shard;

    private ShardRange RangeOf(int shard, Telling telling)
    {
        var parts = _log.Movements.Values.SelectMany(movement => movement.Parts, (movement, part) => (movement, part))
            .Where(one => one.part.Shard == shard).ToArray();

        return new(
            shard,
            parts.Where(one => one.movement.Answered < telling.Asked).Select(one => one.part.Sequence).DefaultIfEmpty(0).Max(),
            parts.Where(one => one.movement.Asked > telling.Answered).Select(one => one.part.Sequence - 1).DefaultIfEmpty(long.MaxValue).Min());
    }

    private sealed record Case(Telling Telling, string Refusals, ShardRange? Range)
    {
        public bool IsExplainedButForPieces { get; set; }

        /// <summary>What the model would have said where it was asked last.</summary>
        public string Guess { get; set; } = "nothing: there is no such place";
    }

    private readonly record struct ShardRange(int Shard, long First, long Last)
    {
        public bool Holds(Dictionary<int, long> heads) => heads.GetValueOrDefault(Shard) >= First && heads.GetValueOrDefault(Shard) <= Last;
    }
}
