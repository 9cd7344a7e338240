using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Exceptions;
using Composerp.Replenishment.Domain.Ordering;

namespace Composerp.Replenishment.Planning;

/// <summary>What an item at a location counts for in the key figures of a run.</summary>
/// <param name="DemandValue">What is expected to be sold in a day, at cost.</param>
/// <param name="Entered">Where a planner's level stands in for the calculated one.</param>
internal sealed record RunTally(decimal StockValue, double DemandValue, EnteredLevel? Entered)
{
    private const int DaysAhead = 28;

    /// <returns>null where no cost is known: its value is not.</returns>
    public static RunTally? Of(Decision decision, StockFacts facts)
    {
        if (facts.UnitCost is not { } cost)
        {
            return null;
        }

        var units = facts.Forecast is { } forecast ? Enumerable.Range(0, DaysAhead).Average(day => forecast.MeanOf(facts.Today.AddDays(day))) : 0;

        return new(Math.Max(0, facts.Position.OnHand) * cost, units * (double)cost, EnteredOf(decision));
    }

    // Only levels: a quantity of its own is neither more nor less safe.
    private static EnteredLevel? EnteredOf(Decision decision)
    {
        if (decision.Considered is not { Input.Overrides: { } overrides, Steps: { } steps } considered)
        {
            return null;
        }

        var raised = overrides.Select(entered => CalculatedOf(entered.Parameter, considered.Input.Policy, steps) is { } calculated
            ? entered.Value - calculated
            : (decimal?)null).OfType<decimal>().MaxBy(Math.Abs);

        return raised == 0 ? null : new(decision.Key, raised);
    }

    private static decimal? CalculatedOf(ParameterName parameter, OrderPolicy policy, DerivationSteps steps) => (parameter, policy, steps) switch
    {
        (ParameterName.ReorderPoint, MinMaxPolicy minMax, _) => minMax.Minimum,
        (ParameterName.OrderUpTo, MinMaxPolicy minMax, _) => minMax.Maximum,
        (ParameterName.ReorderPoint, CalculatedPolicy { ReorderPoint: { } point }, _) => point,
        (ParameterName.ReorderPoint, _, { Parameters: { } parameters }) => Quantity.Nearest(parameters.ReorderPoint),
        (ParameterName.OrderUpTo, _, { Parameters: { } parameters }) => Quantity.Nearest(parameters.OrderUpTo),
        (ParameterName.OrderUpTo or ParameterName.ReorderPoint, _, { Target: { } target }) => Quantity.Nearest(target.Level),
        (ParameterName.SafetyStock, _, { Parameters: { } parameters }) =>
            Quantity.Nearest(parameters.Steps.First(step => step.Name == CalculatedParameters.SafetyStock).Value),
        (ParameterName.SafetyStock, _, { Target: { } target }) => Quantity.Nearest(target.SafetyStock),
        _ => null,
    };
}

/// <param name="Raised">By so many units above the calculated level; below 0: lowered.</param>
internal sealed record EnteredLevel(ItemLocation Key, decimal Raised);

/// <summary>Adds up a run.</summary>
internal sealed class RunTallies
{
    private readonly Dictionary<string, (int Count, decimal Money)> _exceptions = [];

    public decimal StockValue { get; private set; }

    public double DemandValue { get; private set; }

    public List<EnteredLevel> Entered { get; } = [];

    public IEnumerable<RunExceptions> Exceptions => ConcernKinds.All
        .Select(kind => (Kind: kind, Found: _exceptions.GetValueOrDefault(kind)))
        .Select(one => new RunExceptions(one.Kind, one.Found.Count, one.Found.Money));

    public void Add(WatchedDecision watched)
    {
        if (watched.Tally is { } tally)
        {
            StockValue += tally.StockValue;
            DemandValue += tally.DemandValue;
            Entered.AddRange(tally.Entered is { } entered ? [entered] : []);
        }

        Add(watched.Concerns);
    }

    public void Add(IEnumerable<Concern> concerns)
    {
        foreach (var concern in concerns)
        {
            var (count, money) = _exceptions.GetValueOrDefault(concern.Kind);
            _exceptions[concern.Kind] = (count + 1, money + (concern.Money ?? 0));
        }
    }
}
