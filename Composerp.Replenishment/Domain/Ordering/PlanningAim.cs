using System.Security.Cryptography;
using System.Runtime.InteropServices;
using System.Text;
using Composerp.Replenishment.Numerics.Distributions;
using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Replenishment.Domain.Ordering;

/// <summary>What parameters are calculated from: the aim, and the outlook on demand and lead time.</summary>
public static class PlanningAim
{
    private const int DaysPerYear = 365;

    /// <summary>The days that a window has to hold.</summary>
    /// <param name="calendarReviewDays">Where calendars say it, instead of the policy's.</param>
    public static int WindowDays(
        OrderPolicy policy, int leadTimeMax, int? calendarReviewDays, int horizonDays, PolicyLimits? limits) => Math.Max(1, policy switch
    {
        OrderUpToPolicy upTo => leadTimeMax + (calendarReviewDays ?? upTo.ReviewDays),
        CalculatedPolicy calculated => leadTimeMax + (calendarReviewDays ?? calculated.ReviewDays),
        DaysOfCoverPolicy cover => leadTimeMax + cover.CoverDays,
        TimePhasedPolicy phased => Math.Max(horizonDays, leadTimeMax + (calendarReviewDays ?? phased.ReviewDays) + phased.CoverDays),
        _ => leadTimeMax + (limits?.ShelfLifeDays ?? 0),
    });

    /// <summary>The numbers of days whose sums are asked for their distribution.</summary>
    public static IEnumerable<int> SumDays(ReadOnlySpan<double> leadTimes, int reviewDays, bool isLost)
    {
        var days = new List<int> { reviewDays };

        for (var leadTime = 0; leadTime < leadTimes.Length; leadTime++)
        {
            if (leadTimes[leadTime] > 0)
            {
                days.AddRange([leadTime, leadTime + reviewDays]);
            }
        }

        return isLost ? [1, .. days] : days;
    }

    /// <summary>The chances of 0, 1, 2.. days where the lead time is certain.</summary>
    public static double[] Certain(int leadTimeDays)
    {
        var chances = new double[leadTimeDays + 1];
        chances[^1] = 1;

        return chances;
    }

    public static CalculatedPolicy AsCalculated(OrderUpToPolicy policy) => new(
        PolicyForm.OrderUpTo,
        new(ServiceKind.CycleService, policy.ServiceLevel, DistributionChoice.Forecast, Shortage.Backordered, LevelRounding.Up),
        policy.ReviewDays,
        null, null, null, null);

    public static CalculatedPolicy AsCalculated(TimePhasedPolicy policy, ServiceTarget target) =>
        new(PolicyForm.OrderUpTo, target, policy.ReviewDays, null, null, null, null);

    /// <summary>The lot: entered, fixed, or economic; 0 where the form has none.</summary>
    /// <returns>false where there is none in range.</returns>
    public static bool TryLot(PlanningInput input, CalculatedPolicy policy, out decimal lot)
    {
        lot = 0;

        if (policy.Form == PolicyForm.OrderUpTo)
        {
            return true;
        }

        if ((PolicyLevels.Entered(input, ParameterName.OrderQuantity) ?? policy.Lot) is { } given)
        {
            lot = given;

            return lot > 0;
        }

        if (policy is not { OrderCost: { } orderCost, HoldingRate: { } rate } || input.Forecast is not { } window)
        {
            return false;
        }

        // Nobody asks for it, or it costs nothing to hold: there is no economic quantity, one multiple is the least.
        var demand = DaysPerYear * window.Mean.Average(units => (double)units);
        var holding = (double)(rate * input.Supply.UnitCost);
        var step = input.Supply.OrderMultiple;
        var economic = demand > 0 && holding > 0
            ? Quantity.Nearest(CalculatedParameters.EconomicLot((double)orderCost, holding, demand, (double)step))
            : step;
        lot = economic ?? 0;

        return lot > 0;
    }

    public static CalculatedParameters Calculate(PlanningInput input, CalculatedPolicy policy, decimal lot)
    {
        var (aim, outlook) = Of(input, policy, lot);

        return CalculatedParameters.Of(aim, outlook);
    }

    /// <summary>The same for the same inputs of a calculation, and hardly ever for others.</summary>
    public static Guid KeyOf(PlanningInput input, CalculatedPolicy policy, decimal lot)
    {
        var (aim, outlook) = Of(input, policy, lot);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Explanation.Text(
            $"{Derivation.CurrentFormula} {(int)aim.Form} {(int)aim.Kind} {aim.Target} {(int)aim.Shortage} {aim.ReviewDays} {aim.Lot} {aim.Step} {(int)aim.Rounding} {(int)outlook.Form}")));
        hash.AppendData(MemoryMarshal.AsBytes<double>(outlook.LeadTimes));
        hash.AppendData(MemoryMarshal.AsBytes<double>(outlook.SumMean));
        hash.AppendData(MemoryMarshal.AsBytes<double>(outlook.SumVariance));

        foreach (var sum in outlook.Sums is null ? [] : input.Forecast?.Sums ?? [])
        {
            hash.AppendData(MemoryMarshal.AsBytes<double>(sum.Values));
        }

        return new(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static (ServiceAim Aim, DemandOutlook Outlook) Of(PlanningInput input, CalculatedPolicy policy, decimal lot)
    {
        if (policy.Target is not { } target || input.Forecast is not { } window)
        {
            throw new ArgumentException("Parameters are calculated for a target, from a forecast.", nameof(policy));
        }

        var aim = new ServiceAim(
            policy.Form, target.Kind, target.Target, target.Shortage, input.ReviewDays(policy.ReviewDays), (double)lot, input.IsWhole ? 1 : 0, target.Rounding);

        return (aim, OutlookOf(input, window, target));
    }

    private static DemandOutlook OutlookOf(PlanningInput input, ForecastWindow window, ServiceTarget target)
    {
        var (means, variances) = (new double[window.Days], new double[window.Days]);
        var (mean, variance) = (0.0, 0.0);

        for (var day = 0; day < window.Days; day++)
        {
            mean += window.Mean[day];
            variance += (double)window.Sigma[day] * window.Sigma[day];
            means[day] = mean;
            variances[day] = window.SumSigma is { } sums ? (double)sums[day] * sums[day] : variance * window.SumSigmaRatio * window.SumSigmaRatio;
        }

        var leadTimes = input.LeadTimes ?? Certain(input.LeadTimeDays);

        return new(leadTimes, means, variances, FormOf(target.Distribution), input.IsWhole, FindOwn(window, target));
    }

    // Above its highest level a forecast says little: a target that it does not reach is left to a family.
    private static IDemandDistribution?[]? FindOwn(ForecastWindow window, ServiceTarget target)
    {
        if (target.Distribution != DistributionChoice.Forecast || window.Sums is not { } sums || window.Levels[^1] < target.Target)
        {
            return null;
        }

        var own = new IDemandDistribution?[window.Days];

        foreach (var sum in sums)
        {
            own[sum.Days - 1] = new QuantileTable(window.Levels, sum.Values);
        }

        return own;
    }

    /// <summary>The form of a choice, where a forecast's own quantiles are not at hand.</summary>
    public static DemandForm FormOf(DistributionChoice choice) => choice switch
    {
        DistributionChoice.Normal => DemandForm.Normal,
        DistributionChoice.Gamma => DemandForm.Gamma,
        DistributionChoice.Poisson => DemandForm.Poisson,
        DistributionChoice.NegativeBinomial => DemandForm.NegativeBinomial,
        _ => DemandForm.Fitting,
    };
}
