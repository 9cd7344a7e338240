using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Domain;

public sealed class LotTests
{
    private readonly MemoryLedger _ledger = new(
        MemoryLedger.Location("A", 1),
        MemoryLedger.Location("B", 2),
        MemoryLedger.Location("owes", 3, allowsNegative: true),
        MemoryLedger.Location("new", 4, goLive: new(2026, 3, 5)));

    public LotTests() => _ledger.Post(
        "RECEIPT A milk=L3 5 @0", "RECEIPT A milk=L2!2026-03-20 5 @0", "RECEIPT A milk=L1!2026-03-05 5 @0", "RECEIPT A drill=S1 1 drill=S2 1 @0");

    [Fact]
    public void The_first_to_expire_leaves_first()
    {
        _ledger.Post("SALE A milk 7 @1");

        Assert.Equal((0, 3, 5), (Lot("L1"), Lot("L2"), Lot("L3")));
    }

    [Fact]
    public void What_has_expired_is_not_sold_but_thrown_away()
    {
        // 2026-03-06 is day 4.
        _ledger.Post("SALE A milk 7 @4");
        Assert.Equal((5, 0, 3), (Lot("L1"), Lot("L2"), Lot("L3")));

        Assert.IsType<Refused>(_ledger.Post("EXPIRY A milk 6 @4")[0]);
        Assert.IsType<Posted>(_ledger.Post("EXPIRY A milk 5 @4")[0]);
        Assert.Equal((0, 3), (Lot("L1"), Lot("L3")));
    }

    [Fact]
    public void Where_good_lots_do_not_suffice_the_refusal_says_what_they_have()
    {
        var refused = Assert.IsType<Refused>(_ledger.Post("SALE A milk 11 @4")[0]);

        Assert.Equal(new Refusal(RefusalKind.InsufficientStock, 0, "milk", Quantity.Of(10)), refused.Refusals[0]);
    }

    [Fact]
    public void A_lot_travels_with_its_goods()
    {
        _ledger.Post("TRANSFER_OUT A > B milk 6 @1", "TRANSFER_IN A > B milk 6 @2");

        Assert.Equal((0, 4), (Lot("L1"), Lot("L2")));
        Assert.Equal((5, 1), (Lot("L1", "B"), Lot("L2", "B")));
    }

    [Fact]
    public void Goods_of_no_known_lot_are_sold_where_nothing_forbids_it()
    {
        Assert.IsType<Posted>(_ledger.Post("SALE owes milk 2")[0]);
        Assert.IsType<Posted>(_ledger.Post("SALE new milk 2 @1")[0]);

        Assert.Equal((-2, -2), (Lot("", "owes"), Lot("", "new")));
    }

    [Theory]
    [InlineData("RECEIPT A milk 1", RefusalKind.MissingLot)]
    [InlineData("COUNT A milk 1", RefusalKind.MissingLot)]
    [InlineData("ADJUSTMENT A milk 1", RefusalKind.MissingLot)]
    [InlineData("RECEIPT A bolt=L1 1", RefusalKind.UnexpectedLot)]
    [InlineData("RECEIPT A milk=L1!2026-03-06 1", RefusalKind.ConflictingLotExpiry)]
    [InlineData("RECEIPT A drill=S3 2", RefusalKind.SerialNotOne)]
    [InlineData("RECEIPT A drill=S3 0.5", RefusalKind.Indivisible)]
    [InlineData("SALE A drill 1.5", RefusalKind.Indivisible)]
    [InlineData("RECEIPT B drill=S1 1", RefusalKind.SerialInStock)]
    [InlineData("COUNT B drill=S1 1", RefusalKind.SerialInStock)]
    [InlineData("SALE A drill=S3 1", RefusalKind.InsufficientStock)]
    public void Lots_and_serial_numbers_are_kept_apart(string movement, RefusalKind expected) =>
        Assert.Equal(expected, Assert.IsType<Refused>(_ledger.Post(movement)[0]).Refusals[0].Kind);

    [Fact]
    public void A_piece_is_in_one_place_at_a_time_and_may_come_back()
    {
        Assert.All(
            _ledger.Post(
                "TRANSFER_OUT A > B drill=S1 1", "TRANSFER_IN A > B drill=S1 1", "SALE B drill=S1 1 #s", "CUSTOMER_RETURN A drill=S1 1"),
            outcome => Assert.IsType<Posted>(outcome));

        Assert.Equal(1, _ledger.Positions.Where(position => position.Key.Lot == "S1").Sum(position => position.Value.Balance.ToDecimal()));
        Assert.Equal(RefusalKind.SerialInStock, Assert.IsType<Refused>(_ledger.Post("REVERSAL s")[0]).Refusals[0].Kind);
    }

    [Fact]
    public void A_piece_sold_where_it_never_was_stays_where_it_is()
    {
        _ledger.Post("SALE owes drill=S1 1", "RESERVATION owes drill=S3 1", "RESERVATION owes drill=S3 1");

        Assert.Equal(new LocationCode("A"), _ledger.Serials[new(new("drill"), "S1")]);
        Assert.Equal(RefusalKind.SerialInStock, Assert.IsType<Refused>(_ledger.Post("RECEIPT B drill=S1 1")[0]).Refusals[0].Kind);
        Assert.Equal(1, _ledger.Positions.Where(one => one.Key.Lot == "S3" && one.Value.Balance > Quantity.Zero).Sum(one => one.Value.Balance.ToDecimal()));
    }

    [Fact]
    public void A_promised_piece_sold_before_it_was_found_on_the_shelf_is_on_the_shelf()
    {
        _ledger.Post("RESERVATION A drill=S1 1 #r @1", "COUNT A drill=S1 1 @3");
        _ledger.Post("SALE A drill=S1 1 ~r @2");

        Assert.True(_ledger.Serials.ContainsKey(new(new("drill"), "S1")));
        LedgerPromises.AssertKept(_ledger);
    }

    [Fact]
    public void A_late_sale_of_any_lot_does_not_move_what_a_count_of_the_lot_has_found()
    {
        _ledger.Post("COUNT A milk=L1 5 @2");
        _ledger.Post("SALE A milk 3 @1");

        Assert.Equal(5, Lot("L1"));
    }

    private decimal Lot(string lot, string location = "A") =>
        _ledger.Positions.GetValueOrDefault(new(new(location), new("milk"), lot, Account.OnHand), Position.Empty).Balance.ToDecimal();
}
