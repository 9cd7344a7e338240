using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Domain;

public sealed class CountTests
{
    private static readonly PositionKey Bolt = MemoryLedger.OnHand("A", "bolt");

    private readonly MemoryLedger _ledger = new(
        MemoryLedger.Location("A", 1),
        MemoryLedger.Location("new", 2, goLive: new(2026, 3, 5)));

    [Fact]
    public void A_count_keeps_what_moved_after_its_time()
    {
        _ledger.Post("RECEIPT A bolt 10 @0", "SALE A bolt 3 @2", "COUNT A bolt 9 @1");

        Assert.Equal(6, _ledger.Balance("A", "bolt"));
        Assert.Equal(9, _ledger.BalanceAt(Bolt, AMovement.Day(1)));
    }

    [Fact]
    public void A_count_sees_what_moved_after_its_time_in_earlier_batches_too()
    {
        _ledger.Post("RECEIPT A bolt 10 @0", "SALE A bolt 3 @2");
        _ledger.Post("SALE A bolt 1 @3", "COUNT A bolt 9 @1");

        Assert.Equal(5, _ledger.Balance("A", "bolt"));
    }

    [Fact]
    public void A_sale_before_a_count_does_not_move_stock_after_it()
    {
        _ledger.Post("RECEIPT A bolt 10 @0");
        _ledger.Post("COUNT A bolt 8 @2");
        _ledger.Post("SALE A bolt 3 @1");

        Assert.Equal(8, _ledger.Balance("A", "bolt"));
        Assert.Equal(7, _ledger.BalanceAt(Bolt, AMovement.Day(1)));
        Assert.Equal(8, _ledger.BalanceAt(Bolt, AMovement.Day(2)));
    }

    [Fact]
    public void A_late_sale_is_settled_by_the_next_count_not_by_the_last()
    {
        _ledger.Post("RECEIPT A bolt 10 @0");
        _ledger.Post("COUNT A bolt 8 @2", "COUNT A bolt 5 @4");
        _ledger.Post("SALE A bolt 3 @1");

        Assert.Equal(
            [7, 8, 8, 5],
            new[] { 1, 2, 3, 4 }.Select(day => _ledger.BalanceAt(Bolt, AMovement.Day(day))));
    }

    [Fact]
    public void A_late_sale_larger_than_the_stock_of_today_is_settled_without_going_below_zero()
    {
        _ledger.Post("RECEIPT A bolt 10 @0", "SALE A bolt 8 @1", "COUNT A bolt 0 @2");
        var outcome = _ledger.Post("SALE A bolt 2 @1")[0];

        Assert.IsType<Posted>(outcome);
        Assert.All(_ledger.Entries, entry => Assert.False(entry.Balance < Quantity.Zero));
    }

    [Fact]
    public void A_count_told_after_a_later_one_changes_only_the_time_between()
    {
        _ledger.Post("RECEIPT A bolt 10 @0");
        _ledger.Post("COUNT A bolt 8 @4");
        _ledger.Post("COUNT A bolt 20 @2");

        Assert.Equal(
            [10, 20, 20, 8],
            new[] { 1, 2, 3, 4 }.Select(day => _ledger.BalanceAt(Bolt, AMovement.Day(day))));
        Assert.Equal(8, _ledger.Balance("A", "bolt"));
    }

    [Fact]
    public void Of_two_counts_for_the_same_time_the_one_told_last_holds()
    {
        _ledger.Post("COUNT A bolt 8 @1");
        _ledger.Post("COUNT A bolt 9 @1");

        Assert.Equal(9, _ledger.Balance("A", "bolt"));
    }

    [Fact]
    public void A_count_that_later_sales_contradict_is_refused()
    {
        _ledger.Post("RECEIPT A bolt 10 @0", "SALE A bolt 8 @2");
        var refused = Assert.IsType<Refused>(_ledger.Post("COUNT A bolt 5 @1")[0]);

        Assert.Equal(RefusalKind.InsufficientStock, refused.Refusals[0].Kind);
        Assert.Equal(2, _ledger.Balance("A", "bolt"));
    }

    [Fact]
    public void History_and_the_opening_count_may_come_in_any_order()
    {
        _ledger.Post("SALE new bolt 100 @1");
        _ledger.Post("COUNT new bolt 40 @3");
        _ledger.Post("SALE new bolt 60 @2", "SALE new bolt 5 @4");

        Assert.Equal(35, _ledger.Balance("new", "bolt"));
        Assert.IsType<Refused>(_ledger.Post("SALE new bolt 36 @5")[0]);
    }

    [Fact]
    public void The_opening_count_puts_the_floor_back()
    {
        _ledger.Post("SALE new bolt 100 @1");
        Assert.True(_ledger.Positions[MemoryLedger.OnHand("new", "bolt")].IsFloorLifted);

        _ledger.Post("COUNT new bolt 40 @3");
        _ledger.Post("SALE new bolt 60 @2");

        Assert.False(_ledger.Positions[MemoryLedger.OnHand("new", "bolt")].IsFloorLifted);
    }

    [Fact]
    public void What_arrives_after_a_count_in_the_same_batch_is_not_in_it()
    {
        _ledger.Post("RECEIPT A bolt 10", "COUNT A bolt 8", "SALE A bolt 3", "COUNT A bolt 4", "SALE A bolt 1");

        Assert.Equal(3, _ledger.Balance("A", "bolt"));
    }
}
