using Composerp.Replenishment.Domain.Policies;

namespace Composerp.Replenishment.Tests.Domain.Policies;

public sealed class PolicyBookTests
{
    private static readonly DateOnly _monday = new(2026, 3, 2);

    private static readonly ItemTraits _milk = new("S1", "MILK", "DAIRY", "store", ["ACME", "DAIRY-CO"], "AX");

    // Each fits to the milk, and each beats all those after it.
    public static TheoryData<int> Ranks => [.. Enumerable.Range(0, _falling.Length - 1)];

    private static readonly RuleScope[] _falling =
    [
        new(Sku: "MILK", Location: "S1"),
        new(Sku: "MILK", LocationKind: "store"),
        new(Sku: "MILK"),
        new(Location: "S1", Category: "DAIRY", Class: "A"),
        new(Location: "S1"),
        new(SuppliedBy: "ACME"),
        new(Category: "DAIRY", LocationKind: "store"),
        new(Category: "DAIRY"),
        new(Class: "X"),
        new(LocationKind: "store"),
        new(),
    ];

    [Theory, MemberData(nameof(Ranks))]
    public void The_most_specific_rule_wins_whatever_its_priority(int rank)
    {
        var rules = _falling.Skip(rank).Index().Select(scope => Rule($"r{99 - scope.Index}", scope.Item, priority: scope.Index)).Reverse();

        Assert.Equal(_falling[rank], new PolicyBook(rules).Find(_milk, _monday)!.Scope);
    }

    [Fact]
    public void Of_equally_specific_rules_the_priority_decides_then_the_name()
    {
        var rules = new[] { Rule("b", new(Location: "S1")), Rule("a", new(Location: "S1")), Rule("c", new(Location: "S1"), priority: 1) };

        Assert.Equal(["c", "a", "b"], new PolicyBook(rules).Candidates(_milk, _monday).Select(rule => rule.Name));
    }

    public static TheoryData<RuleScope> Strangers =>
    [
        new RuleScope(Sku: "BREAD"), new RuleScope(Location: "S2"), new RuleScope(SuppliedBy: "NOBODY"), new RuleScope(Category: "dairy"),
        new RuleScope(Class: "B"), new RuleScope(Class: "AZ"), new RuleScope(LocationKind: "warehouse"), new RuleScope(Sku: "MILK", Location: "S2"),
    ];

    [Theory, MemberData(nameof(Strangers))]
    public void A_rule_for_others_is_not_for_it(RuleScope scope) =>
        Assert.Null(new PolicyBook([Rule("r", scope)]).Find(_milk, _monday));

    [Fact]
    public void Who_was_not_classed_has_no_rule_by_class() =>
        Assert.Null(new PolicyBook([Rule("r", new(Class: "A"))]).Find(_milk with { Class = null }, _monday));

    [Theory]
    [InlineData("2026-03-01", null, null, null, true)]
    [InlineData("2026-03-03", null, null, null, false)]
    [InlineData(null, "2026-03-02", null, null, true)]
    [InlineData(null, "2026-03-01", null, null, false)]
    [InlineData(null, null, "03-02", "03-02", true)]
    [InlineData(null, null, "11-15", "03-01", false)]
    [InlineData(null, null, "11-15", "03-02", true)]
    [InlineData(null, null, "02-29", "03-01", false)]
    public void A_rule_holds_in_its_period(string? from, string? to, string? seasonFrom, string? seasonTo, bool holds)
    {
        var period = new RulePeriod(from is null ? null : DateOnly.Parse(from), to is null ? null : DateOnly.Parse(to), seasonFrom, seasonTo);

        Assert.Null(period.FirstViolation());
        Assert.Equal(holds, period.Covers(_monday));
    }

    [Fact]
    public void A_season_wins_over_the_rest_of_the_year()
    {
        var rules = new[] { Rule("year", new(Location: "S1"), priority: 9), Rule("spring", new(Location: "S1")) with { Period = new(null, null, "03-01", "05-31") } };

        Assert.Equal(("spring", "year"), (NameOn(_monday), NameOn(_monday.AddDays(-2))));

        string NameOn(DateOnly date) => new PolicyBook(rules).Find(_milk, date)!.Name;
    }

    private static PolicyRule Rule(string name, RuleScope scope, int priority = 0) =>
        new(name, scope, priority, new(), new() { Kind = "manual" });
}
