using Composerp.Replenishment.Domain.Modifiers;
using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Replenishment.Domain.Policies;

/// <summary>A policy as it is written down: the fields of every kind, of which each kind uses its own.</summary>
public record PolicyTerms
{
    /// <summary>min-max, reorder-point, order-up-to, periodic-min-max, time-phased, days-of-cover or manual.</summary>
    public required string Kind { get; init; }

    /// <summary>Who is ordered from; left out: whoever delivers the item, at the lowest cost where several do.</summary>
    public string? Supplier { get; init; }

    /// <summary>Of min-max: at or below this position it is ordered.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Of min-max: the position that is filled up to.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>The share of cycles without a stock-out, in (0, 1); this or fillRate.</summary>
    public double? ServiceLevel { get; init; }

    /// <summary>The share of demand served from the shelf, in (0, 1); this or serviceLevel.</summary>
    public double? FillRate { get; init; }

    /// <summary>Days from one review to the next; left out: 1.</summary>
    public int? ReviewDays { get; init; }

    /// <summary>Of reorder-point: a fixed point instead of a calculated one.</summary>
    public decimal? ReorderPoint { get; init; }

    /// <summary>The lot of reorder-point, the distance of the levels of periodic-min-max; left out: the economic quantity.</summary>
    public decimal? OrderQuantity { get; init; }

    /// <summary>Of the economic quantity: money for one order of the item.</summary>
    public decimal? OrderCost { get; init; }

    /// <summary>Of the economic quantity: what holding costs in a year, as a share of the unit cost, such as 0.25.</summary>
    public decimal? HoldingRate { get; init; }

    /// <summary>Of time-phased: an order covers so many days; of days-of-cover: days filled up to.</summary>
    public int? CoverDays { get; init; }

    /// <summary>Of days-of-cover: at or below so many days it is ordered; left out: always up to coverDays.</summary>
    public int? MinimumCoverDays { get; init; }

    /// <summary>Of time-phased: a fixed safety stock instead of a target.</summary>
    public decimal? SafetyStock { get; init; }

    /// <summary>The form of the demand's distribution; left out: forecast.</summary>
    public DistributionChoice? Distribution { get; init; }

    /// <summary>What becomes of demand that finds no stock; left out: backordered.</summary>
    public Shortage? Shortage { get; init; }

    /// <summary>How calculated levels become whole units; left out: up.</summary>
    public LevelRounding? Rounding { get; init; }

    /// <summary>The position after an order should stay at or below this.</summary>
    public decimal? MaximumLevel { get; init; }

    /// <summary>What to do where the supplier's conditions lead above maximumLevel; left out: go-over.</summary>
    public MaximumRule? MaximumRule { get; init; }

    /// <summary>Days that goods keep from their arrival on.</summary>
    public int? ShelfLifeDays { get; init; }

    /// <summary>Days of life that must be left when they are sold.</summary>
    public int? RemainingLifeDays { get; init; }

    /// <summary>An open proposal is not lowered or withdrawn for so many days.</summary>
    public int? FenceDays { get; init; }

    /// <summary>An open proposal stays as it is where the new quantity is within this share of it, such as 0.1.</summary>
    public decimal? Dampening { get; init; }

    /// <summary>Returns the first thing that is wrong, or null when there is none.</summary>
    public Violation? FirstViolation() => PolicyTermsRules.FirstViolation(this);

    /// <summary>The rule that the terms describe.</summary>
    /// <exception cref="ArgumentException">The terms violate a rule: see <see cref="FirstViolation"/>.</exception>
    public OrderPolicy ToPolicy() => this switch
    {
        { Kind: PolicyKinds.MinMax, Minimum: { } minimum, Maximum: { } maximum } => new MinMaxPolicy(minimum, maximum),
        { Kind: PolicyKinds.OrderUpTo, ServiceLevel: { } level, ReviewDays: var days, Shortage: null, Rounding: null }
            when Distribution is null or DistributionChoice.Forecast => new OrderUpToPolicy(level, days ?? 1),
        { Kind: PolicyKinds.OrderUpTo } => Calculated(PolicyForm.OrderUpTo),
        { Kind: PolicyKinds.ReorderPoint } => Calculated(PolicyForm.ReorderPoint),
        { Kind: PolicyKinds.PeriodicMinMax } => Calculated(PolicyForm.MinMax),
        { Kind: PolicyKinds.TimePhased, CoverDays: var days } =>
            new TimePhasedPolicy(SafetyStock ?? 0, SafetyStock is null ? Target() : null, ReviewDays ?? 1, days ?? 1),
        { Kind: PolicyKinds.DaysOfCover, CoverDays: { } days } => new DaysOfCoverPolicy(MinimumCoverDays ?? days, days),
        { Kind: PolicyKinds.Manual } => new ManualPolicy(),
        _ => throw new ArgumentException($"These are not the terms of a policy: {this}."),
    };

    /// <summary>What holds beside the rule itself; null where nothing does.</summary>
    public PolicyLimits? ToLimits() =>
        this is { MaximumLevel: null, ShelfLifeDays: null, FenceDays: null, Dampening: null }
            ? null
            : new(MaximumLevel, MaximumRule ?? Modifiers.MaximumRule.GoOver, ShelfLifeDays, RemainingLifeDays ?? 0, FenceDays ?? 0, Dampening ?? 0);

    private CalculatedPolicy Calculated(PolicyForm form) =>
        new(form, Target(), ReviewDays ?? 1, ReorderPoint, OrderQuantity, OrderCost, HoldingRate);

    private ServiceTarget? Target() => (ServiceLevel, FillRate) switch
    {
        ({ } level, null) => new(ServiceKind.CycleService, level, Form, Shortage ?? Numerics.ServiceLevels.Shortage.Backordered, Rounding ?? LevelRounding.Up),
        (null, { } rate) => new(ServiceKind.FillRate, rate, Form, Shortage ?? Numerics.ServiceLevels.Shortage.Backordered, Rounding ?? LevelRounding.Up),
        _ => null,
    };

    private DistributionChoice Form => Distribution ?? DistributionChoice.Forecast;
}
