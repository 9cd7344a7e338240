using Composerp.InventoryLedger.Domain;
using static Composerp.InventoryLedger.Domain.MovementViolation;

namespace Composerp.InventoryLedger.Tests.Domain;

public sealed class MovementRulesTests
{
    // One row per rule, in order of precedence; a row that breaks two rules shows which one is reported first.
    public static TheoryData<string, MovementViolation?> Movements => new()
    {
        { $"BURN A bolt 5 #{new string('x', 201)}", BadId },
        { "BURN A bolt 5", UnknownKind },
        { "sale A bolt 5", UnknownKind },
        { "SALE a/b bolt 5", BadLocation },
        { "TRANSFER_OUT A bolt 5", MissingToLocation },
        { "SALE A > B bolt 5", UnexpectedToLocation },
        { "TRANSFER_IN A > A bolt 5", TransferToItself },
        { "SALE A bolt 5 @-60000", OccursTooEarly },
        { "SALE A bolt 0 @1.01", OccursInFuture },
        { "SALE A bolt 5 @0.99", null },
        { "SALE A", NoLines },
        { "SALE A b/c 5", BadSku },
        { "SALE A bolt 0.00001", TooManyDecimals },
        { "SALE A bolt 999999999999999", QuantityOutOfRange },
        { "SALE A bolt 0", QuantityNotPositive },
        { "RECEIPT A bolt -1", QuantityNotPositive },
        { "ADJUSTMENT A bolt -1", null },
        { "ADJUSTMENT A bolt 0", ZeroAdjustment },
        { "COUNT A bolt -1", NegativeCount },
        { "COUNT A bolt 0", null },
        { "COUNT A bolt 1 bolt 2", CountedTwice },
        { "SALE A bolt 1 bolt 2", null },
        { "SALE A milk=L1!2026-03-06 1", UnexpectedLotExpiry },
        { "COUNT A milk=L1!2026-03-06 1", null },
        { "TRANSFER_OUT A > B bolt 0.0001", null },
    };

    [Theory, MemberData(nameof(Movements))]
    public void Reports_the_first_rule_broken(string text, MovementViolation? expected)
    {
        var (movement, violations) = MovementRules.Check(AMovement.Draft(text), AMovement.Start);

        Assert.Equal(expected, violations.Count > 0 ? violations[0].Violation : null);
        Assert.Equal(expected is null, movement is not null);
    }

    [Fact]
    public void Reports_all_that_is_wrong_with_the_path_of_each_field()
    {
        var draft = AMovement.Draft("SALE A bolt 5 nut -1 rod 0.00001") with { Actor = "tab\t", Reference = "PO-1" };

        var (_, violations) = MovementRules.Check(draft, AMovement.Start);

        Assert.Equal(
            [(BadText, "actor"), (TooManyDecimals, "lines[2].quantity"), (QuantityNotPositive, "lines[1].quantity")],
            violations.Select(violation => (violation.Violation, violation.Field)));
    }

    [Theory]
    [InlineData("bolt\0")]
    [InlineData("bo\nlt")]
    [InlineData(" bolt")]
    [InlineData("")]
    [InlineData("..")]
    public void Refuses_codes_that_paths_or_databases_cannot_hold(string sku)
    {
        var draft = AMovement.Draft("SALE A bolt 5") with { Lines = [new(sku, 5)] };

        Assert.Equal(BadSku, MovementRules.Check(draft, AMovement.Start).Violations[0].Violation);
    }

    [Fact]
    public void Refuses_half_a_character()
    {
        Assert.False(Codes.IsText("bolt\uD800", 10));
        Assert.False(Codes.IsText("\uDE00\uD83D", 10));
        Assert.True(Codes.IsText("bolt \uD83D\uDE00", 10));
    }

    [Fact]
    public void A_missing_line_or_quantity_is_a_violation_not_a_crash()
    {
        var draft = AMovement.Draft("SALE A bolt 5") with { Lines = [null, new("bolt")] };

        var violations = MovementRules.Check(draft, AMovement.Start).Violations;

        Assert.Equal(
            [(BadSku, "lines[0].sku"), (MissingQuantity, "lines[0].quantity"), (MissingQuantity, "lines[1].quantity")],
            violations.Select(violation => (violation.Violation, violation.Field)));
    }

    [Fact]
    public void Content_is_what_was_told_not_how_it_was_written_or_by_whom()
    {
        var told = AMovement.Draft("SALE A bolt 5 nut 1 @0");
        var content = Content(told);

        Assert.Equal(content, Content(told with { Actor = "another", Lines = [new("nut", 1.0000m), new("bolt", 5.0m)] }));
        Assert.Equal(content, Content(told with { OccurredAt = AMovement.Start.ToOffset(TimeSpan.FromHours(2)) }));
        Assert.NotEqual(content, Content(told with { Lines = [new("nut", 1), new("bolt", 6)] }));
        Assert.NotEqual(content, Content(told with { OccurredAt = null }));
        Assert.NotEqual(content, Content(told with { Reason = "damaged" }));
        Assert.NotEqual(content, Content(told with { Lines = [new("nut", 1), new("bolt", 5, UnitPrice: 2)] }));
    }

    private static ContentHash? Content(MovementDraft draft) => MovementRules.Check(draft, AMovement.Start).Movement?.Content;
}
