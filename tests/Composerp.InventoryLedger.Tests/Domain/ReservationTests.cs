using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Domain;

public sealed class ReservationTests
{
    private readonly MemoryLedger _ledger = new(MemoryLedger.Location("A", 1), MemoryLedger.Location("B", 2));

    [Fact]
    public void What_is_promised_to_one_is_not_sold_to_another()
    {
        _ledger.Post("RECEIPT A bolt 10", "RESERVATION A bolt 8 #r");

        var refused = Assert.IsType<Refused>(_ledger.Post("SALE A bolt 3")[0]);

        Assert.Equal((RefusalKind.InsufficientStock, Quantity.Of(2)), (refused.Refusals[0].Kind, refused.Refusals[0].Available));
        Assert.Equal((2, 8), (_ledger.Balance("A", "bolt"), _ledger.Balance("A", "bolt", Account.Reserved)));
    }

    [Fact]
    public void A_sale_takes_what_is_held_first_and_the_rest_from_the_shelf()
    {
        _ledger.Post("RECEIPT A bolt 10", "RESERVATION A bolt 4 #r", "SALE A bolt 6 ~r");

        Assert.Equal((4, 0), (_ledger.Balance("A", "bolt"), _ledger.Balance("A", "bolt", Account.Reserved)));
        Assert.Equal((Quantity.Of(4), Quantity.Zero), (Held("r").Reserved, Held("r").Open));
    }

    [Fact]
    public void A_release_gives_back_a_part_or_all_that_is_left()
    {
        _ledger.Post("RECEIPT A bolt 10 nut 5", "RESERVATION A bolt 4 nut 2 #r", "RESERVATION_RELEASE A bolt 1 ~r");
        Assert.Equal((7, 3), (_ledger.Balance("A", "bolt"), _ledger.Balance("A", "bolt", Account.Reserved)));

        _ledger.Post("RESERVATION_RELEASE A ~r");
        Assert.Equal((10, 0, 5), (_ledger.Balance("A", "bolt"), _ledger.Balance("A", "bolt", Account.Reserved), _ledger.Balance("A", "nut")));
    }

    [Theory]
    [InlineData("SALE A bolt 1 ~nobody", RefusalKind.UnknownReservation)]
    [InlineData("SALE B bolt 1 ~r", RefusalKind.UnknownReservation)]
    [InlineData("RESERVATION_RELEASE A bolt 5 ~r", RefusalKind.InsufficientReservation)]
    [InlineData("RESERVATION_RELEASE A ~over", RefusalKind.ReservationClosed)]
    [InlineData("SALE A bolt 1 ~over", RefusalKind.ReservationClosed)]
    [InlineData("RESERVATION A bolt 5", RefusalKind.InsufficientStock)]
    public void Nobody_takes_what_is_not_held(string movement, RefusalKind expected)
    {
        _ledger.Post("RECEIPT A bolt 8", "RECEIPT B bolt 8", "RESERVATION A bolt 4 #r", "RESERVATION A bolt 1 #over", "RESERVATION_RELEASE A ~over");

        Assert.Equal(expected, Assert.IsType<Refused>(_ledger.Post(movement)[0]).Refusals[0].Kind);
    }

    [Fact]
    public void Who_counts_the_shelf_counts_what_is_promised_on_it()
    {
        _ledger.Post("RECEIPT A bolt 10 @0", "RESERVATION A bolt 8 #r @1", "COUNT A bolt 9 @2");
        Assert.Equal((1, 8), (_ledger.Balance("A", "bolt"), _ledger.Balance("A", "bolt", Account.Reserved)));

        // Fewer than were promised were found: the free goods are short by one until somebody decides.
        _ledger.Post("COUNT A bolt 7 @3");
        Assert.Equal((-1, 8), (_ledger.Balance("A", "bolt"), _ledger.Balance("A", "bolt", Account.Reserved)));
    }

    [Fact]
    public void A_sale_of_promised_goods_told_after_a_count_does_not_move_what_was_found()
    {
        _ledger.Post("RECEIPT A bolt 10 @0", "RESERVATION A bolt 4 #r @1", "COUNT A bolt 7 @3");
        _ledger.Post("SALE A bolt 3 ~r @2");

        Assert.Equal((6, 1), (_ledger.Balance("A", "bolt"), _ledger.Balance("A", "bolt", Account.Reserved)));
        Assert.Equal(Quantity.Of(1), Held("r").Open);
    }

    [Fact]
    public void Taking_back_a_sale_holds_again_and_taking_back_a_promise_frees()
    {
        _ledger.Post("RECEIPT A bolt 10", "RESERVATION A bolt 4 #r", "SALE A bolt 4 ~r #s");
        Assert.Equal(
            RefusalKind.InsufficientReservation, Assert.IsType<Refused>(_ledger.Post("REVERSAL r")[0]).Refusals[0].Kind);

        Assert.IsType<Posted>(_ledger.Post("REVERSAL s")[0]);
        Assert.Equal((Quantity.Of(4), 4), (Held("r").Open, _ledger.Balance("A", "bolt", Account.Reserved)));

        Assert.IsType<Posted>(_ledger.Post("REVERSAL r")[0]);
        Assert.Equal((Quantity.Zero, 10), (Held("r").Open, _ledger.Balance("A", "bolt")));
    }

    private Hold Held(string reservation) => _ledger.Holds.Single(hold => hold.Key.Reservation == reservation).Value;
}
