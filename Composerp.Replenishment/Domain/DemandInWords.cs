using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Replenishment.Domain;

/// <summary>What was expected, and what a target asks for, in words.</summary>
internal static class DemandInWords
{
    public static IEnumerable<string> Sentences(PlanningInput input, DerivationSteps steps, ForecastWindow window)
    {
        if (input.Policy is ManualPolicy or MinMaxPolicy)
        {
            yield break;
        }

        yield return (input.Policy, steps) switch
        {
            (OrderUpToPolicy policy, { Target: { } target }) => OfTarget(target, window, policy, input),
            (CalculatedPolicy { Target: { } target } policy, { Parameters: { } parameters }) => OfParameters(target, policy.ReviewDays, parameters, steps, input),
            (OrderUpToPolicy policy, { Parameters: { } parameters }) when PlanningAim.AsCalculated(policy).Target is { } target =>
                OfParameters(target, policy.ReviewDays, parameters, steps, input),
            (TimePhasedPolicy { Target: { } target } policy, { Parameters: { } parameters }) =>
                OfParameters(target, policy.ReviewDays, parameters, steps, input),
            (DaysOfCoverPolicy policy, _) => Explanation.Text(
                $"The forecast asks for {steps.OrderUpTo:0.##} in {input.LeadTimeDays} days of lead time and {policy.CoverDays} of cover from {window.From:yyyy-MM-dd} on."),
            _ => Explanation.Text($"The forecast begins on {window.From:yyyy-MM-dd}."),
        };

        if (window.Extension != ForecastExtension.None)
        {
            yield return Explanation.Text($"The forecast of {window.Origin:yyyy-MM-dd} covers {window.CoveredDays} of {window.Days} days; ")
                + (window.Extension == ForecastExtension.LastWeek
                    ? "its last full week was repeated for the rest."
                    : "its daily mean was taken for the rest.");
        }
    }

    private static string OfTarget(TargetLevel target, ForecastWindow window, OrderUpToPolicy policy, PlanningInput input) =>
        Explanation.Text($"Expected demand from {window.From:yyyy-MM-dd} to {window.To:yyyy-MM-dd} ")
        + Explanation.Text($"(lead time {input.LeadTimeDays} + review {input.ReviewDays(policy.ReviewDays)} days) is {target.ExpectedDemand:0.##}; ")
        + Explanation.Text($"a service level of {100 * policy.ServiceLevel:0.####} % asks for a safety stock of {target.SafetyStock:0.##}, ")
        + Explanation.Text(target switch
        {
            { Method: SafetyStockMethod.SumQuantiles } =>
                (FormattableString)$"from the forecast's quantiles of these days together (deviation {target.Sigma:0.##}).",
            { Method: SafetyStockMethod.Quantiles } =>
                $"from the forecast's quantiles, since demand is irregular (deviation {target.Sigma:0.##}).",
            { IsRegular: true } => $"{target.Z:0.###} times the deviation of the forecast's error of {target.Sigma:0.##}.",
            _ => $"{target.Z:0.###} times the deviation of {target.Sigma:0.##}: demand is irregular, but the forecast's quantiles do not say enough.",
        });

    private static string OfParameters(
        ServiceTarget target, int reviewDays, CalculatedParameters parameters, DerivationSteps steps, PlanningInput input)
    {
        var numbers = parameters.Steps.ToDictionary(step => step.Name, step => step.Value);
        var aim = target.Kind == ServiceKind.FillRate ? "fill rate" : "service level";
        var answer = target.Shortage == Shortage.Lost ? "lost" : "served later";

        return Explanation.Text($"Expected demand of lead time and review ({LeadTimeInWords(input)} + {input.ReviewDays(reviewDays)} days) is {numbers["expected-demand"]:0.##}, ")
            + Explanation.Text($"give or take {numbers["deviation"]:0.##} ({DistributionInWords(target, input)}); ")
            + Explanation.Text($"a {aim} of {100 * target.Target:0.####} %, where demand without stock is {answer}, ")
            + Explanation.Text($"asks for a safety stock of {numbers[CalculatedParameters.SafetyStock]:0.##}")
            + Explanation.Text(steps switch
            {
                { Netting: not null } => (FormattableString)$".",
                { Lot: { } lot } => $": order at {parameters.ReorderPoint:0.####}, with a quantity of {lot:0.####}.",
                _ => $": a level of {parameters.OrderUpTo:0.####}.",
            });
    }

    private static string LeadTimeInWords(PlanningInput input)
    {
        if (input.LeadTimes is not { } chances)
        {
            return Explanation.Text($"{input.LeadTimeDays}");
        }

        return string.Join(" or ", chances.Index().Where(day => day.Item > 0)
            .Select(day => Explanation.Text($"{day.Index} ({100 * day.Item:0.#} %)")));
    }

    private static string DistributionInWords(ServiceTarget target, PlanningInput input) => target.Distribution switch
    {
        DistributionChoice.Forecast when input.Forecast is { Sums: not null, Levels: [.., var highest] } && highest >= target.Target => "the forecast's own quantiles",
        DistributionChoice.Forecast or DistributionChoice.Fitting => "the distribution that fits",
        DistributionChoice.NegativeBinomial => "negative binomial",
        DistributionChoice.Poisson => "Poisson",
        DistributionChoice.Gamma => "gamma",
        _ => "normal",
    };
}
