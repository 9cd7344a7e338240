using System.Collections.Concurrent;
using System.Text.Json;
using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Simulation;

/// <summary>Business days that were closed, between being asked for and the answer.</summary>
internal sealed record Closing(DateOnly Through, long Asked, long Answered);

/// <summary>All that was told and answered, by all clients, in the order in which it was sent and heard.</summary>
internal sealed class History
{
    private readonly ConcurrentQueue<Telling> _told = new();
    private readonly ConcurrentQueue<Closing> _closings = new();
    private long _now;

    public IEnumerable<IGrouping<string, Telling>> Movements => _told.GroupBy(telling => telling.Movement.Id);

    public IEnumerable<Telling> Refused => _told.Where(telling => telling.Fate == Fate.Refused);

    /// <summary>What was told last of each movement of which nobody heard.</summary>
    public IEnumerable<Movement> Unheard => Movements.Select(tellings => tellings.Last()).Where(telling => telling.Fate == Fate.Unknown)
        .Select(telling => telling.Movement);

    public int Count(Fate fate) => _told.Count(telling => telling.Fate == fate);

    /// <summary>The next moment.</summary>
    public long Tick() => Interlocked.Increment(ref _now);

    public void Add(Closing closing) => _closings.Enqueue(closing);

    /// <param name="asked">When they were sent.</param>
    /// <param name="status">Of the answer to one movement, or to an array; 0 where there was none.</param>
    public IReadOnlyList<Telling> Add(IReadOnlyList<Movement> movements, long asked, int status, string text)
    {
        var now = Tick();
        Telling[] tellings = [.. status switch
        {
            200 => movements.Zip(JsonElement.Parse(text).GetProperty("results").EnumerateArray(), (movement, result) => new Telling(
                movement, result.GetProperty("status").GetString() == "posted" ? Fate.Posted : Fate.Refused, result.GetRawText(), asked, now)),
            201 => movements.Select(movement => new Telling(movement, Fate.Posted, text, asked, now)),
            409 or 422 => movements.Select(movement => new Telling(movement, Fate.Refused, text, asked, now)),
            0 or 429 or >= 500 => movements.Select(movement => new Telling(movement, Fate.Unknown, text, asked, long.MaxValue)),
            _ => throw new InvalidOperationException($"{status}: {text}"),
        }];

        foreach (var telling in tellings)
        {
            _told.Enqueue(telling);
        }

        return tellings;
    }

    /// <summary>What was surely closed when something was asked; null: nothing.</summary>
    public DateOnly? ClosedAt(long asked) => _closings.Where(closing => closing.Answered < asked).Select(closing => (DateOnly?)closing.Through).Max();

    /// <summary>What may have been closed while something was decided.</summary>
    public IEnumerable<DateOnly?> ClosedBetween(long asked, long answered) =>
        _closings.Where(closing => closing.Asked < answered && closing.Answered > asked).Select(closing => (DateOnly?)closing.Through).Prepend(ClosedAt(asked));
}
