using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Domain;

public sealed class ReversalTests
{
    private static readonly PositionKey Bolt = MemoryLedger.OnHand("A", "bolt");

    private readonly MemoryLedger _ledger = new(MemoryLedger.Location("A", 1), MemoryLedger.Location("B", 2));

    [Theory]
    [InlineData("RECEIPT A bolt 5 @1")]
    [InlineData("SALE A bolt 5 @1")]
    [InlineData("CUSTOMER_RETURN A bolt 5 @1")]
    [InlineData("SUPPLIER_RETURN A bolt 5 @1")]
    [InlineData("TRANSFER_OUT A > B bolt 5 nut 1 @1")]
    [InlineData("TRANSFER_IN A > B bolt 5 @1")]
    [InlineData("ADJUSTMENT A bolt -5 @1")]
    [InlineData("COUNT A bolt 3 @1")]
    [InlineData("DAMAGE A bolt 5 @1")]
    [InlineData("EXPIRY A bolt 5 @1")]
    [InlineData("RESERVATION A bolt 5 @1")]
    [InlineData("RESERVATION_RELEASE A bolt 1 ~held @1")]
    public void Every_kind_can_be_taken_back_and_leaves_goods_and_worth_as_they_were(string movement)
    {
        _ledger.Post(
            "RECEIPT A bolt 20:0.3 nut 5:2 @0", "RECEIPT B bolt 10:0.4 @0", "TRANSFER_OUT A > B bolt 8 @0", "RESERVATION A bolt 2 #held @0");
        var before = Picture();

        Assert.IsType<Posted>(_ledger.Post(movement + " #m")[0]);
        Assert.NotEqual(before, Picture());
        Assert.IsType<Posted>(_ledger.Post("REVERSAL m")[0]);

        Assert.Equal(before, Picture());
        Assert.Equal(12, _ledger.BalanceAt(Bolt, AMovement.Day(1)) + _ledger.BalanceAt(Bolt with { Account = Account.Reserved }, AMovement.Day(1)));
    }

    [Fact]
    public void A_movement_is_taken_back_once_and_a_reversal_can_be_too()
    {
        _ledger.Post("RECEIPT A bolt 5 #m", "RECEIPT A nut 1");
        _ledger.Post("REVERSAL m #r");

        Assert.Equal(RefusalKind.AlreadyReversed, Assert.IsType<Refused>(_ledger.Post("REVERSAL m")[0]).Refusals[0].Kind);
        Assert.IsType<Posted>(_ledger.Post("REVERSAL r")[0]);
        Assert.Equal(5, _ledger.Balance("A", "bolt"));
    }

    [Fact]
    public void What_was_sold_since_cannot_be_taken_back()
    {
        _ledger.Post("RECEIPT A bolt 5 #m", "SALE A bolt 1");

        Assert.Equal(RefusalKind.InsufficientStock, Assert.IsType<Refused>(_ledger.Post("REVERSAL m")[0]).Refusals[0].Kind);
        Assert.Equal(RefusalKind.UnknownMovement, Assert.IsType<Refused>(_ledger.Post("REVERSAL nothing")[0]).Refusals[0].Kind);
    }

    [Fact]
    public void What_a_later_count_has_settled_does_not_move_the_stock_of_today()
    {
        _ledger.Post("RECEIPT A bolt 10 @0", "SALE A bolt 3 @1 #m", "COUNT A bolt 7 @2");
        _ledger.Post("REVERSAL m");

        Assert.Equal(7, _ledger.Balance("A", "bolt"));
        Assert.Equal((10, 7), (_ledger.BalanceAt(Bolt, AMovement.Day(1)), _ledger.BalanceAt(Bolt, AMovement.Day(2))));
    }

    [Fact]
    public void A_closed_period_takes_no_more_movements_but_one_can_be_taken_back_today()
    {
        _ledger.Post("RECEIPT A bolt 10 @0", "SALE A bolt 3 @1 #m");
        _ledger.ClosedThrough = new(2026, 3, 3);

        Assert.Equal(RefusalKind.PeriodClosed, Assert.IsType<Refused>(_ledger.Post("SALE A bolt 1 @1")[0]).Refusals[0].Kind);
        Assert.Equal(RefusalKind.PeriodClosed, Assert.IsType<Refused>(_ledger.Post("REVERSAL m")[0]).Refusals[0].Kind);
        Assert.IsType<Posted>(_ledger.Post("REVERSAL m @3")[0]);
        Assert.Equal((7, 10), (_ledger.BalanceAt(Bolt, AMovement.Day(2)), _ledger.BalanceAt(Bolt, AMovement.Day(3))));
    }

    [Fact]
    public void A_count_taken_back_settles_nothing_any_more()
    {
        _ledger.Post("RECEIPT A bolt 10 @0", "COUNT A bolt 8 @2 #m");
        _ledger.Post("REVERSAL m");
        _ledger.Post("SALE A bolt 3 @1");

        Assert.Equal(7, _ledger.Balance("A", "bolt"));
    }

    [Fact]
    public void A_count_that_late_movements_were_reckoned_against_stands_until_it_is_counted_again()
    {
        _ledger.Post("RECEIPT A bolt 10 @0", "COUNT A bolt 8 @2 #m");
        _ledger.Post("SALE A bolt 3 @1");

        Assert.Equal(RefusalKind.NotReversible, Assert.IsType<Refused>(_ledger.Post("REVERSAL m")[0]).Refusals[0].Kind);
        Assert.IsType<Posted>(_ledger.Post("COUNT A bolt 7 @2")[0]);
        Assert.Equal(7, _ledger.Balance("A", "bolt"));
    }

    [Fact]
    public void What_cannot_be_found_cannot_be_corrected_either() => Assert.Equal(
        RefusalKind.UnknownMovement,
        Assert.IsType<Refused>(_ledger.Post(new Movement(
            "c", MovementKind.CostCorrection, null, new("A"), null, null, null, null, [new(new("bolt"), "", Quantity.Zero, 1)], default) { PastId = "nothing" })[0])
            .Refusals[0].Kind);

    private string Picture() => string.Join("\n", _ledger.Positions
        .OrderBy(position => position.Key.ToString())
        .Where(position => position.Value.Balance != Quantity.Zero || position.Value.Pool.Quantity != Quantity.Zero)
        .Select(position => $"{position.Key} {position.Value.Balance} {position.Value.Pool.Quantity} {position.Value.Pool.Value}"))
        + string.Join("\n", _ledger.Holds.Select(hold => $"{hold.Key} {hold.Value.Open}").Where(hold => !hold.EndsWith(" 0", StringComparison.Ordinal)));
}
