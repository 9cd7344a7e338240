using System.Text.Json.Serialization;
using Composerp.Replenishment.Numerics.Distributions;
using Composerp.Replenishment.Numerics.LotSizing;
using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Replenishment.Domain.Ordering;

/// <summary>What a target promises.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ServiceKind>))]
public enum ServiceKind
{
    /// <summary>The share of cycles without a stock-out.</summary>
    [JsonStringEnumMemberName("cycle-service")]
    CycleService,

    /// <summary>The share of demand served from the shelf.</summary>
    [JsonStringEnumMemberName("fill-rate")]
    FillRate,
}

/// <summary>Which parameters a policy needs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PolicyForm>))]
public enum PolicyForm
{
    /// <summary>(R, S).</summary>
    [JsonStringEnumMemberName("order-up-to")]
    OrderUpTo,

    /// <summary>(R, s, nQ).</summary>
    [JsonStringEnumMemberName("reorder-point")]
    ReorderPoint,

    /// <summary>(R, s, S).</summary>
    [JsonStringEnumMemberName("min-max")]
    MinMax,
}

/// <summary>What is aimed at.</summary>
/// <param name="Target">In (0, 1).</param>
/// <param name="ReviewDays">Days between two looks, at least 1.</param>
/// <param name="Lot">The fixed quantity; for min-max the distance of the levels. 0 where the form has none.</param>
/// <param name="Step">Levels are whole multiples of this; 0 for any.</param>
public sealed record ServiceAim(
    PolicyForm Form, ServiceKind Kind, double Target, Shortage Shortage, int ReviewDays, double Lot, double Step, LevelRounding Rounding);

/// <summary>One number on the way to a parameter.</summary>
/// <param name="Name">Stable, in kebab-case.</param>
public sealed record CalculationStep(string Name, double Value);

/// <summary>Parameters and how they came about.</summary>
/// <param name="ReorderPoint">For order-up-to the level itself.</param>
/// <param name="OrderUpTo">For a reorder point with lots the highest position: point plus lot.</param>
public sealed record CalculatedParameters(double ReorderPoint, double OrderUpTo, IReadOnlyList<CalculationStep> Steps)
{
    /// <summary>The step that every calculation has.</summary>
    public const string SafetyStock = "safety-stock";

    /// <summary>The levels that serve the aim.</summary>
    public static CalculatedParameters Of(ServiceAim aim, DemandOutlook outlook)
    {
        var protection = outlook.OverLeadTime(aim.ReviewDays);
        var leadTime = outlook.OverLeadTime(0);
        var perReview = outlook.Of(aim.ReviewDays);
        var spread = aim.Form switch
        {
            PolicyForm.ReorderPoint => PositionSpread.Lots(aim.Lot, outlook.IsWhole),
            PolicyForm.MinMax => PositionSpread.MinMax(perReview, aim.Lot),
            _ => PositionSpread.OrderUpTo(perReview.Mean),
        };
        var model = new ServiceModel(protection, leadTime, perReview.Mean, spread);
        var steps = new List<CalculationStep>
        {
            new("expected-demand", protection.Mean),
            new("deviation", Math.Sqrt(protection.Variance)),
            new("lead-time-demand", leadTime.Mean),
            new("mean-undershoot", spread.MeanUndershoot),
        };
        var top = aim.Kind == ServiceKind.FillRate
            ? FillRateTop(aim, outlook, model)
            : CycleTop(aim, outlook, protection, perReview, spread);
        steps.Add(new(SafetyStock, aim.Form == PolicyForm.OrderUpTo ? top - protection.Mean : top - spread.Gap - leadTime.Mean - spread.MeanUndershoot));
        steps.Add(new("fill-rate-if-backordered", model.FillRate(top)));

        return new(top - spread.Gap, top, steps);
    }

    /// <summary>The economic quantity in whole steps: the cheaper of the two next to it.</summary>
    public static double EconomicLot(double fixedCost, double holdingCost, double demand, double step)
    {
        var best = EconomicOrderQuantity.Of(fixedCost, holdingCost, demand).Quantity;

        if (step <= 0)
        {
            return best;
        }

        var (below, above) = (Math.Floor(best / step) * step, Math.Ceiling(best / step) * step);

        return below > 0 && Cost(below) <= Cost(above) ? below : Math.Max(step, above);

        double Cost(double quantity) => (fixedCost * demand / quantity) + (holdingCost * quantity / 2);
    }

    private static double FillRateTop(ServiceAim aim, DemandOutlook outlook, ServiceModel model)
    {
        var lot = aim.Form == PolicyForm.ReorderPoint ? aim.Lot : 0;

        if (aim.Shortage == Shortage.Backordered)
        {
            return model.TopFor(aim.Target, aim.Rounding, aim.Step);
        }

        var start = model.TopFor(aim.Target, LevelRounding.Up, 0);

        return SimulatedLevel.TopFor(
            outlook.Of(1), outlook.LeadTimes, new(-model.Spread.Gap, 0, lot, aim.ReviewDays), aim.Shortage, aim.Target, start, aim.Step, aim.Rounding);
    }

    // A cycle begins below the reorder point, by the undershoot, and has to last for the lead time; order-up-to has to last for the review as well.
    private static double CycleTop(ServiceAim aim, DemandOutlook outlook, IDemandDistribution protection, IDemandDistribution perReview, PositionSpread spread)
    {
        var level = aim.Form == PolicyForm.OrderUpTo
            ? protection.Quantile(aim.Target)
            : outlook.OverLeadTime(Undershoot.Of(perReview.Mean, perReview.Variance, outlook.IsWhole)).Quantile(aim.Target);

        return spread.Gap + (aim.Step > 0 ? Math.Ceiling((level / aim.Step) - 1e-9) * aim.Step : level);
    }
}

/// <summary>A planner's number instead of a calculated one.</summary>
/// <param name="Reason">Never empty: a number without one is forgotten and stays.</param>
/// <param name="ExpiresOn">The first day on which the calculated number holds again.</param>
public sealed record ParameterOverride(decimal Value, string Reason, DateOnly ExpiresOn)
{
    /// <summary>What holds on a date, and whether it is the planner's.</summary>
    public static (decimal Value, bool IsOverridden) Effective(decimal calculated, ParameterOverride? entered, DateOnly date) =>
        entered is { } valid && date < valid.ExpiresOn ? (valid.Value, true) : (calculated, false);
}
