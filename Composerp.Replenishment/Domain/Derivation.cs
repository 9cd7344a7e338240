using System.Text.Json.Serialization;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.Replenishment.Domain.Calendars;
using Composerp.Replenishment.Domain.Modifiers;
using Composerp.Replenishment.Domain.Netting;
using Composerp.Replenishment.Domain.Ordering;

namespace Composerp.Replenishment.Domain;

/// <summary>Everything that an order quantity was calculated from.</summary>
/// <param name="Date">The location's business day for which was planned.</param>
/// <param name="Forecast">null for policies that need none.</param>
public sealed record PlanningInput(
    string Location,
    string Sku,
    DateOnly Date,
    OrderPolicy Policy,
    SupplyTerms Supply,
    StockPosition Position,
    ForecastWindow? Forecast)
{
    /// <summary>The rule that the policy comes from.</summary>
    public PolicySource? Source { get; init; }

    /// <summary>The probabilities of goods in 0, 1, 2.. days from the date; null where the stated lead time is taken as certain.</summary>
    public double[]? LeadTimes { get; init; }

    /// <summary>What the calendars of supplier and location make of the order; null where every day will do.</summary>
    public SupplyDays? Calendar { get; init; }

    /// <summary>The item is counted in whole units.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Of open orders, what is still to come and when; null for policies that take it as one sum.</summary>
    public IReadOnlyList<DatedQuantity>? Receipts { get; init; }

    /// <summary>What is on hand by the last day on which it may be sold, where there is one.</summary>
    public IReadOnlyList<DatedQuantity>? Lots { get; init; }

    public PolicyLimits? Limits { get; init; }

    /// <summary>A planner's numbers instead of calculated ones, valid on the date.</summary>
    public IReadOnlyList<EnteredParameter>? Overrides { get; init; }

    /// <summary>The proposal of an earlier run, where a fence or a dampening looks at it.</summary>
    public OpenProposal? Open { get; init; }

    /// <summary>Where a sourcing rule says where the goods come from: the source, and what became of the quantity there.</summary>
    public SourcingInput? Sourcing { get; init; }

    /// <summary>What others ask of the location; part of what its position has committed. Null where it feeds none.</summary>
    public Downstream? Feeds { get; init; }

    /// <summary>Days from the date to the goods.</summary>
    [JsonIgnore]
    public int LeadTimeDays => Calendar?.LeadTimeDays(Date) ?? Supply.LeadTimeDays;

    /// <summary>Days from these goods to those of the next order.</summary>
    /// <param name="stated">By the policy.</param>
    public int ReviewDays(int stated) => Calendar?.ReviewDays ?? stated;

    /// <summary>What will be too old before it can be sold, until an order of the next review arrives.</summary>
    [JsonIgnore]
    public IReadOnlyList<DatedQuantity> Outdating => Lots is null
        ? []
        : ExpectedOutdating.Of(Lots, Forecast?.From ?? Date, Forecast?.Mean ?? [], Limits?.RemainingLifeDays ?? 0);

    /// <summary>The stock position, without what will be too old.</summary>
    [JsonIgnore]
    public decimal UsablePosition => Position.Total - Outdating.Sum(lost => lost.Quantity);
}

/// <summary>Where a policy comes from.</summary>
/// <param name="Scope">What the rule is for, in words.</param>
/// <param name="Class">The class of the item at the location, where there is one.</param>
public sealed record PolicySource(string Rule, string Scope, int Priority, string? Class = null);

public sealed record DatedQuantity(DateOnly Date, decimal Quantity);

/// <param name="Since">The day that it was planned for when it was proposed.</param>
public sealed record OpenProposal(decimal Quantity, DateOnly Since);

/// <summary>What was calculated on the way.</summary>
/// <param name="Position">On hand, in transit and on order together, less what is promised to others and what will be too old.</param>
/// <param name="OrderAt">Positions above this order nothing.</param>
/// <param name="OrderUpTo">What is missing to this is ordered.</param>
/// <param name="Target">How the level came about; null where the policy states it.</param>
/// <param name="Need">What is missing, before the supplier's conditions.</param>
public sealed record DerivationSteps(
    decimal Position,
    decimal OrderAt,
    decimal OrderUpTo,
    TargetLevel? Target,
    decimal Need,
    IReadOnlyList<ModifierStep> Modifiers,
    decimal Quantity)
{
    /// <summary>Levels for a target, and the numbers on the way to them.</summary>
    public CalculatedParameters? Parameters { get; init; }

    /// <summary>The fixed or the economic quantity.</summary>
    public decimal? Lot { get; init; }

    public NettingSteps? Netting { get; init; }

    /// <summary>What of the stock will be too old before it can be sold, and when; null where nothing is.</summary>
    public IReadOnlyList<DatedQuantity>? Outdating { get; init; }
}

/// <summary>How a quantity came about: its inputs and its steps, from which it can be calculated again.</summary>
/// <param name="Formula">Which version of the calculation; older ones stay readable when it changes.</param>
/// <param name="Steps">null where the numbers leave the range of quantities.</param>
public sealed record Derivation(int Formula, PlanningInput Input, DerivationSteps? Steps)
{
    public const int CurrentFormula = 2;

    [JsonIgnore]
    public decimal Quantity => Steps?.Quantity ?? 0;

    /// <summary>The terms of the source that is ordered from.</summary>
    [JsonIgnore]
    public SupplyTerms Terms => Input.Sourcing?.Terms ?? Input.Supply;

    /// <summary>The business day on which goods ordered that day are expected.</summary>
    [JsonIgnore]
    public DateOnly ExpectedOn => Days?.ExpectedOn ?? Input.Date.AddDays(Terms.LeadTimeDays);

    /// <summary>The day on which the order is to be placed.</summary>
    [JsonIgnore]
    public DateOnly OrderOn => Days?.OrderOn ?? Input.Date;

    private SupplyDays? Days => Input.Sourcing is { Terms: not null, Calendar: var days } ? days : Input.Calendar;

    /// <summary>Calculates a quantity. The same input gives the same derivation, to the last digit.</summary>
    /// <param name="known">Parameters that an earlier calculation got from the same inputs.</param>
    /// <exception cref="ArgumentException">A policy without the forecast that it needs.</exception>
    public static Derivation Of(PlanningInput input, CalculatedParameters? known = null)
    {
        var levels = PolicyLevels.Find(input, known);

        // What was not used is not kept: quantiles are most of a window.
        var kept = levels?.Target is { Method: not SafetyStockMethod.Quantiles } target && input.Forecast is { } window
            ? input with { Forecast = window with { Levels = target.Method == SafetyStockMethod.SumQuantiles ? window.Levels : [], Quantiles = [] } }
            : input;

        return new(CurrentFormula, kept, levels is null ? null : StepsOf(input, levels));
    }

    /// <summary>Calculates again from the stored inputs alone.</summary>
    public Derivation Replay() => Of(Input);

    /// <summary>Calculates again, and decides again on the stock that is shared with others.</summary>
    /// <param name="shared">The decision that the input names.</param>
    public Derivation Replay(SharedStock? shared) =>
        shared is not null && Input.Sourcing is { } sourcing ? Of(Input with { Sourcing = shared.Redo(sourcing, Input.Location) }) : Replay();

    /// <summary>What may be ordered at most, by the maximum and the shelf life; null where neither limits it.</summary>
    public decimal? Ceiling()
    {
        var most = Input.Limits?.MaximumLevel is { } maximum ? Math.Max(0, maximum - Input.Position.Total) : (decimal?)null;

        return FindFresh(Input) is { } fresh && !(most < fresh) ? Math.Max(0, fresh) : most;
    }

    /// <summary>The same need, taken from a source.</summary>
    public Derivation From(SourcingInput sourcing)
    {
        if (Steps is not { } steps)
        {
            return this with { Input = Input with { Sourcing = sourcing } };
        }

        var (quantity, changes) = sourcing.Apply(steps.Quantity, Input.Supply);

        return new(Formula, Input with { Sourcing = sourcing }, steps with { Modifiers = [.. steps.Modifiers, .. changes], Quantity = quantity });
    }

    private static DerivationSteps? StepsOf(PlanningInput input, PolicyLevels levels)
    {
        var position = input.UsablePosition;
        var need = levels.Need;
        decimal quantity = 0;
        IReadOnlyList<ModifierStep> modifiers = [];

        var terms = TermsOf(input, levels);

        if (need > 0)
        {
            if (OrderModifiers.Apply(need, position, terms) is not { } modified)
            {
                return null;
            }

            (quantity, modifiers) = modified;
        }

        if (Stability.FindStep(quantity, input, terms) is { } step)
        {
            (quantity, modifiers) = (step.After, [.. modifiers, step]);
        }

        if (input.Sourcing is { } sourcing)
        {
            var (taken, changes) = sourcing.Apply(quantity, input.Supply);
            (quantity, modifiers) = (taken, [.. modifiers, .. changes]);
        }

        return quantity <= Domain.Quantity.MaxValue
            ? new(position, levels.OrderAt, levels.OrderUpTo, levels.Target, need, modifiers, quantity)
            {
                Parameters = levels.Parameters,
                Lot = levels.Lot,
                Netting = levels.Netting,
                Outdating = input.Outdating is { Count: > 0 } lost ? lost : null,
            }
            : null;
    }

    // Derivations of before said no days for what was on order.
    private static decimal LeftAtArrival(PlanningInput input, ForecastWindow window)
    {
        if (input.Receipts is not { } receipts)
        {
            return input.UsablePosition;
        }

        var arrivals = receipts.Select(receipt => (Math.Max(0, receipt.Date.DayNumber - window.From.DayNumber), (double)receipt.Quantity));

        return Domain.Quantity.Nearest(CoverDays.PositionAtArrival(
            window.Mean, (double)(input.UsablePosition - input.Position.OnOrder), [.. arrivals], input.LeadTimeDays)) ?? input.UsablePosition;
    }

    private static LineTerms TermsOf(PlanningInput input, PolicyLevels levels)
    {
        var terms = input.Supply.ToLineTerms();

        if (input.Limits is not { } limits)
        {
            return terms;
        }

        return terms with
        {
            MaximumLevel = limits.MaximumLevel, MaximumRule = limits.MaximumRule, MinimumLevel = levels.OrderAt, ShelfLifeQuantity = FindFresh(input),
        };
    }

    private static decimal? FindFresh(PlanningInput input) => input is { Limits: { ShelfLifeDays: { } days } limits, Forecast: { } window }
        ? Domain.Quantity.Nearest(CoverDays.ShelfLifeQuantity(
            window.Mean, (double)LeftAtArrival(input, window), input.LeadTimeDays, days, limits.RemainingLifeDays))
        : null;
}
