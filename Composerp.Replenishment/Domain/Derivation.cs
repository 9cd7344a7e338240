using System.Text.Json.Serialization;
using Composerp.Replenishment.Domain.Modifiers;

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
    ForecastWindow? Forecast);

/// <summary>What was calculated on the way.</summary>
/// <param name="Position">On hand, in transit and on order together.</param>
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
    decimal Quantity);

/// <summary>How a quantity came about: its inputs and its steps, from which it can be calculated again.</summary>
/// <param name="Formula">Which version of the calculation; older ones stay readable when it changes.</param>
/// <param name="Steps">null where the numbers leave the range of quantities.</param>
public sealed record Derivation(int Formula, PlanningInput Input, DerivationSteps? Steps)
{
    public const int CurrentFormula = 1;

    [JsonIgnore]
    public decimal Quantity => Steps?.Quantity ?? 0;

    /// <summary>The business day on which goods ordered that day are expected.</summary>
    [JsonIgnore]
    public DateOnly ExpectedOn => Input.Date.AddDays(Input.Supply.LeadTimeDays);

    /// <summary>Calculates a quantity. The same input gives the same derivation, to the last digit.</summary>
    /// <exception cref="ArgumentException">An order-up-to policy without a forecast.</exception>
    public static Derivation Of(PlanningInput input)
    {
        var (orderAt, orderUpTo, target) = Levels(input);

        // What was not used is not kept: quantiles are most of a window.
        var kept = target is { Method: SafetyStockMethod.Normal } && input.Forecast is { } window
            ? input with { Forecast = window with { Levels = [], Quantiles = [] } }
            : input;

        return new(CurrentFormula, kept, StepsOf(input, orderAt, orderUpTo, target));
    }

    /// <summary>Calculates again from the stored inputs alone.</summary>
    public Derivation Replay() => Of(Input);

    private static (decimal? OrderAt, decimal? OrderUpTo, TargetLevel? Target) Levels(PlanningInput input)
    {
        switch (input.Policy)
        {
            case MinMaxPolicy policy:
                return (policy.Minimum, policy.Maximum, null);

            case OrderUpToPolicy policy when input.Forecast is { } window:
                var target = TargetLevel.Of(window, policy.ServiceLevel);
                var level = Domain.Quantity.Nearest(target.Level);

                return (level, level, target);

            default:
                throw new ArgumentException($"{input.Policy} cannot be planned without a forecast.", nameof(input));
        }
    }

    private static DerivationSteps? StepsOf(PlanningInput input, decimal? orderAt, decimal? orderUpTo, TargetLevel? target)
    {
        if (orderAt is not { } at || orderUpTo is not { } upTo)
        {
            return null;
        }

        var position = input.Position.Total;
        var need = position <= at ? Math.Max(0, upTo - position) : 0;

        if (need == 0)
        {
            return new(position, at, upTo, target, 0, [], 0);
        }

        return OrderModifiers.Apply(need, position, input.Supply.ToLineTerms()) is ({ } quantity, { } modifiers) && quantity <= Domain.Quantity.MaxValue
            ? new(position, at, upTo, target, need, modifiers, quantity)
            : null;
    }
}
