using System.Text.Json.Serialization;
using Composerp.Replenishment.Domain.Policies;

namespace Composerp.Replenishment.Domain.Allocation;

/// <summary>Where goods come from: another location, on the terms of the lane, or a supplier, on its own terms.</summary>
/// <param name="Priority">The lowest is asked first; what it lacks is asked of the next.</param>
/// <param name="Share">Of the need, among sources of the same priority; only their proportion counts.</param>
/// <param name="LeadTimeDays">Of a location: days from order to goods on the shelf.</param>
/// <param name="MinimumQuantity">Of a location: no transfer of the item is smaller.</param>
/// <param name="OrderMultiple">Of a location: every transfer is a whole number of these.</param>
/// <param name="Excess">Of a location that gives only what it has too much of, where that saves more than it costs; then neither
/// priority nor share nor rank count.</param>
/// <param name="Rank">Of a location that shares a shortage by priority: the lowest is served first.</param>
public sealed record SourceTerms(
    string? Location = null,
    string? Supplier = null,
    int Priority = 1,
    decimal Share = 1,
    int? LeadTimeDays = null,
    decimal? MinimumQuantity = null,
    decimal? OrderMultiple = null,
    int Rank = 0,
    ExcessTerms? Excess = null)
{
    [JsonIgnore]
    public string Code => Location ?? Supplier ?? "";

    public Violation? FirstViolation(int place) => FirstViolation() is { } violation
        ? violation with { Field = $"sources[{place}].{violation.Field}" }
        : null;

    private Violation? FirstViolation() => this switch
    {
        { Location: null, Supplier: null } => new("location", "missing-field", "A source is a location or a supplier."),
        { Location: not null, Supplier: not null } => new("supplier", "ambiguous-source", "A source is a location or a supplier, not both."),
        { Supplier: not null, LeadTimeDays: not null } or { Supplier: not null, MinimumQuantity: not null } or { Supplier: not null, OrderMultiple: not null } =>
            new("supplier", "field-of-another-kind", "A supplier's lead time, minimum and multiple are those of its items."),
        { Supplier: not null, Excess: not null } or { MinimumQuantity: > 0, Excess: not null } =>
            new("excess", "field-of-another-kind", "Excess is of a location, and has no minimum: its costs decide."),
        { Location: not null, LeadTimeDays: null } => new("leadTimeDays", "missing-field", "A lane between locations has a lead time."),
        _ => (Location is null ? Codes.CodeViolation("supplier", Supplier) : Codes.CodeViolation("location", Location))
            ?? (LeadTimeDays is < 0 or > SupplyTerms.LeadTimeDaysMax
                ? new Violation("leadTimeDays", "lead-time-out-of-range", "The lead time is 0 to 1,000 days.")
                : null)
            ?? Quantity.Violation("minimumQuantity", MinimumQuantity ?? 0)
            ?? (OrderMultiple == 0
                ? new Violation("orderMultiple", "order-multiple-zero", "The order multiple is above 0; leave it out for whole units.")
                : Quantity.Violation("orderMultiple", OrderMultiple ?? 1))
            ?? (Priority is < 1 or > 100 ? new Violation("priority", "priority-out-of-range", "The priority of a source is 1 to 100.") : null)
            ?? (Share is <= 0 or > 1_000 ? new Violation("share", "share-out-of-range", "A share is above 0, and at most 1,000.") : null)
            ?? Quantity.Violation("share", Share)
            ?? Excess?.FirstViolation()
            ?? (Rank is < 0 or > 1_000_000 ? new Violation("rank", "rank-out-of-range", "The rank is 0 to 1,000,000.") : null),
    };
}

/// <summary>What a location may give away.</summary>
/// <param name="KeepDays">It keeps what it will sell in so many days, and what it would be filled to; left out: 60.</param>
/// <param name="FixedCost">Of a transfer, money.</param>
/// <param name="UnitCost">Of each unit transferred, money.</param>
/// <param name="ReturnMin">A transfer saves at least so many times what it costs; left out: 1.</param>
public sealed record ExcessTerms(int KeepDays = 60, decimal FixedCost = 0, decimal UnitCost = 0, decimal ReturnMin = 1)
{
    public Violation? FirstViolation() =>
        (KeepDays is < 0 or > SupplyTerms.LeadTimeDaysMax ? new Violation("excess.keepDays", "days-out-of-range", "The days are 0 to 1,000.") : null)
        ?? Quantity.Violation("excess.fixedCost", FixedCost)
        ?? Quantity.Violation("excess.unitCost", UnitCost)
        ?? (ReturnMin is < 1 or > 1_000 ? new Violation("excess.returnMin", "return-out-of-range", "The return is 1 to 1,000 times the cost.") : null);
}

/// <summary>For which items and locations, and where their goods come from.</summary>
/// <param name="Priority">Of rules that are equally specific the higher wins, then the first by name.</param>
public sealed record SourcingRule(string Name, RuleScope Scope, int Priority, IReadOnlyList<SourceTerms> Sources)
{
    public const int SourcesMax = 20;

    public Violation? FirstViolation() =>
        Codes.CodeViolation("name", Name)
        ?? Scope.FirstViolation()
        ?? (Scope.SuppliedBy is not null ? NotOfSources("suppliedBy") : Scope.Class is not null ? NotOfSources("class") : null)
        ?? (Math.Abs((long)Priority) > PolicyRule.PriorityMax
            ? new Violation("priority", "priority-out-of-range", "The priority is -1,000,000 to 1,000,000.")
            : null)
        ?? (Sources.Count is 0 or > SourcesMax ? new Violation("sources", "source-count-out-of-range", "A rule has 1 to 20 sources.") : null)
        ?? (Sources.All(source => source.Excess is not null)
            ? new Violation("sources", "missing-source", "A rule has a source that gives not only excess.")
            : null)
        ?? Sources.Index().Select(source => source.Item.FirstViolation(source.Index) ?? RepeatViolation(source.Index)).FirstOrDefault(violation => violation is not null);

    private Violation? RepeatViolation(int place) =>
        Sources.Take(place).Any(earlier => earlier.Location == Sources[place].Location && earlier.Supplier == Sources[place].Supplier)
            ? new($"sources[{place}]", "repeated-source", $"An earlier source is {Sources[place].Code} too.")
            : null;

    private static Violation NotOfSources(string field) =>
        new(field, "field-of-another-kind", "Sources are told apart by item, location, category and kind of location.");
}
