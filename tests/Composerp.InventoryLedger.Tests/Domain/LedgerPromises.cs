using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Domain;

/// <summary>What holds of a ledger whatever was posted to it.</summary>
internal sealed class LedgerPromises
{
    private readonly MemoryLedger _ledger;
    private readonly Dictionary<LocationCode, LocationRules> _locations;
    private readonly Dictionary<PositionKey, Position> _folded = [];

    private LedgerPromises(MemoryLedger ledger)
    {
        _ledger = ledger;
        _locations = ledger.Locations.ToDictionary(location => location.Code);
    }

    public static void AssertKept(MemoryLedger ledger)
    {
        var promises = new LedgerPromises(ledger);
        promises.FollowEntries();
        promises.AssertPositionsAreTheirFold();
        promises.AssertPoolsAreTheFoldOfValues();
        promises.AssertHoldsAreWhatIsReserved();
        promises.AssertPiecesAreWhereTheirNumbersAre();
        promises.AssertSequencesAreContiguous();
    }

    private void FollowEntries()
    {
        foreach (var movement in _ledger.Entries.GroupBy(entry => entry.Movement))
        {
            Assert.All(
                movement.Where(entry => entry.Contra.IsInside()).GroupBy(entry => entry.Position.Sku),
                item => Assert.Equal(0, item.Sum(entry => entry.Quantity.TenThousandths)));

            var before = movement.Select(entry => entry.Position).Distinct().ToDictionary(key => key, key => Folded(key).Balance);

            foreach (var entry in movement)
            {
                var position = Folded(entry.Position);
                position = new(position.Balance + entry.Quantity, position.Version + 1) { Value = position.Value + (entry.Value ?? Money.Zero) };
                _folded[entry.Position] = position;

                Assert.Equal(
                    (position.Version, position.Balance, position.Value), (entry.Version, entry.Balance, entry.ValueBalance));
                Assert.True(MayBe(entry, before[entry.Position]), $"{entry.Movement.Id} took {entry.Position} to {entry.Balance}.");
            }

            AssertPiecesAreInsideOnce(movement.Select(entry => entry.Position));
        }
    }

    /// <summary>Below zero goes only what may; what is below zero lawfully may stay there, and come up in steps.</summary>
    private bool MayBe(Entry entry, Quantity before)
    {
        var location = _locations[entry.Position.Location];

        return entry.Balance >= Quantity.Zero
            || entry.Quantity >= Quantity.Zero
            || entry.Balance >= before
            || location.AllowsNegative
            || location.IsHistory(entry.IsCorrection ? entry.Movement.OccurredAt ?? entry.OccurredAt : entry.OccurredAt)
            || (entry.Found is not null && entry.Balance + Folded(entry.Position with { Account = Account.Reserved }).Balance >= Quantity.Zero);
    }

    private void AssertPiecesAreInsideOnce(IEnumerable<PositionKey> moved)
    {
        foreach (var piece in moved.Where(IsPiece).Select(key => (key.Sku, key.Lot)).Distinct())
        {
            var inside = _folded.Where(one => (one.Key.Sku, one.Key.Lot) == piece && one.Value.Balance > Quantity.Zero).ToArray();
            Assert.True(inside.Length <= 1, $"{piece} is at {string.Join(" and ", inside.Select(one => one.Key))}.");
            Assert.All(inside, one => Assert.Equal(Quantity.Of(1), one.Value.Balance));
        }
    }

    private void AssertPositionsAreTheirFold()
    {
        foreach (var (key, position) in _ledger.Positions)
        {
            var folded = Folded(key);
            Assert.Equal((folded.Balance, folded.Version, folded.Value), (position.Balance, position.Version, position.Value));
            Assert.True(position.Balance >= Quantity.Zero || position.IsFloorLifted, $"{key} has a floor and {position.Balance}.");
        }

        Assert.All(_folded.Keys, key => Assert.True(_ledger.Positions.ContainsKey(key)));
    }

    private void AssertPoolsAreTheFoldOfValues()
    {
        foreach (var goods in _ledger.Positions.GroupBy(position => position.Key.Lead))
        {
            var pool = _ledger.Positions.GetValueOrDefault(goods.Key, Position.Empty).Pool;
            var costed = goods.Sum(position => position.Value.Balance.TenThousandths - position.Value.Uncosted.TenThousandths);

            Assert.Equal((goods.Key, costed), (goods.Key, pool.Quantity.TenThousandths));
            Assert.Equal((goods.Key, goods.Sum(position => position.Value.Value.Millionths)), (goods.Key, pool.Value.Millionths));
            Assert.True(
                pool.Value == Money.Zero || (pool.Value > Money.Zero == pool.Quantity > Quantity.Zero && pool.Quantity != Quantity.Zero),
                $"{pool.Quantity} of {goods.Key} are worth {pool.Value}.");
            Assert.False(pool.LastUnitCost < 0, $"{goods.Key} costs {pool.LastUnitCost}.");
            AssertLayersAreThePool(goods.Key, pool);
        }
    }

    private void AssertLayersAreThePool(PositionKey lead, CostPool pool)
    {
        if (_ledger.Items[lead.Sku].Valuation == Valuation.MovingAverage)
        {
            Assert.Empty(pool.Layers);

            return;
        }

        Assert.Equal(
            (lead, Math.Max(0, pool.Quantity.TenThousandths)), (lead, pool.Layers.Sum(layer => layer.Quantity.TenThousandths)));
        Assert.True(
            pool.Quantity < Quantity.Zero || pool.Value.Millionths == pool.Layers.Sum(layer => layer.Value.Millionths),
            $"{lead} is worth {pool.Value}.");
        Assert.All(pool.Layers, layer => Assert.True(layer.Quantity > Quantity.Zero && layer.Value >= Money.Zero, $"{layer}"));
        Assert.Equal(pool.Layers.Select(layer => layer.Number).Distinct().Order(), pool.Layers.Select(layer => layer.Number));
    }

    private void AssertHoldsAreWhatIsReserved()
    {
        var held = _ledger.Holds.GroupBy(hold => new PositionKey(hold.Key.Location, hold.Key.Sku, hold.Key.Lot, Account.Reserved))
            .ToDictionary(place => place.Key, place => place.Sum(hold => hold.Value.Open.TenThousandths));

        Assert.All(_ledger.Holds, hold => Assert.InRange(hold.Value.Open.TenThousandths, 0, hold.Value.Reserved.TenThousandths));
        Assert.All(
            _ledger.Positions.Where(position => position.Key.Account == Account.Reserved),
            position => Assert.Equal((position.Key, held.GetValueOrDefault(position.Key)), (position.Key, position.Value.Balance.TenThousandths)));
        Assert.All(held.Where(place => place.Value != 0), place => Assert.True(_ledger.Positions.ContainsKey(place.Key)));
    }

    private void AssertPiecesAreWhereTheirNumbersAre()
    {
        var inside = _folded.Where(one => IsPiece(one.Key) && one.Value.Balance > Quantity.Zero)
            .Select(one => (one.Key.Sku.Value, one.Key.Lot, one.Key.Location.Value));

        Assert.Equal(inside.Order(), _ledger.Serials.Select(one => (one.Key.Sku.Value, one.Key.Lot, one.Value.Value)).Order());
    }

    private void AssertSequencesAreContiguous()
    {
        foreach (var shard in _ledger.Entries.GroupBy(entry => entry.Shard))
        {
            var sequences = shard.GroupBy(entry => entry.Sequence).ToList();
            var first = (int)sequences[0].Key;
            Assert.Equal(Enumerable.Range(first, sequences.Count), sequences.Select(sequence => (int)sequence.Key));
            Assert.All(sequences, sequence => Assert.Equal(Enumerable.Range(1, sequence.Count()), sequence.Select(entry => entry.Line)));
            Assert.All(sequences, sequence => Assert.Single(sequence.Select(entry => entry.Movement.Id).Distinct()));
        }
    }

    private bool IsPiece(PositionKey key) => key.Lot.Length > 0 && _ledger.Items[key.Sku].Tracking == Tracking.Serial;

    private Position Folded(PositionKey key) => _folded.GetValueOrDefault(key, Position.Empty);
}
