using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Domain;

/// <summary>Values worked out by hand.</summary>
public sealed class CostTests
{
    private readonly MemoryLedger _ledger = new(
        MemoryLedger.Location("A", 1),
        MemoryLedger.Location("B", 2),
        MemoryLedger.Location("owes", 3, allowsNegative: true),
        MemoryLedger.Location("new", 4, goLive: new(2026, 3, 5)));

    [Fact]
    public void The_moving_average_costs_what_leaves()
    {
        _ledger.Post("RECEIPT A bolt 10:1", "RECEIPT A bolt 10:2", "SALE A bolt 4:9.99");

        // 20 bolts are worth 30, so four cost 6.
        Assert.Equal(-6, Values()[^1]);
        Assert.Equal((16, 24), Pool("A", "bolt"));
    }

    [Fact]
    public void First_in_first_out_costs_the_oldest()
    {
        _ledger.Post("RECEIPT A beam 10:1", "RECEIPT A beam 10:2", "SALE A beam 14");

        Assert.Equal(-18, Values()[^1]);
        Assert.Equal((6, 12), Pool("A", "beam"));
        Assert.Equal((2, Quantity.Of(6)), (Layers()[0].Number, Layers()[0].Quantity));
    }

    [Theory]
    [InlineData("bolt")]
    [InlineData("beam")]
    public void The_last_of_it_takes_all_that_is_left_of_its_worth(string sku)
    {
        _ledger.Post($"RECEIPT A {sku} 3:0.333333", $"SALE A {sku} 1", $"SALE A {sku} 1", $"SALE A {sku} 1");

        Assert.Equal((0, 0), Pool("A", sku));
        Assert.Equal(0, Values().Sum());
    }

    [Fact]
    public void A_transfer_carries_the_cost_to_the_other_end()
    {
        _ledger.Post("RECEIPT A bolt 10:3", "RECEIPT B bolt 10:1", "TRANSFER_OUT A > B bolt 5", "TRANSFER_IN A > B bolt 5");

        Assert.Equal((5, 15), Pool("A", "bolt"));
        Assert.Equal((15, 25), Pool("B", "bolt"));
    }

    [Fact]
    public void Stock_below_zero_is_valued_at_the_last_cost_and_what_fills_it_makes_the_difference()
    {
        _ledger.Post("RECEIPT owes bolt 2:5", "SALE owes bolt 6");
        Assert.Equal((-4, -20), Pool("owes", "bolt"));

        // Ten at 6: four of them had been reckoned at 5.
        _ledger.Post("RECEIPT owes bolt 10:6");
        Assert.Equal((6, 36), Pool("owes", "bolt"));
        Assert.Equal((56, 4), (Values()[^1], _ledger.Entries[^1].Variance?.ToDecimal()));
    }

    [Fact]
    public void History_has_no_cost_and_the_opening_count_has()
    {
        _ledger.Post("SALE new bolt 500 @0", "RECEIPT new bolt 20:1 @1");
        Assert.Equal((0, 0), Pool("new", "bolt"));

        _ledger.Post("COUNT new bolt 40:1.5 @3");
        Assert.Equal((40, 60), Pool("new", "bolt"));

        // History told late changes neither goods nor worth.
        _ledger.Post("SALE new bolt 7 @2", "SALE new bolt 10 @4");
        Assert.Equal((30, 45), Pool("new", "bolt"));
        Assert.Equal(30, _ledger.Balance("new", "bolt"));
    }

    [Fact]
    public void What_is_found_too_many_or_too_few_is_worth_what_the_others_are()
    {
        _ledger.Post("RECEIPT A bolt 10:2", "COUNT A bolt 8");
        Assert.Equal((8, 16), Pool("A", "bolt"));

        _ledger.Post("COUNT A bolt 9", "DAMAGE A bolt 2", "EXPIRY A bolt==DAMAGED 2");
        Assert.Equal((7, 14), Pool("A", "bolt"));
    }

    [Theory]
    [InlineData("bolt", 4, 16, -6)]
    [InlineData("beam", 4, 16, -6)]
    public void A_price_corrected_later_changes_what_is_left_and_what_was_sold(string sku, decimal quantity, decimal value, decimal sold)
    {
        // Ten at 1 were ten at 2; six are sold. So four are worth 4 more, and sales cost 6 more.
        _ledger.Post($"RECEIPT A {sku} 10:1 #m", $"SALE A {sku} 6");
        Assert.IsType<Posted>(_ledger.Post(Correction("m", sku, unitPrice: 4))[0]);

        Assert.Equal((quantity, value), Pool("A", sku));
        Assert.Equal((12, 18), (_ledger.Entries[^1].Value?.ToDecimal(), _ledger.Entries[^1].Variance?.ToDecimal()));
        Assert.Equal(sold, _ledger.Entries[^2].Value?.ToDecimal());

        // The same price again is no difference; landed cost comes on top.
        Assert.Equal(RefusalKind.NoEffect, Assert.IsType<Refused>(_ledger.Post(Correction("m", sku, unitPrice: 4))[0]).Refusals[0].Kind);
        _ledger.Post(Correction("m", sku, landedCost: 10));
        Assert.Equal((quantity, value + 4), Pool("A", sku));
    }

    [Fact]
    public void A_lower_price_told_later_takes_no_more_worth_than_there_is()
    {
        _ledger.Post("RECEIPT A bolt 10:10 #m", "SALE A bolt 6", "RECEIPT A bolt 10:1", "SALE A bolt 10");
        _ledger.Post(Correction("m", "bolt", unitPrice: 0));

        // Four bolts are left, worth 14.29 until now; the other 85.71 are gone with the sales.
        Assert.Equal((4, 0), Pool("A", "bolt"));
        Assert.Equal(-100, _ledger.Entries[^1].Value?.ToDecimal() + _ledger.Entries[^1].Variance?.ToDecimal());
    }

    [Fact]
    public void An_opening_count_taken_back_leaves_nothing_of_negative_worth()
    {
        _ledger.Post("RECEIPT new bolt 10 @1", "COUNT new bolt 4:1 @3 #m", "SALE new bolt 3 @4");
        Assert.IsType<Posted>(_ledger.Post("REVERSAL m")[0]);

        LedgerPromises.AssertKept(_ledger);
    }

    [Fact]
    public void An_amount_out_of_range_is_refused()
    {
        var refused = Assert.IsType<Refused>(_ledger.Post("RECEIPT A bolt 900000000000:900000000000")[0]);

        Assert.Equal(RefusalKind.BalanceOutOfRange, refused.Refusals[0].Kind);
        Assert.Empty(_ledger.Entries);
    }

    [Theory]
    [InlineData("SALE A beer 2case", 24)]
    [InlineData("SALE A beer 2half", 1)]
    [InlineData("SALE A beer 0.25case", 3)]
    public void Units_are_exact(string sale, decimal pieces)
    {
        _ledger.Post("RECEIPT A beer 5case:12", sale);

        Assert.Equal((60 - pieces, 60 - pieces), Pool("A", "beer"));
        Assert.Equal(1, _ledger.Entries[0].UnitPrice);
    }

    [Theory]
    [InlineData("SALE A beer 1half", RefusalKind.Indivisible)]
    [InlineData("SALE A beer 0.3case", RefusalKind.Indivisible)]
    [InlineData("SALE A beer 0.5", RefusalKind.Indivisible)]
    [InlineData("SALE A beer 1barrel", RefusalKind.UnknownUnit)]
    [InlineData("SALE A bolt 1case", RefusalKind.UnknownUnit)]
    public void What_does_not_divide_is_refused(string sale, RefusalKind expected) =>
        Assert.Equal(expected, Assert.IsType<Refused>(_ledger.Post(sale)[0]).Refusals[0].Kind);

    private static Movement Correction(string movement, string sku, decimal? unitPrice = null, decimal? landedCost = null)
    {
        var line = new MovementLine(new(sku), "", Quantity.Zero, unitPrice) { LandedCost = landedCost is { } amount ? Money.Of(amount) : null };
        var id = $"{movement}-{unitPrice}-{landedCost}-{Guid.NewGuid()}";

        return new Movement(id, MovementKind.CostCorrection, null, new("A"), null, null, null, null, [line], default) { PastId = movement };
    }

    private decimal[] Values() => [.. _ledger.Entries.Select(entry => entry.Value?.ToDecimal() ?? 0)];

    private IReadOnlyList<CostLayer> Layers() => _ledger.Pool("A", "beam").Layers;

    private (decimal Quantity, decimal Value) Pool(string location, string sku) =>
        (_ledger.Pool(location, sku).Quantity.ToDecimal(), _ledger.Pool(location, sku).Value.ToDecimal());
}
