using Composerp.InventoryLedger.Domain;
using CsCheck;

namespace Composerp.InventoryLedger.Tests.Domain;

/// <summary>Random movements of all kinds, in random order of time, against the plainest statement of what they mean.</summary>
public sealed class PostingPropertyTests
{
    private static readonly Gen<MovementDice[][]> _batches = MovementDice.Gen.Array[1, 6].Array[1, 14];

    // Days up to this one after the first are closed; most often none is.
    private static readonly Gen<int> _closed = Gen.Int[0, 3].Select(n => n == 0 ? 1 : -1);

    [Fact]
    public void Stock_is_what_was_told_replayed_in_the_order_in_which_it_occurred() => Sample(isPlain: true, iterations: 400);

    [Fact]
    public void Every_sequence_of_batches_keeps_the_promises_of_the_ledger() => Sample(isPlain: false, iterations: 800);

    private static void Sample(bool isPlain, int iterations) => Gen.Select(_batches, _closed).Sample(
        (batches, closed) => Run(isPlain, batches, closed),
        iter: iterations,
        print: sample => Told(isPlain, sample.Item1));

    private static void Run(bool isPlain, MovementDice[][] batches, int closed)
    {
        var story = new MovementStory(isPlain);
        var (ledger, pure) = (Ledger(closed), Ledger(closed));
        var model = new PlainStock(ledger);

        foreach (var batch in batches.SelectMany(batch => Groups(batch.Select(story.Next))))
        {
            ledger.Now = pure.Now += TimeSpan.FromMinutes(1);
            var outcomes = ledger.Post(batch);
            pure.Post([.. batch.Zip(outcomes).Where(one => one.Second is Posted).Select(one => one.First)]);

            foreach (var (movement, outcome) in isPlain ? batch.Zip(outcomes) : [])
            {
                model.Take(movement, outcome);
            }

            AssertRepeatsAreAnsweredTheSame(ledger, batch, outcomes);
        }

        LedgerPromises.AssertKept(ledger);
        Assert.Equal(Picture(pure), Picture(ledger));

        if (isPlain)
        {
            model.AssertAgrees();
        }
    }

    private static MemoryLedger Ledger(int closed) => new(MovementStory.Locations)
    {
        ClosedThrough = closed < 0 ? null : DateOnly.FromDateTime(AMovement.Day(closed).DateTime),
    };

    /// <summary>What takes another movement back is posted after it, as callers do.</summary>
    private static IEnumerable<Movement[]> Groups(IEnumerable<Movement> movements)
    {
        var group = new List<Movement>();

        foreach (var movement in movements)
        {
            if (movement.PastId is not null && group.Count > 0)
            {
                yield return [.. group];
                group.Clear();
            }

            group.Add(movement);
        }

        yield return [.. group];
    }

    private static void AssertRepeatsAreAnsweredTheSame(MemoryLedger ledger, Movement[] batch, IReadOnlyList<PostingOutcome> outcomes)
    {
        var entries = ledger.Entries.Count;
        var posted = batch.Zip(outcomes.OfType<PostingOutcome>()).Where(one => one.Second is Posted).ToArray();
        var again = ledger.Post([.. posted.Select(one => one.First)]);

        Assert.All(posted.Zip(again), one =>
        {
            var (first, second) = ((Posted)one.First.Second, (Posted)one.Second);
            Assert.True(second.IsRepeat);
            Assert.Equal((first.RecordedAt, string.Join(' ', first.Parts)), (second.RecordedAt, string.Join(' ', second.Parts)));
        });
        Assert.Equal(entries, ledger.Entries.Count);
    }

    /// <summary>All that a ledger knows; a refused movement leaves no trace in it.</summary>
    private static string Picture(MemoryLedger ledger) => string.Join('\n', (string[])
    [
        .. ledger.Entries.Select(entry => $"{entry.Shard}:{entry.Sequence}:{entry.Line} {entry.Movement.Id} {entry.Position} {entry.OccurredAt:o} {entry.Quantity} v{entry.Version} {entry.Balance} {entry.Value} {entry.Variance} {entry.IsBackdated}"),
        .. ledger.Positions.Select(one => $"{one.Key} {one.Value with { Id = 0, Pool = CostPool.Empty }} {one.Value.Pool.Quantity} {one.Value.Pool.Value} {string.Join(' ', one.Value.Pool.Layers)}").Order(),
        .. ledger.Holds.Select(one => $"{one.Key} {one.Value}").Order(),
        .. ledger.Serials.Select(one => $"{one}").Order(),
        .. ledger.Lots.Select(one => $"{one}").Order(),
        .. ledger.Reversed.Select(one => $"{one}").Order(),
    ]);

    private static string Told(bool isPlain, MovementDice[][] batches)
    {
        var story = new MovementStory(isPlain);

        return string.Join('\n', batches.Select(batch => string.Join('\n', batch.Select(dice => $"  {Told(story.Next(dice))}")) + "\n"));
    }

    private static string Told(Movement movement) =>
        $"{movement.Id} {movement.Kind} {movement.Location} {movement.ToLocation} @{movement.OccurredAt:dd.HH:mm:ss} {movement.Reservation} {movement.PastId} "
        + string.Join(", ", movement.Lines.Select(line => $"{line.Sku}={line.Lot} {line.Quantity} {line.Unit}:{line.UnitPrice} {line.Status} {line.LandedCost}"));
}
