using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Tests.Domain;

namespace Composerp.InventoryLedger.Tests.Simulation;

/// <summary>
/// What was told, decided again by the pure function in the ledger's own order, one movement after the other: everything
/// that is stored, and everything that was answered, is what that gives.
/// </summary>
internal sealed class HistoryReplay
{
    private readonly MemoryLedger _memory = new([.. SimulatedLedger.Locations]);
    private readonly Dictionary<int, long> _heads = [];
    private readonly Dictionary<MovementPart, StoredMovement> _byPart;
    private readonly StoredLog _log;
    private readonly History _history;
    private readonly RefusalCheck _refusals;

    // What the words mean, where a story has a meaning apart from its order.
    private readonly PlainStock? _plain;
    private string _difference = "";

    private HistoryReplay(StoredLog log, History history, bool isPlain)
    {
        _log = log;
        _history = history;
        _plain = isPlain ? new(_memory) : null;
        _byPart = log.Movements.Values.SelectMany(movement => movement.Parts, (movement, part) => (movement, part))
            .ToDictionary(one => one.part, one => one.movement);
        _refusals = new(log, history, _memory, _heads);
    }

    public static void AssertExplains(StoredLog log, History history, bool isPlain)
    {
        var replay = new HistoryReplay(log, history, isPlain);
        replay.FindDeadlines();
        replay.Run();
        replay._refusals.AssertAllExplained();
        LedgerPromises.AssertKept(replay._memory);
        replay._plain?.AssertAgrees();
    }

    // Shards have no order among each other: what was surely done early is looked at first.
    private void FindDeadlines()
    {
        var shards = _byPart.GroupBy(one => one.Key.Shard, one => one)
            .Select(shard => shard.OrderByDescending(one => one.Key.Sequence).Select(one => one.Value).ToArray()).ToArray();

        // A movement over two shards hands on what it learned in the one in the other.
        foreach (var shard in shards.Concat(shards))
        {
            var deadline = long.MaxValue;

            foreach (var movement in shard)
            {
                deadline = movement.Deadline = Math.Min(deadline, Math.Min(movement.Deadline, movement.Answered));
            }
        }
    }

    private void Run()
    {
        var left = _log.Movements.Count;
        _memory.Now = _log.Movements.Values.Select(movement => movement.RecordedAt).DefaultIfEmpty(_memory.Now).Min();
        _refusals.Explain();

        for (; left > 0; left--)
        {
            // Nearly always the times of recording are the order. What was never answered has no deadline, and a wrong guess
            // can lead where nothing goes on: a piece that is received elsewhere too early cannot be received here.
            var next = FindNext().OrderBy(movement => movement.RecordedAt).ThenBy(movement => movement.Deadline).ToArray();
            Assert.True(next.Length > 0, $"The shards contradict each other, or the log has a gap after {string.Join(' ', _heads)}.");
            Assert.True(next.Any(TryTake), _difference);
            _refusals.Explain();
        }
    }

    /// <summary>A movement over two shards is next when it is next in both.</summary>
    private List<StoredMovement> FindNext()
    {
        var shards = _byPart.Keys.Select(part => part.Shard).Distinct().ToArray();

        foreach (var shard in shards)
        {
            while (_log.Events.Contains(After(shard)))
            {
                _heads[shard] = After(shard).Sequence;
            }
        }

        return
        [
            .. shards.Select(shard => _byPart.GetValueOrDefault(After(shard))).OfType<StoredMovement>().Distinct()
                .Where(movement => movement.Parts.All(part => After(part.Shard) == part)),
        ];
    }

    private MovementPart After(int shard) => new(shard, _heads.GetValueOrDefault(shard) + 1);

    private bool TryTake(StoredMovement stored)
    {
        var told = stored.Told ?? throw new InvalidOperationException($"Nobody told {stored.Id}.");

        // The time that the ledger gave to what named none.
        var movement = told.OccurredAt is null && told.Kind != MovementKind.Reversal ? told with { OccurredAt = stored.OccurredAt } : told;
        stored.Parts.ToList().ForEach(part => _memory.GoOnAfter(part.Shard, part.Sequence - 1));
        _memory.Now = stored.RecordedAt;
        _memory.ClosedThrough = _history.ClosedAt(stored.Asked);

        if (!IsExplained(stored, _memory.Judge(movement)))
        {
            return false;
        }

        var outcome = _memory.Post(movement)[0];
        _plain?.Take(movement, outcome);
        stored.Parts.ToList().ForEach(part => _heads[part.Shard] = part.Sequence);

        return true;
    }

    private bool IsExplained(StoredMovement stored, PostingResult result)
    {
        var (expected, found) = (result.Outcomes[0] is Posted posted ? Text(posted, result.Entries) : $"{Why(result.Outcomes[0])}", Text(stored));
        _difference = $"{stored.Id} is stored as\n{found}\nand would be\n{expected}";

        return expected == found;
    }

    private static string Why(PostingOutcome outcome) => outcome is Refused refused ? $"refused: {Telling.RefusalsText(refused)}" : $"{outcome}";

    private static string Text(StoredMovement stored) => $"{stored.Place}\n{string.Join('\n', stored.Entries.Order(StringComparer.Ordinal))}";

    private static string Text(Posted posted, IReadOnlyList<Entry> entries) =>
        $"{posted.RecordedAt.UtcDateTime:o} {string.Join(' ', posted.Parts.Select(part => $"{part.Shard}:{part.Sequence}"))}\n"
        + string.Join('\n', entries.Select(StoredLog.Text).Order(StringComparer.Ordinal));
}
