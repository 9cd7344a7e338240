using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Domain;

public sealed class PostingTests
{
    private readonly MemoryLedger _ledger = new(
        MemoryLedger.Location("A", 1),
        MemoryLedger.Location("B", 2),
        MemoryLedger.Location("C", 1),
        MemoryLedger.Location("owes", 3, allowsNegative: true),
        MemoryLedger.Location("new", 4, goLive: new(2026, 3, 5), zone: "America/New_York"));

    [Theory]
    [InlineData("RECEIPT A bolt 5", "A ON_HAND 5 from SUPPLIER")]
    [InlineData("SALE A bolt 5", "A ON_HAND -5 to CUSTOMER")]
    [InlineData("CUSTOMER_RETURN A bolt 5", "A ON_HAND 5 from CUSTOMER")]
    [InlineData("SUPPLIER_RETURN A bolt 5", "A ON_HAND -5 to SUPPLIER")]
    [InlineData("DAMAGE A bolt 5", "A ON_HAND -5 to DAMAGED, A DAMAGED 5 from ON_HAND")]
    [InlineData("EXPIRY A bolt 5", "A ON_HAND -5 to SCRAP")]
    [InlineData("RESERVATION A bolt 5", "A ON_HAND -5 to RESERVED, A RESERVED 5 from ON_HAND")]
    [InlineData("TRANSFER_OUT A > B bolt 5", "A ON_HAND -5 to IN_TRANSIT, B IN_TRANSIT 5 from ON_HAND")]
    [InlineData("TRANSFER_OUT A > C bolt 5", "A ON_HAND -5 to IN_TRANSIT, C IN_TRANSIT 5 from ON_HAND")]
    [InlineData("TRANSFER_IN A > B bolt 5", "B IN_TRANSIT -5 to ON_HAND, B ON_HAND 5 from IN_TRANSIT")]
    [InlineData("ADJUSTMENT A bolt -5", "A ON_HAND -5 to ADJUSTMENT")]
    [InlineData("COUNT A bolt 7", "A ON_HAND -3 to ADJUSTMENT")]
    [InlineData("COUNT A bolt 10", "A ON_HAND 0 to ADJUSTMENT")]
    public void Each_kind_takes_from_one_account_and_gives_to_another(string movement, string entries)
    {
        _ledger.Post("RECEIPT A bolt 10", "RECEIPT C bolt 10", "RECEIPT B bolt 10", "TRANSFER_OUT C > B bolt 10");
        _ledger.Entries.Clear();

        Assert.IsType<Posted>(_ledger.Post(movement)[0]);
        Assert.Equal(entries, string.Join(", ", _ledger.Entries.Select(Text)));
    }

    [Fact]
    public void Stock_does_not_go_below_zero_and_the_refusal_says_what_is_there()
    {
        var outcomes = _ledger.Post("RECEIPT A bolt 5", "SALE A bolt 3", "SALE A nut 1 bolt 3", "SALE A bolt 2");

        var refused = Assert.IsType<Refused>(outcomes[2]);
        Assert.Equal(
            [
                new Refusal(RefusalKind.InsufficientStock, 0, "nut", Quantity.Of(0)),
                new Refusal(RefusalKind.InsufficientStock, 1, "bolt", Quantity.Of(2)),
            ],
            refused.Refusals);
        Assert.IsType<Posted>(outcomes[3]);
        Assert.Equal(0, _ledger.Balance("A", "bolt"));
    }

    [Fact]
    public void A_refused_movement_leaves_no_trace_of_its_good_lines()
    {
        _ledger.Post("RECEIPT A bolt 5");
        var outcomes = _ledger.Post("SALE A bolt 5 nut 1", "SALE A bolt 5");

        Assert.IsType<Refused>(outcomes[0]);
        Assert.IsType<Posted>(outcomes[1]);
        Assert.Equal([1, 2], _ledger.Entries.Where(entry => entry.Quantity != Quantity.Zero).Select(entry => entry.Version));
    }

    [Fact]
    public void In_transit_stock_does_not_go_below_zero_either()
    {
        var outcomes = _ledger.Post("RECEIPT A bolt 5", "TRANSFER_OUT A > B bolt 5", "TRANSFER_IN A > B bolt 6", "TRANSFER_IN A > B bolt 5");

        Assert.IsType<Refused>(outcomes[2]);
        Assert.IsType<Posted>(outcomes[3]);
        Assert.Equal((0, 5), (_ledger.Balance("B", "bolt", Account.InTransit), _ledger.Balance("B", "bolt")));
    }

    [Fact]
    public void A_location_may_allow_stock_below_zero()
    {
        Assert.IsType<Posted>(_ledger.Post("SALE owes bolt 5")[0]);
        Assert.Equal(-5, _ledger.Balance("owes", "bolt"));
    }

    [Fact]
    public void Before_its_go_live_day_a_location_has_no_floor()
    {
        // 2026-03-05 begins in New York at 05:00 UTC: 2.70 days after noon of 2026-03-02 UTC, plus a little.
        var outcomes = _ledger.Post("SALE new bolt 5 @2.70", "SALE new bolt 5 @2.71", "RECEIPT new bolt 1 @3");

        Assert.IsType<Posted>(outcomes[0]);
        Assert.IsType<Refused>(outcomes[1]);
        Assert.IsType<Posted>(outcomes[2]);
        Assert.Equal(-4, _ledger.Balance("new", "bolt"));
    }

    [Fact]
    public void A_repeat_is_answered_as_the_first_time_also_within_a_batch()
    {
        var movement = AMovement.Of("RECEIPT A bolt 5");
        var first = Assert.IsType<Posted>(_ledger.Post(movement, movement)[0]);
        _ledger.Now = AMovement.Day(11);

        var again = Assert.IsType<Posted>(_ledger.Post(movement with { Actor = "another" })[0]);

        Assert.True(again.IsRepeat);
        Assert.Equal((first.RecordedAt, first.Parts), (again.RecordedAt, again.Parts));
        Assert.Equal(5, _ledger.Balance("A", "bolt"));
    }

    [Fact]
    public void An_id_used_for_something_else_is_refused_also_within_a_batch()
    {
        var outcomes = _ledger.Post("RECEIPT A bolt 5 #once", "RECEIPT A bolt 6 #once");

        Assert.Equal(RefusalKind.ConflictingReplay, Assert.IsType<Refused>(outcomes[1]).Refusals[0].Kind);
        Assert.Equal(RefusalKind.ConflictingReplay, Assert.IsType<Refused>(_ledger.Post("SALE A bolt 5 #once")[0]).Refusals[0].Kind);
        Assert.Equal(5, _ledger.Balance("A", "bolt"));
    }

    [Fact]
    public void The_id_of_a_refused_movement_stays_free()
    {
        var outcomes = _ledger.Post("SALE A bolt 5 #sale", "RECEIPT A bolt 5", "SALE A bolt 5 #sale");

        Assert.Equal([typeof(Refused), typeof(Posted), typeof(Posted)], outcomes.Select(outcome => outcome.GetType()));
    }

    [Fact]
    public void Unknown_codes_are_all_named()
    {
        var refused = Assert.IsType<Refused>(_ledger.Post("TRANSFER_OUT X > Y bolt 1 gold 1 silver 1")[0]);

        Assert.Equal(["X", "Y", "gold", "silver"], refused.Refusals.Select(refusal => refusal.Subject));
        Assert.Equal([null, null, 1, 2], refused.Refusals.Select(refusal => refusal.Line));
    }

    [Fact]
    public void A_balance_out_of_range_is_refused_not_an_overflow()
    {
        var outcomes = _ledger.Post("RECEIPT A bolt 922337203685477", "RECEIPT A bolt 1", "SALE A bolt 1");

        Assert.Equal(RefusalKind.BalanceOutOfRange, Assert.IsType<Refused>(outcomes[1]).Refusals[0].Kind);
        Assert.IsType<Posted>(outcomes[2]);
    }

    [Fact]
    public void A_transfer_over_two_shards_is_one_part_in_each_with_all_lines_of_that_shard()
    {
        _ledger.Post("RECEIPT A bolt 5 nut 5");
        var posted = Assert.IsType<Posted>(_ledger.Post("TRANSFER_OUT A > B bolt 5 nut 5")[0]);

        Assert.Equal([new(1, 2), new(2, 1)], posted.Parts);
        Assert.Equal(
            [(1, 2, 1, 1, 2), (1, 2, 2, 1, 2), (2, 1, 1, 2, 2), (2, 1, 2, 2, 2)],
            _ledger.Entries[^4..].Select(entry => (entry.Shard, (int)entry.Sequence, entry.Line, entry.Part, entry.Parts)));
    }

    [Fact]
    public void A_day_without_a_sale_has_an_identity_and_no_entries()
    {
        var day = AMovement.Of("SALE A bolt 1 @0 #row") with { Kind = MovementKind.NoSale, Content = new(1) };
        var outcomes = _ledger.Post(day, day, day with { Content = new(2) });

        Assert.Equal([typeof(Posted), typeof(Posted), typeof(Refused)], outcomes.Select(outcome => outcome.GetType()));
        Assert.Empty(_ledger.Entries);
        Assert.Equal(new DateOnly(2026, 3, 2), Assert.Single(_ledger.NoSaleDays).Date);
    }

    private static string Text(Entry entry) =>
        $"{entry.Position.Location} {LedgerNames.Of(entry.Position.Account)} {entry.Quantity} {(entry.Quantity > Quantity.Zero ? "from" : "to")} {LedgerNames.Of(entry.Contra)}";
}
