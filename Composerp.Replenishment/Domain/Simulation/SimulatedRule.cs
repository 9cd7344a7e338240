using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Domain.Policies;
using Composerp.Replenishment.Numerics.Distributions;
using Composerp.Replenishment.Numerics.Simulation;

namespace Composerp.Replenishment.Domain.Simulation;

/// <summary>A policy in numbers that do not change, as a simulation lives through it.</summary>
public static class SimulatedRule
{
    private const int DaysPerYear = 365;

    /// <summary>Demand is intermittent where on so many of its days there is none.</summary>
    private const double ZeroDaysMin = 0.3;

    /// <summary>Days times units: beyond, adding days up costs more than it tells.</summary>
    private const int GridMax = 20_000;

    /// <summary>What is expected from a history: smooth demand by its moments, intermittent demand by its days as they were.</summary>
    /// <param name="leadTimes">The probabilities of 0, 1, 2.. days.</param>
    public static DemandOutlook OutlookOf(double[] leadTimes, int reviewDays, double[] history, DemandForm form = DemandForm.Fitting)
    {
        var mean = history.Average();
        var variance = history.Average(value => (value - mean) * (value - mean));
        var days = leadTimes.Length + reviewDays;
        var isWhole = history.All(units => units == Math.Floor(units));

        if (form == DemandForm.Fitting && isWhole && days * history.Max() <= GridMax
            && history.Count(units => units == 0) >= ZeroDaysMin * history.Length)
        {
            var day = new double[(int)history.Max() + 1];

            foreach (var units in history)
            {
                day[(int)units] += 1.0 / history.Length;
            }

            return DemandOutlook.OfEqualDays(leadTimes, day, days);
        }

        return new(
            leadTimes,
            [.. Enumerable.Range(1, days).Select(n => n * mean)],
            [.. Enumerable.Range(1, days).Select(n => n * variance)],
            form,
            isWhole);
    }

    /// <summary>The numbers of a policy, calculated from a history.</summary>
    /// <param name="leadTimes">The probabilities of 0, 1, 2.. days.</param>
    /// <param name="unitCost">For the economic quantity.</param>
    public static (StockRule? Rule, Violation? Violation) Find(PolicyTerms terms, double[] leadTimes, double[] history, decimal unitCost) =>
        terms.ToPolicy() switch
        {
            MinMaxPolicy policy => (new StockRule((double)policy.Minimum, (double)policy.Maximum, 0, 1), null),
            OrderUpToPolicy policy => OfCalculated(PlanningAim.AsCalculated(policy), leadTimes, history, unitCost),
            CalculatedPolicy policy => OfCalculated(policy, leadTimes, history, unitCost),
            DaysOfCoverPolicy policy => (OfCover(policy, leadTimes, history.Average()), null),
            _ => (null, new("kind", "policy-not-simulated", "A simulation lives through levels that stay; time-phased and manual policies have none.")),
        };

    private static StockRule OfCover(DaysOfCoverPolicy policy, double[] leadTimes, double mean)
    {
        var leadTime = leadTimes.Index().Sum(day => day.Index * day.Item);

        return new(mean * (leadTime + policy.MinimumDays), mean * (leadTime + policy.CoverDays), 0, 1);
    }

    private static (StockRule? Rule, Violation? Violation) OfCalculated(
        CalculatedPolicy policy, double[] leadTimes, double[] history, decimal unitCost)
    {
        var (mean, step) = (history.Average(), history.All(units => units == Math.Floor(units)) ? 1 : 0);
        var lot = policy.Form == PolicyForm.OrderUpTo ? 0 : (double)(policy.Lot ?? 0);

        if (policy is { Form: not PolicyForm.OrderUpTo, Lot: null, OrderCost: { } orderCost, HoldingRate: { } rate })
        {
            if (unitCost == 0)
            {
                return (null, new("unitCost", "missing-field", "The economic quantity needs the unit cost."));
            }

            lot = mean > 0 ? CalculatedParameters.EconomicLot((double)orderCost, (double)(rate * unitCost), DaysPerYear * mean, step) : 1;
        }

        if (policy is { Target: null, ReorderPoint: { } point })
        {
            return (new((double)point, (double)point + lot, lot, policy.ReviewDays), null);
        }

        if (policy.Target is not { } target)
        {
            return (null, new("kind", "policy-not-simulated", "The policy has neither a target nor a point."));
        }

        var aim = new ServiceAim(policy.Form, target.Kind, target.Target, target.Shortage, policy.ReviewDays, lot, step, target.Rounding);
        var parameters = CalculatedParameters.Of(aim, OutlookOf(leadTimes, policy.ReviewDays, history, PlanningAim.FormOf(target.Distribution)));

        return (new(parameters.ReorderPoint, parameters.OrderUpTo, policy.Form == PolicyForm.ReorderPoint ? lot : 0, policy.ReviewDays), null);
    }
}
