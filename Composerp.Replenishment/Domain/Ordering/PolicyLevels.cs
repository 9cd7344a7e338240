using Composerp.Replenishment.Domain.Netting;

namespace Composerp.Replenishment.Domain.Ordering;

/// <summary>A policy in numbers for one item, one location and one day, and what it asks for.</summary>
/// <param name="OrderAt">Positions above this order nothing.</param>
/// <param name="OrderUpTo">The highest position that an order leads to, before the supplier's conditions.</param>
internal sealed record PolicyLevels(decimal OrderAt, decimal OrderUpTo, decimal Need)
{
    public TargetLevel? Target { get; init; }

    public CalculatedParameters? Parameters { get; init; }

    public decimal? Lot { get; init; }

    public NettingSteps? Netting { get; init; }

    /// <returns>null where numbers leave the range of quantities.</returns>
    /// <exception cref="ArgumentException">A policy without the forecast that it needs.</exception>
    public static PolicyLevels? Find(PlanningInput input, CalculatedParameters? known) => input.Policy switch
    {
        MinMaxPolicy policy => Levels(input, policy.Minimum, policy.Maximum),
        ManualPolicy => new(0, 0, new ManualRule().Need(input.UsablePosition)),
        CalculatedPolicy { Target: null, ReorderPoint: { } point } policy => OfLots(input, policy, point, null),
        _ when input.Forecast is null => throw new ArgumentException($"{input.Policy} cannot be planned without a forecast.", nameof(input)),
        OrderUpToPolicy policy when input.LeadTimes is null => OfTargetLevel(input, input.Forecast, policy),
        OrderUpToPolicy policy => OfCalculated(input, PlanningAim.AsCalculated(policy), known),
        CalculatedPolicy policy => OfCalculated(input, policy, known),
        DaysOfCoverPolicy policy => OfCover(input, input.Forecast, policy),
        TimePhasedPolicy policy => OfNetting(input, input.Forecast, policy, known),
        _ => throw new ArgumentException($"{input.Policy} is no policy that can be planned.", nameof(input)),
    };

    /// <summary>Of the inputs that parameters are calculated from; null where nothing is calculated.</summary>
    public static Guid? FindKey(PlanningInput input)
    {
        var policy = input.Policy switch
        {
            CalculatedPolicy { Target: not null } calculated => calculated,
            OrderUpToPolicy upTo when input.LeadTimes is not null => PlanningAim.AsCalculated(upTo),
            TimePhasedPolicy { Target: { } target } phased => PlanningAim.AsCalculated(phased, target),
            _ => null,
        };

        return policy is not null && PlanningAim.TryLot(input, policy, out var lot) ? PlanningAim.KeyOf(input, policy, lot) : null;
    }

    private static PolicyLevels? OfTargetLevel(PlanningInput input, ForecastWindow window, OrderUpToPolicy policy)
    {
        var target = TargetLevel.Of(window, policy.ServiceLevel);
        var level = Entered(input, ParameterName.SafetyStock) is { } stock
            ? Quantity.Nearest(target.ExpectedDemand) + stock
            : Quantity.Nearest(target.Level);

        return level is { } found ? Levels(input, found, found) is { } levels ? levels with { Target = target } : null : null;
    }

    private static PolicyLevels? OfCalculated(PlanningInput input, CalculatedPolicy policy, CalculatedParameters? known)
    {
        if (policy.Target is null)
        {
            return policy.ReorderPoint is { } point ? OfLots(input, policy, point, null) : null;
        }

        if (!PlanningAim.TryLot(input, policy, out var lot))
        {
            return null;
        }

        var parameters = known ?? PlanningAim.Calculate(input, policy, lot);

        if (Quantity.Nearest(parameters.ReorderPoint) is not { } at || Quantity.Nearest(parameters.OrderUpTo) is not { } upTo)
        {
            return null;
        }

        if (Entered(input, ParameterName.SafetyStock) is { } stock
            && Quantity.Nearest(parameters.Steps.First(step => step.Name == CalculatedParameters.SafetyStock).Value) is { } calculated)
        {
            (at, upTo) = (at + stock - calculated, upTo + stock - calculated);
        }

        return policy.Form == PolicyForm.ReorderPoint
            ? OfLots(input, policy, at, parameters)
            : Levels(input, at, upTo) is { } levels ? levels with { Parameters = parameters, Lot = lot > 0 ? lot : null } : null;
    }

    private static PolicyLevels? OfLots(PlanningInput input, CalculatedPolicy policy, decimal point, CalculatedParameters? parameters)
    {
        if (!PlanningAim.TryLot(input, policy, out var lot))
        {
            return null;
        }

        var at = Entered(input, ParameterName.ReorderPoint) ?? point;

        return new(at, at + lot, new ReorderPointRule(at, lot).Need(input.UsablePosition)) { Parameters = parameters, Lot = lot };
    }

    private static PolicyLevels? OfCover(PlanningInput input, ForecastWindow window, DaysOfCoverPolicy policy)
    {
        var leadTime = input.LeadTimeDays;

        return Quantity.Nearest(CoverDays.Quantity(window.Mean, leadTime + policy.MinimumDays)) is { } at
            && Quantity.Nearest(CoverDays.Quantity(window.Mean, leadTime + policy.CoverDays)) is { } upTo
            ? Levels(input, at, upTo)
            : null;
    }

    private static PolicyLevels? OfNetting(PlanningInput input, ForecastWindow window, TimePhasedPolicy policy, CalculatedParameters? known)
    {
        var parameters = policy.Target is { } target ? known ?? PlanningAim.Calculate(input, PlanningAim.AsCalculated(policy, target), 0) : null;
        var calculated = parameters?.Steps.First(step => step.Name == CalculatedParameters.SafetyStock).Value;
        var stock = Entered(input, ParameterName.SafetyStock) ?? (calculated is { } number ? Quantity.Nearest(number) : policy.SafetyStock);

        return stock is { } safety && NettingSteps.Find(input, window, policy, safety) is { } netting
            ? new(safety, safety, netting.ReleasedNow) { Parameters = parameters, Netting = netting }
            : null;
    }

    private static PolicyLevels Levels(PlanningInput input, decimal calculatedAt, decimal calculatedUpTo)
    {
        var isOneLevel = calculatedAt == calculatedUpTo;
        var upTo = Entered(input, ParameterName.OrderUpTo) ?? calculatedUpTo;
        var at = Entered(input, ParameterName.ReorderPoint) ?? (isOneLevel ? upTo : calculatedAt);

        return new(at, upTo, new MinMaxRule(at, upTo).Need(input.UsablePosition));
    }

    internal static decimal? Entered(PlanningInput input, ParameterName parameter) =>
        input.Overrides?.FirstOrDefault(entered => entered.Parameter == parameter)?.Value;
}
