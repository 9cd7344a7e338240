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
        _open = [.. history.Refused.Select(telling => new Case(telling, telling.Refusals, [.. ShardsOf(telling.Movement).Select(shard => RangeOf(shard, telling))]))];
    }

    /// <summary>Looks which refusals the ledger as it is now explains.</summary>
    public void Explain() => _open.RemoveAll(IsExplained);

    public void AssertAllExplained() => Assert.True(
        _open.Count == 0,
        string.Join('\n', _open.Select(one =>
            $"{one.Telling.Movement.Id} {one.Telling.Movement.Kind} was refused ({one.Refusals}) between {one.Telling.Asked} and {one.Telling.Answered}, "
            + $"shards {string.Join(' ', one.Ranges)}; the model would say: {one.Guess}.")));

    private bool IsExplained(Case one)
    {
        var (telling, stored) = (one.Telling, _log.Movements.GetValueOrDefault(one.Telling.Movement.Id));

        // Ids are looked up everywhere, so that the order of shards does not matter.
        if (stored is not null && one.Refusals == "id conflicting-replay")
        {
            return stored.Asked < telling.Answered && ContentHash.OfMovement(telling.Movement) != stored.Content;
        }

        if (!one.Ranges.All(range => range.Holds(_heads.GetValueOrDefault(range.Shard))) || stored?.Answered < telling.Asked)
        {
            return false;
        }

        return _history.ClosedBetween(telling.Asked, telling.Answered).Distinct().Any(closed =>
        {
            _memory.ClosedThrough = closed;
            one.Guess = _memory.Judge(telling.Movement).Outcomes[0] is Refused refused ? Telling.RefusalsText(refused) : "posted";

            return one.Guess == one.Refusals;
        });
    }

    private IEnumerable<int> ShardsOf(Movement movement) => movement.PastId is null
        ? Legs.LocationsOf(movement).Select(location => SimulatedLedger.Locations.Single(known => known.Code == location).Shard).Distinct()
        : _log.Movements.GetValueOrDefault(movement.PastId)?.Parts.Select(part => part.Shard) ?? [];

    private ShardRange RangeOf(int shard, Telling telling)
    {
        var parts = _log.Movements.Values.SelectMany(movement => movement.Parts, (movement, part) => (movement, part))
            .Where(one => one.part.Shard == shard).ToArray();

        return new(
            shard,
            parts.Where(one => one.movement.Answered < telling.Asked).Select(one => one.part.Sequence).DefaultIfEmpty(0).Max(),
            parts.Where(one => one.movement.Asked > telling.Answered).Select(one => one.part.Sequence - 1).DefaultIfEmpty(long.MaxValue).Min());
    }

    private sealed record Case(Telling Telling, string Refusals, IReadOnlyList<ShardRange> Ranges)
    {
        /// <summary>What the model would have said where it was asked last.</summary>
        public string Guess { get; set; } = "nothing: there is no such place";
    }

    private readonly record struct ShardRange(int Shard, long First, long Last)
    {
        public bool Holds(long head) => head >= First && head <= Last;
    }
}
