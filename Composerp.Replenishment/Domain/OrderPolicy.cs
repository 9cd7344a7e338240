using System.Text.Json.Serialization;
using Composerp.Replenishment.Domain.Modifiers;
using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Replenishment.Domain;

/// <summary>The rule by which an item at a location is ordered.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(MinMaxPolicy), PolicyKinds.MinMax)]
[JsonDerivedType(typeof(OrderUpToPolicy), PolicyKinds.OrderUpTo)]
[JsonDerivedType(typeof(CalculatedPolicy), "calculated")]
[JsonDerivedType(typeof(TimePhasedPolicy), PolicyKinds.TimePhased)]
[JsonDerivedType(typeof(DaysOfCoverPolicy), PolicyKinds.DaysOfCover)]
[JsonDerivedType(typeof(ManualPolicy), PolicyKinds.Manual)]
public abstract record OrderPolicy
{
    private protected OrderPolicy()
    {
    }

    /// <summary>Whether a quantity can be calculated without knowing what demand will be.</summary>
    [JsonIgnore]
    public virtual bool NeedsForecast => true;
}

/// <summary>When the stock position is at or below the minimum, order what is missing to the maximum.</summary>
/// <remarks>At, too: the (s, S) rule of the textbooks acts on a position that has reached s.</remarks>
public sealed record MinMaxPolicy(decimal Minimum, decimal Maximum) : OrderPolicy
{
    public override bool NeedsForecast => false;
}

/// <summary>At every review order what is missing to a level that covers demand until the delivery after the next review: (R, S).</summary>
/// <param name="ServiceLevel">Share of the intervals, in (0, 1), that are to end without a stock-out (cycle service level).</param>
/// <param name="ReviewDays">Days from one review to the next, at least 1.</param>
public sealed record OrderUpToPolicy(double ServiceLevel, int ReviewDays) : OrderPolicy;

/// <summary>What the parameters of a policy are calculated for.</summary>
/// <param name="Target">In (0, 1).</param>
public sealed record ServiceTarget(ServiceKind Kind, double Target, DistributionChoice Distribution, Shortage Shortage, LevelRounding Rounding);

/// <summary>A reorder point, order-up-to level or pair of levels that is calculated, and where a fixed point stands in for it.</summary>
/// <param name="Target">null where the point is fixed.</param>
/// <param name="ReorderPoint">null where it is calculated.</param>
/// <param name="Lot">null: the economic quantity, of order cost and holding rate.</param>
public sealed record CalculatedPolicy(
    PolicyForm Form, ServiceTarget? Target, int ReviewDays, decimal? ReorderPoint, decimal? Lot, decimal? OrderCost, decimal? HoldingRate) : OrderPolicy
{
    public override bool NeedsForecast => Target is not null || (Lot is null && Form != PolicyForm.OrderUpTo);
}

/// <summary>Day by day: what is there, what comes, what the forecast takes, and what has to be ordered today for it.</summary>
/// <param name="SafetyStock">Where no target asks for one.</param>
/// <param name="CoverDays">An order covers the demand of so many days.</param>
public sealed record TimePhasedPolicy(decimal SafetyStock, ServiceTarget? Target, int ReviewDays, int CoverDays) : OrderPolicy;

/// <summary>When the position lasts for no more than the minimum of days after the lead time, order what is missing to the cover.</summary>
public sealed record DaysOfCoverPolicy(int MinimumDays, int CoverDays) : OrderPolicy;

/// <summary>Nothing is ordered but what a planner enters.</summary>
public sealed record ManualPolicy : OrderPolicy
{
    public override bool NeedsForecast => false;
}

/// <summary>What holds beside the rule itself.</summary>
/// <param name="MaximumLevel">The position after an order should stay at or below this.</param>
/// <param name="FenceDays">An open proposal is not lowered or withdrawn for so many days; 0 for none.</param>
/// <param name="Dampening">A change of less than this share of an open proposal is none; 0 for none.</param>
public sealed record PolicyLimits(
    decimal? MaximumLevel, MaximumRule MaximumRule, int? ShelfLifeDays, int RemainingLifeDays, int FenceDays, decimal Dampening);

/// <summary>The distribution that demand is taken from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DistributionChoice>))]
public enum DistributionChoice
{
    /// <summary>The forecast's own quantiles; as fitting where it states none that reach.</summary>
    [JsonStringEnumMemberName("forecast")]
    Forecast,

    /// <summary>Whichever family fits mean, deviation and unit.</summary>
    [JsonStringEnumMemberName("fitting")]
    Fitting,

    [JsonStringEnumMemberName("normal")]
    Normal,

    [JsonStringEnumMemberName("gamma")]
    Gamma,

    [JsonStringEnumMemberName("poisson")]
    Poisson,

    [JsonStringEnumMemberName("negative-binomial")]
    NegativeBinomial,
}

public static class PolicyKinds
{
    public const string MinMax = "min-max";
    public const string OrderUpTo = "order-up-to";
    public const string ReorderPoint = "reorder-point";
    public const string PeriodicMinMax = "periodic-min-max";
    public const string TimePhased = "time-phased";
    public const string DaysOfCover = "days-of-cover";
    public const string Manual = "manual";
}
