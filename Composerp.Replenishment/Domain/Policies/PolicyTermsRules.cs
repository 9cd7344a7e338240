namespace Composerp.Replenishment.Domain.Policies;

/// <summary>Which fields each kind of policy has, needs, and may hold.</summary>
internal static class PolicyTermsRules
{
    public const int DaysMax = 366;

    private const string Aim = "aim";

    // Every field that is not of all kinds, with what it holds.
    private static readonly (string Name, Func<PolicyTerms, object?> Of)[] _fields =
    [
        ("minimum", terms => terms.Minimum),
        ("maximum", terms => terms.Maximum),
        ("serviceLevel", terms => terms.ServiceLevel),
        ("fillRate", terms => terms.FillRate),
        ("reviewDays", terms => terms.ReviewDays),
        ("reorderPoint", terms => terms.ReorderPoint),
        ("orderQuantity", terms => terms.OrderQuantity),
        ("orderCost", terms => terms.OrderCost),
        ("holdingRate", terms => terms.HoldingRate),
        ("coverDays", terms => terms.CoverDays),
        ("minimumCoverDays", terms => terms.MinimumCoverDays),
        ("safetyStock", terms => terms.SafetyStock),
        ("distribution", terms => terms.Distribution),
        ("shortage", terms => terms.Shortage),
        ("rounding", terms => terms.Rounding),
    ];

    // What a kind has, and what of it must be there; "aim" stands for one of serviceLevel and fillRate.
    private static readonly Dictionary<string, (string[] Has, string[] Needs)> _kinds = new()
    {
        [PolicyKinds.MinMax] = (["minimum", "maximum"], ["minimum", "maximum"]),
        [PolicyKinds.OrderUpTo] = (["serviceLevel", "fillRate", "reviewDays", "distribution", "shortage", "rounding"], [Aim, "reviewDays"]),
        [PolicyKinds.ReorderPoint] = (
            ["serviceLevel", "fillRate", "reviewDays", "reorderPoint", "orderQuantity", "orderCost", "holdingRate", "distribution", "shortage", "rounding"],
            []),
        [PolicyKinds.PeriodicMinMax] = (
            ["serviceLevel", "fillRate", "reviewDays", "orderQuantity", "orderCost", "holdingRate", "distribution", "shortage", "rounding"],
            [Aim, "reviewDays"]),
        [PolicyKinds.TimePhased] = (["serviceLevel", "fillRate", "safetyStock", "reviewDays", "coverDays", "distribution", "shortage", "rounding"], []),
        [PolicyKinds.DaysOfCover] = (["coverDays", "minimumCoverDays"], ["coverDays"]),
        [PolicyKinds.Manual] = ([], []),
    };

    public static Violation? FirstViolation(PolicyTerms terms) =>
        (terms.Supplier is null ? null : Codes.CodeViolation("supplier", terms.Supplier))
        ?? (_kinds.TryGetValue(terms.Kind, out var kind)
            ? OfFields(terms, kind.Has, kind.Needs)
            : new Violation("kind", "unknown-policy-kind", $"A policy is {string.Join(", ", _kinds.Keys)}."))
        ?? OfTargets(terms)
        ?? OfQuantities(terms)
        ?? OfDays(terms)
        ?? OfPairs(terms);

    private static Violation? OfFields(PolicyTerms terms, string[] has, string[] needs)
    {
        foreach (var (name, of) in _fields)
        {
            if (of(terms) is not null && !has.Contains(name))
            {
                return new(name, "field-of-another-kind", $"Policies of the kind {terms.Kind} have no such field.");
            }
        }

        foreach (var (name, of) in _fields)
        {
            if (of(terms) is null && needs.Contains(name))
            {
                return new(name, "missing-field", $"Policies of the kind {terms.Kind} need this field.");
            }
        }

        return needs.Contains(Aim) && terms is { ServiceLevel: null, FillRate: null }
            ? new("serviceLevel", "missing-field", $"Policies of the kind {terms.Kind} need serviceLevel or fillRate.")
            : null;
    }

    private static Violation? OfTargets(PolicyTerms terms) => terms switch
    {
        { ServiceLevel: not null, FillRate: not null } => new("fillRate", "two-targets", "A policy aims at a service level or at a fill rate, not at both."),
        { ServiceLevel: not (null or (> 0 and < 1)) } =>
            new("serviceLevel", "service-level-out-of-range", "The service level lies between 0 and 1, such as 0.95; 1 cannot be promised."),
        { FillRate: not (null or (> 0 and < 1)) } =>
            new("fillRate", "fill-rate-out-of-range", "The fill rate lies between 0 and 1, such as 0.98; 1 cannot be promised."),
        _ => null,
    };

    private static Violation? OfQuantities(PolicyTerms terms) =>
        Of("minimum", terms.Minimum) ?? Of("maximum", terms.Maximum) ?? Of("reorderPoint", terms.ReorderPoint)
        ?? Of("orderQuantity", terms.OrderQuantity) ?? Of("orderCost", terms.OrderCost) ?? Of("holdingRate", terms.HoldingRate)
        ?? Of("safetyStock", terms.SafetyStock) ?? Of("maximumLevel", terms.MaximumLevel) ?? Of("dampening", terms.Dampening)
        ?? (terms.OrderQuantity == 0 ? Zero("orderQuantity") : terms.OrderCost == 0 ? Zero("orderCost") : terms.HoldingRate == 0 ? Zero("holdingRate") : null);

    private static Violation? OfDays(PolicyTerms terms) =>
        terms.ReviewDays is not (null or (>= 1 and <= DaysMax))
            ? new("reviewDays", "review-days-out-of-range", "There are 1 to 366 days from one review to the next.")
            : OfDays("coverDays", terms.CoverDays, 1) ?? OfDays("minimumCoverDays", terms.MinimumCoverDays, 0)
            ?? OfDays("shelfLifeDays", terms.ShelfLifeDays, 1) ?? OfDays("remainingLifeDays", terms.RemainingLifeDays, 0)
            ?? OfDays("fenceDays", terms.FenceDays, 0);

    private static Violation? OfPairs(PolicyTerms terms) => terms switch
    {
        { Minimum: { } minimum, Maximum: { } maximum } when maximum < minimum =>
            new("maximum", "maximum-below-minimum", "The maximum may not be below the minimum."),
        { CoverDays: { } cover, MinimumCoverDays: { } minimum } when cover < minimum =>
            new("coverDays", "maximum-below-minimum", "The days filled up to may not be below the days at which it is ordered."),
        { Kind: PolicyKinds.ReorderPoint, ReorderPoint: null, ServiceLevel: null, FillRate: null } =>
            new("reorderPoint", "missing-field", "A reorder point is a fixed one, or one for a serviceLevel or a fillRate."),
        { Kind: PolicyKinds.ReorderPoint, ReorderPoint: not null } and ({ ServiceLevel: not null } or { FillRate: not null }) =>
            new("reorderPoint", "two-targets", "A fixed reorder point aims at no serviceLevel or fillRate."),
        { Kind: PolicyKinds.TimePhased, SafetyStock: not null } and ({ ServiceLevel: not null } or { FillRate: not null }) =>
            new("safetyStock", "two-targets", "A fixed safety stock aims at no serviceLevel or fillRate."),
        { Kind: PolicyKinds.ReorderPoint or PolicyKinds.PeriodicMinMax, OrderQuantity: null } and ({ OrderCost: null } or { HoldingRate: null }) =>
            new("orderQuantity", "missing-field", "The quantity is a fixed orderQuantity, or the economic one of orderCost and holdingRate."),
        { RemainingLifeDays: not null, ShelfLifeDays: null } =>
            new("remainingLifeDays", "missing-field", "What must be left of the life needs shelfLifeDays."),
        { MaximumRule: not null, MaximumLevel: null } => new("maximumRule", "missing-field", "The rule for the maximum needs maximumLevel."),
        _ => null,
    };

    private static Violation? Of(string field, decimal? value) => value is { } known ? Quantity.Violation(field, known) : null;

    private static Violation Zero(string field) => new(field, "quantity-zero", "The value is above 0.");

    private static Violation? OfDays(string field, int? days, int least) => days is null || (days >= least && days <= SupplyTerms.LeadTimeDaysMax)
        ? null
        : new(field, "days-out-of-range", $"The days are {least} to 1,000.");
}
