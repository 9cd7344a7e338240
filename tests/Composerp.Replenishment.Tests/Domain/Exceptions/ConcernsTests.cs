using Composerp.Replenishment.Domain.Exceptions;

namespace Composerp.Replenishment.Tests.Domain.Exceptions;

public sealed class ConcernsTests
{
    private static readonly DateOnly _monday = AnItem.Monday;

    /// <summary>Ten a day, goods ordered now in five days, no policy that wants much.</summary>
    private static readonly StockFacts _facts = new(
        _monday, new(100, 0, 0), 2.5m, [], [], AnItem.Forecast(10, 1), "ACME", _monday.AddDays(5), 60, 0, null, null);

    /// <summary>What is there, and what of it is an exception.</summary>
    public static TheoryData<string, StockFacts, string> Facts => new()
    {
        { "enough", _facts, "" },
        { "just enough until goods come", _facts with { Position = new(50, 0, 0) }, "" },
        { "short on the fourth day", _facts with { Position = new(35, 0, 0) }, "will-stock-out 15 37.5 03-05" },
        { "what is half a unit is no loss", _facts with { Position = new(49.6m, 0, 0) }, "" },
        { "what is promised is not there", _facts with { Position = new(50, 0, 0) { Committed = 15 } }, "will-stock-out 15 37.5 03-05" },
        { "goods in transit count", _facts with { Position = new(35, 20, 0) }, "" },
        { "an order that comes before counts", _facts with { Position = new(35, 0, 20), Receipts = [new(_monday.AddDays(3), 20)] }, "" },
        { "one that comes after does not", _facts with { Position = new(35, 0, 20), Receipts = [new(_monday.AddDays(5), 20)] }, "will-stock-out 15 37.5 03-05" },
        { "an empty shelf", _facts with { Position = new(0, 0, 0) }, "stock-out-now 50 125 03-02" },
        { "an empty shelf, and goods in transit for tomorrow", _facts with { Position = new(0, 200, 0) }, "stock-out-now 10 25 03-02" },
        { "nobody knows the cost", _facts with { Position = new(0, 0, 0), UnitCost = null }, "stock-out-now 50  03-02" },
        { "nobody delivers", _facts with { Position = new(0, 0, 0), Supplier = null, Arrival = null }, "stock-out-now 70 175 03-02" },
        { "no demand, no loss", _facts with { Position = new(0, 0, 0), Forecast = AnItem.Forecast(0, 1) }, "" },
        { "no outlook", _facts with { Position = new(0, 0, 0), Forecast = null }, "" },
        { "more than ninety days need", _facts with { Position = new(950, 0, 0) }, "excess 50 125 " },
        { "on order it is no stock that one has", _facts with { Position = new(30, 0, 970), Receipts = [new(_monday.AddDays(1), 970)] }, "excess 30 75 " },
        { "the policy wants more", _facts with { Position = new(950, 0, 0), Level = 1_000 }, "" },
        { "not sold for half a year", _facts with { FirstSeenOn = _monday.AddDays(-300), LastSoldOn = _monday.AddDays(-180), Forecast = null }, "dead-stock 100 250 09-03" },
        { "sold a day later", _facts with { FirstSeenOn = _monday.AddDays(-300), LastSoldOn = _monday.AddDays(-179), Forecast = null }, "" },
        { "here for half a year and never sold", _facts with { FirstSeenOn = _monday.AddDays(-180), Forecast = null }, "dead-stock 100 250 " },
        { "not known for that long", _facts with { FirstSeenOn = _monday.AddDays(-179), Forecast = null }, "" },
        { "it will be sold", _facts with { FirstSeenOn = _monday.AddDays(-300) }, "" },
        {
            "late", _facts with { Late = [new("PO-1", "ACME", _monday.AddDays(-3), 8, 3)] }, "late-order 8 24 02-27"
        },
    };

    [Theory, MemberData(nameof(Facts))]
    public void Of_an_item_at_a_location(string about, StockFacts facts, string expected) => Assert.Equal(
        (about, expected),
        (about, string.Join("; ", Concerns.Of(facts, ConcernLimits.Usual).Select(concern => FormattableString.Invariant(
            $"{concern.Kind} {concern.Units:0.####} {concern.Money:0.####} {concern.Day:MM-dd}")))));

    [Theory]
    [InlineData(9, 0.1, false)]
    [InlineData(10, 0.79, true)]
    [InlineData(10, 0.8, false)]
    public void A_supplier_is_judged_by_enough_lines(long lines, double onTimeInFull, bool isConcern) =>
        Assert.Equal(isConcern, Concerns.OfSupplier("ACME", lines, onTimeInFull, 70, ConcernLimits.Usual) is { Money: 70, Supplier: "ACME" });

    [Fact]
    public void It_says_what_to_do()
    {
        var facts = _facts with { Position = new(0, 0, 20), Proposed = 40, Receipts = [new(_monday.AddDays(6), 20)] };

        Assert.Equal(
            "Approve the proposal of 40, which comes on 2026-03-07. Ask to have the 20 of 2026-03-08 sooner, or move stock from another location.",
            Concerns.Of(facts, ConcernLimits.Usual)[0].Advice);
        Assert.Equal(
            "Nothing is on hand; until 2026-03-07 50 are expected to be asked for in vain.",
            Concerns.Of(facts, ConcernLimits.Usual)[0].Reason);
    }
}
