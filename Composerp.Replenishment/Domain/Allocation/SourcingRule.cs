using System.Text.Json.Serialization;
using Composerp.Replenishment.Domain.Policies;

namespace Composerp.Replenishment.Domain.Allocation;

/// <summary>Where goods come from: another location, on the terms of the lane, or a supplier, on its own terms.</summary>
/// <param name="Priority">The lowest is asked first; what it lacks is asked of the next.</param>
/// <param name="Share">Of the need, among sources of the same priority; only their proportion counts.</param>
/// <param name="LeadTimeDays">Of a location: days from order to goods on the shelf.</param>
/// <param name="MinimumQuantity">Of a location: no transfer of the item is smaller.</param>
/// <param name="OrderMultiple">Of a location: every transfer is a whole number of these.</param>
/// <param name="Rank">Of a location that shares a shortage by priority: the lowest is served first.</param>
public sealed record SourceTerms(
    string? Location = null,
    string? Supplier = null,
    int Priority = 1,
    decimal Share = 1,
    int? LeadTimeDays = null,
    decimal? MinimumQuantity = null,
    decimal? OrderMultiple = null,
    int Rank = 0)
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
            ?? (Rank is < 0 or > 1_000_000 ? new Violation("rank", "rank-out-of-range", "The rank is 0 to 1,000,000.") : null),
    };
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
        ?? Sources.Index().Select(source => source.Item.FirstViolation(source.Index) ?? RepeatViolation(source.Index)).FirstOrDefault(violation => violation is not null);

    private Violation? RepeatViolation(int place) =>
        Sources.Take(place).Any(earlier => earlier.Location == Sources[place].Location && earlier.Supplier == Sources[place].Supplier)
            ? new($"sources[{place}]", "repeated-source", $"An earlier source is {Sources[place].Code} too.")
            : null;

    private static Violation NotOfSources(string field) =>
        new(field, "field-of-another-kind", "Sources are told apart by item, location, category and kind of location.");
}
