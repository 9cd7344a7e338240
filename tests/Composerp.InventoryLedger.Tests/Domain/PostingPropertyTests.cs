using Composerp.InventoryLedger.Domain;
using CsCheck;

namespace Composerp.InventoryLedger.Tests.Domain;

/// <summary>Random movements, in random order of time, against the plainest statement of what they mean.</summary>
public sealed class PostingPropertyTests
{
    private static readonly LocationRules[] Locations =
    [
        MemoryLedger.Location("A", 1),
        MemoryLedger.Location("B", 2, goLive: new(2026, 3, 5)),
        MemoryLedger.Location("C", 1, allowsNegative: true),
    ];

    private static readonly string[] Kinds =
        ["RECEIPT", "RECEIPT", "SALE", "SALE", "CUSTOMER_RETURN", "TRANSFER_OUT", "TRANSFER_IN", "ADJUSTMENT", "COUNT", "COUNT"];

    private static readonly Gen<Movement> Movements =
        from kind in Gen.Int[0, Kinds.Length - 1]
        from location in Gen.Int[0, 2]
        from other in Gen.Int[1, 2]
        from day in Gen.Int[0, 7]
        from bolts in Gen.Int[1, 9]
        from nuts in Gen.Int[1, 9]
        from lines in Gen.Int[1, 3]
        from id in Gen.Int[0, 200]
        select Movement(Kinds[kind], "ABC"[location], "ABC"[(location + other) % 3], day, bolts, nuts, lines, id);

    private static readonly Gen<Movement[][]> Batches = Movements.Array[1, 6].Array[1, 12];

    [Fact]
    public void Every_sequence_of_batches_keeps_the_promises_of_the_ledger() => Batches.Sample(
        batches =>
        {
            var ledger = new MemoryLedger(Locations);
            var model = new Model();

            foreach (var batch in batches)
            {
                ledger.Now += TimeSpan.FromMinutes(1);
                var outcomes = ledger.Post(batch);

                foreach (var (movement, outcome) in batch.Zip(outcomes))
                {
                    model.Take(movement, outcome);
                }
            }

            AssertSumsAreZero(ledger);
            AssertPositionsAreTheFoldOfTheirEntries(ledger);
            AssertSequencesAreContiguous(ledger);
            model.AssertAgrees(ledger);
        },
        iter: 1_000);

    private static Movement Movement(
        string kind, char location, char other, int day, int bolts, int nuts, int lines, int id)
    {
        var destination = kind.StartsWith("TRANSFER", StringComparison.Ordinal) ? $" > {other}" : "";
        var items = lines == 1 ? $"bolt {bolts}" : lines == 2 || kind == "COUNT" ? $"bolt {bolts} nut {nuts}" : $"bolt {bolts} nut {nuts} bolt 1";
        var sign = kind == "ADJUSTMENT" && nuts > 4 ? "-" : "";

        return AMovement.Of($"{kind} {location}{destination} {items.Replace("bolt ", $"bolt {sign}", StringComparison.Ordinal)} @{day} #{id}");
    }

    private static void AssertSumsAreZero(MemoryLedger ledger) => Assert.All(
        ledger.Entries.Where(entry => entry.Contra.IsInside()).GroupBy(entry => (entry.Movement.Id, entry.Position.Sku)),
        item => Assert.Equal(0, item.Sum(entry => entry.Quantity.TenThousandths)));

    private static void AssertPositionsAreTheFoldOfTheirEntries(MemoryLedger ledger)
    {
        foreach (var entries in ledger.Entries.GroupBy(entry => entry.Position))
        {
            var (balance, version) = (Quantity.Zero, 0L);
            var location = Locations.Single(candidate => candidate.Code == entries.Key.Location);

            foreach (var movement in entries.GroupBy(entry => entry.Movement))
            {
                var before = balance;

                foreach (var entry in movement)
                {
                    balance += entry.Quantity;
                    Assert.Equal(++version, entry.Version);
                    Assert.Equal(balance, entry.Balance);
                    Assert.True(balance >= Quantity.Zero || balance >= before || movement.All(one => !one.IsCorrection));
                }

                // What was below zero lawfully may stay there, and come up in steps.
                Assert.True(
                    balance >= Quantity.Zero || balance >= before
                    || location.AllowsNegative || location.IsHistory(movement.Key.OccurredAt ?? ledger.Now));
            }

            var position = ledger.Positions[entries.Key];
            Assert.Equal((balance, version), (position.Balance, position.Version));
            Assert.True(position.Balance >= Quantity.Zero || position.IsFloorLifted);
        }
    }

    private static void AssertSequencesAreContiguous(MemoryLedger ledger)
    {
        foreach (var shard in ledger.Entries.GroupBy(entry => entry.Shard))
        {
            var sequences = shard.GroupBy(entry => entry.Sequence).ToList();
            Assert.Equal(Enumerable.Range(1, sequences.Count), sequences.Select(sequence => (int)sequence.Key));
            Assert.All(sequences, sequence => Assert.Equal(
                Enumerable.Range(1, sequence.Count()), sequence.Select(entry => entry.Line)));
            Assert.All(sequences, sequence => Assert.Single(sequence.Select(entry => entry.Movement.Id).Distinct()));
        }
    }

    /// <summary>
    /// Stock by its meaning: what was told, replayed in the order in which it occurred, a count setting the balance. It
    /// knows nothing of versions, differences and corrections.
    /// </summary>
    private sealed class Model
    {
        private readonly Dictionary<string, Movement> _posted = [];
        private readonly List<Movement> _inOrderTold = [];

        public void Take(Movement movement, PostingOutcome outcome)
        {
            if (_posted.TryGetValue(movement.Id, out var earlier))
            {
                Assert.Equal(earlier.Content == movement.Content, outcome is Posted { IsRepeat: true });

                return;
            }

            if (outcome is Posted posted)
            {
                Assert.False(posted.IsRepeat);
                _posted.Add(movement.Id, movement);
                _inOrderTold.Add(movement);
            }
            else
            {
                Assert.All(((Refused)outcome).Refusals, refusal => Assert.Equal(RefusalKind.InsufficientStock, refusal.Kind));
            }
        }

        public void AssertAgrees(MemoryLedger ledger)
        {
            foreach (var key in ledger.Positions.Keys)
            {
                for (var day = 0; day <= 8; day++)
                {
                    Assert.Equal(BalanceAt(key, AMovement.Day(day)), ledger.BalanceAt(key, AMovement.Day(day)));
                }
            }
        }

        private decimal BalanceAt(PositionKey key, DateTimeOffset instant)
        {
            var balance = 0m;

            // The sort is stable: what occurred at the same time stays in the order told, with counts last.
            foreach (var movement in _inOrderTold
                .Where(movement => movement.OccurredAt <= instant)
                .OrderBy(movement => movement.OccurredAt)
                .ThenBy(movement => movement.Kind == MovementKind.Count))
            {
                foreach (var line in movement.Lines)
                {
                    balance = Apply(movement, line, key, balance);
                }
            }

            return balance;
        }

        private static decimal Apply(Movement movement, MovementLine line, PositionKey key, decimal balance)
        {
            var (giving, taking) = Legs.Of(movement, line.Status);
            var quantity = line.Quantity.ToDecimal();

            return movement.Kind == MovementKind.Count && taking.Position(line.Sku, line.Lot) == key ? quantity
                : giving.Position(line.Sku, line.Lot) == key ? balance - quantity
                : taking.Position(line.Sku, line.Lot) == key ? balance + quantity
                : balance;
        }
    }
}
