using Composerp.InventoryLedger.Domain;
using CsCheck;

namespace Composerp.InventoryLedger.Tests.Domain;

/// <summary>What goods cost, against a plain account of it: pieces in a row, or a heap with one worth.</summary>
public sealed class PostingCostPropertyTests
{
    // Every share is rounded to a millionth, and there are a few hundred of them.
    private const decimal Tolerance = 0.001m;

    private static readonly string[] _kinds =
        ["RECEIPT", "SALE", "TRANSFER_OUT", "REVERSAL", "TRANSFER_IN", "DAMAGE", "RESERVATION", "ADJUSTMENT", "SUPPLIER_RETURN", "RECEIPT", "REVERSAL"];

    private static readonly Gen<(int Kind, int Place, int Quantity, int Price, int Lines, int Earlier)[]> _throws = Gen.Select(
        Gen.Int[0, _kinds.Length - 1], Gen.Int[0, 5], Gen.Int[1, 9], Gen.Int[1, 5], Gen.Int[0, 2], Gen.Int[0, 9]).Array[1, 40];

    [Fact]
    public void Average_and_first_in_first_out_are_what_they_say() => _throws.Sample(
        throws =>
        {
            var ledger = new MemoryLedger(MemoryLedger.Location("A", 1), MemoryLedger.Location("B", 2), MemoryLedger.Location("C", 1));
            var costs = new PlainCosts();
            var told = new List<string>();

            foreach (var (text, n) in throws.Select(Text))
            {
                told.Add(text);

                if (ledger.Post(text)[0] is Posted)
                {
                    costs.Take(AMovement.Of(text));
                    Assert.All(costs.Pools, pool => AssertIs(ledger.Pool(pool.Place, pool.Sku), pool.Quantity, pool.Value, $"{n}: {text} at {pool}"));
                }
            }

            LedgerPromises.AssertKept(ledger);
        },
        iter: 600,
        print: throws => string.Join('\n', throws.Select(Text)));

    private static void AssertIs(CostPool pool, decimal quantity, decimal value, string what)
    {
        Assert.Equal((what, quantity), (what, pool.Quantity.ToDecimal()));
        Assert.True(Math.Abs(value - pool.Value.ToDecimal()) < Tolerance, $"{what}: {value} expected, {pool.Value} found.");
    }

    private static (string Text, int Number) Text((int Kind, int Place, int Quantity, int Price, int Lines, int Earlier) dice, int n)
    {
        var kind = _kinds[dice.Kind];

        if (kind == "REVERSAL")
        {
            return ($"REVERSAL m{n - 1 - dice.Earlier} @1 #m{n}", n);
        }

        var price = kind == "RECEIPT" ? $":{dice.Price}" : "";
        var sign = kind == "ADJUSTMENT" ? "-" : "";
        var there = kind.StartsWith("TRANSFER", StringComparison.Ordinal) ? $" > {"ABC"[(dice.Place + 1 + (dice.Place / 3)) % 3]}" : "";
        var goods = new[] { $"bolt {sign}{dice.Quantity}{price}", $"beam {sign}{dice.Quantity}{price}" };

        return ($"{kind} {"ABC"[dice.Place % 3]}{there} {(dice.Lines == 2 ? string.Join(' ', goods) : goods[dice.Lines])} @1 #m{n}", n);
    }

    /// <summary>
    /// A piece costs what its delivery cost apiece. Bolts lie on a heap, where all cost the same; beams stand in a row, and
    /// the one that came first goes first.
    /// </summary>
    private sealed class PlainCosts
    {
        private readonly Dictionary<(string Place, string Sku), List<Piece>> _pools = [];
        private readonly Dictionary<string, List<Flow>> _flows = [];

        public IEnumerable<(string Place, string Sku, decimal Quantity, decimal Value)> Pools =>
            _pools.Select(pool => (pool.Key.Place, pool.Key.Sku, (decimal)pool.Value.Count, pool.Value.Sum(piece => piece.Cost)));

        public void Take(Movement movement)
        {
            var flows = _flows[movement.Id] = [];

            if (movement.PastId is { } past)
            {
                foreach (var flow in _flows[past].OrderBy(flow => flow.Count < 0))
                {
                    flows.Add(flow.Count > 0
                        ? Out(flow.Place, flow.Sku, flow.Count, past, flow.Value)
                        : In(flow.Place, flow.Sku, -flow.Count, -flow.Value, movement.Id));
                }

                return;
            }

            foreach (var line in movement.Lines)
            {
                var (sku, count) = (line.Sku.Value, (int)Math.Abs(line.Quantity.ToDecimal()));
                var (here, there) = (movement.Location.Value, movement.ToLocation?.Value ?? "");

                switch (movement.Kind)
                {
                    case MovementKind.Receipt:
                        flows.Add(In(here, sku, count, count * line.UnitPrice ?? 0, movement.Id));
                        break;
                    case MovementKind.TransferOut:
                        flows.Add(Out(here, sku, count));
                        flows.Add(In(there, sku, count, -flows[^1].Value, movement.Id));
                        break;
                    case MovementKind.Sale or MovementKind.Adjustment or MovementKind.SupplierReturn:
                        flows.Add(Out(here, sku, count));
                        break;
                }
            }
        }

        private Flow In(string place, string sku, int count, decimal value, string origin)
        {
            var pool = Pool(place, sku);
            pool.AddRange(Enumerable.Repeat(new Piece(origin, value / count), count));
            Level(sku, pool, pool.Sum(piece => piece.Cost));

            return new(place, sku, count, value);
        }

        /// <param name="origin">Takes back what came by this movement, at what it came in for.</param>
        private Flow Out(string place, string sku, int count, string? origin = null, decimal? worth = null)
        {
            var pool = Pool(place, sku);
            var all = pool.Sum(piece => piece.Cost);
            var taken = pool.OrderBy(piece => piece.Origin != origin).Take(count).ToArray();
            Array.ForEach(taken, piece => pool.Remove(piece));

            var cost = sku == "bolt" && worth is { } told && pool.Count > 0 ? Math.Min(told, all) : taken.Sum(piece => piece.Cost);
            Level(sku, pool, all - cost);

            return new(place, sku, -count, worth is { } known ? -known : -cost);
        }

        private static void Level(string sku, List<Piece> pool, decimal value)
        {
            for (var n = 0; sku == "bolt" && n < pool.Count; n++)
            {
                pool[n] = pool[n] with { Cost = value / pool.Count };
            }
        }

        private List<Piece> Pool(string place, string sku) =>
            _pools.TryGetValue((place, sku), out var pool) ? pool : _pools[(place, sku)] = [];

        private sealed record Piece(string Origin, decimal Cost);

        private sealed record Flow(string Place, string Sku, int Count, decimal Value);
    }
}
