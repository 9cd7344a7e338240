namespace Composerp.Replenishment.Domain;

/// <summary>A policy as it is written down: the fields of every kind, of which each kind uses its own.</summary>
public sealed record PolicyFields(
    string Kind,
    string Supplier,
    decimal? Minimum,
    decimal? Maximum,
    double? ServiceLevel,
    int? ReviewDays)
{
    public const int ReviewDaysMax = 366;

    /// <summary>Returns the first thing that is wrong, or null when there is none.</summary>
    public Violation? FirstViolation() => Codes.CodeViolation("supplier", Supplier) ?? Kind switch
    {
        PolicyKinds.MinMax => MinMaxViolation(),
        PolicyKinds.OrderUpTo => OrderUpToViolation(),
        _ => new("kind", "unknown-policy-kind", $"A policy is {PolicyKinds.MinMax} or {PolicyKinds.OrderUpTo}."),
    };

    /// <summary>The policy that the fields describe.</summary>
    /// <exception cref="ArgumentException">The fields violate a rule: see <see cref="FirstViolation"/>.</exception>
    public OrderPolicy ToPolicy() => (Kind, Minimum, Maximum, ServiceLevel, ReviewDays) switch
    {
        (PolicyKinds.MinMax, { } minimum, { } maximum, null, null) => new MinMaxPolicy(minimum, maximum),
        (PolicyKinds.OrderUpTo, null, null, { } serviceLevel, { } reviewDays) => new OrderUpToPolicy(serviceLevel, reviewDays),
        _ => throw new ArgumentException($"These are not the fields of a policy: {this}."),
    };

    private Violation? MinMaxViolation() => this switch
    {
        { ServiceLevel: not null } => Foreign("serviceLevel"),
        { ReviewDays: not null } => Foreign("reviewDays"),
        { Minimum: not { } } => Missing("minimum"),
        { Maximum: not { } } => Missing("maximum"),
        { Minimum: { } minimum, Maximum: { } maximum } =>
            Quantity.Violation("minimum", minimum)
            ?? Quantity.Violation("maximum", maximum)
            ?? (maximum < minimum
                ? new Violation("maximum", "maximum-below-minimum", "The maximum may not be below the minimum.")
                : null),
    };

    private Violation? OrderUpToViolation() => this switch
    {
        { Minimum: not null } => Foreign("minimum"),
        { Maximum: not null } => Foreign("maximum"),
        { ServiceLevel: null } => Missing("serviceLevel"),
        { ReviewDays: null } => Missing("reviewDays"),
        { ServiceLevel: not (> 0 and < 1) } =>
            new("serviceLevel", "service-level-out-of-range", "The service level lies between 0 and 1, such as 0.95; 1 cannot be promised."),
        { ReviewDays: not (>= 1 and <= ReviewDaysMax) } =>
            new("reviewDays", "review-days-out-of-range", "There are 1 to 366 days from one review to the next."),
        _ => null,
    };

    private Violation Foreign(string field) => new(field, "field-of-another-kind", $"Policies of the kind {Kind} have no such field.");

    private Violation Missing(string field) => new(field, "missing-field", $"Policies of the kind {Kind} need this field.");
}
