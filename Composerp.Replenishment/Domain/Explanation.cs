using System.Globalization;
using System.Text;
using Composerp.Replenishment.Domain.Modifiers;

namespace Composerp.Replenishment.Domain;

/// <summary>A derivation in words.</summary>
public static class Explanation
{
    /// <summary>Two to six sentences from the numbers of the derivation, and from nothing else.</summary>
    public static string InWords(Derivation derivation)
    {
        if (derivation.Steps is not { } steps)
        {
            return "The calculated quantity is too large to be one.";
        }

        var text = new StringBuilder();

        if (steps.Target is { } target && derivation.Input is { Forecast: { } window, Policy: OrderUpToPolicy policy })
        {
            AppendTarget(text, target, window, policy, derivation.Input.Supply);
        }

        AppendPosition(text, steps, derivation.Input.Position);

        foreach (var step in steps.Modifiers)
        {
            text.Append(' ').Append(InWords(step));
        }

        if (derivation.Input.Policy is MinMaxPolicy && steps.Position + steps.Quantity > steps.OrderUpTo)
        {
            Append(text, $" The supplier's conditions take the position to {steps.Position + steps.Quantity:0.####}, above the maximum.");
        }

        return text.ToString();
    }

    /// <summary>What one condition did, in one sentence.</summary>
    public static string InWords(ModifierStep step)
    {
        FormattableString sentence = step.Modifier switch
        {
            OrderModifier.ShelfLife => $"Lowered to {step.After:0.####}: more than {step.Limit:0.####} would not be sold while it is fresh.",
            OrderModifier.MinimumQuantity => $"Lifted to the supplier's minimum of {step.Limit:0.####}.",
            OrderModifier.OrderMultiple => $"Rounded up to {step.After:0.####}, a multiple of {step.Limit:0.####}.",
            OrderModifier.Pack => $"Rounded up to {step.After:0.####}, whole packs of {step.Limit:0.####}.",
            OrderModifier.Pallet => $"Rounded up to {step.After:0.####}, since a pallet of {step.Limit:0.####} was almost full.",
            OrderModifier.MaximumLevel => $"Rounded down to {step.After:0.####}, to stay under the maximum of {step.Limit:0.####}.",
            OrderModifier.PriceBreak => $"Lifted to {step.After:0.####}: from {step.Limit:0.####} on the price is lower, and so is the cost of a year.",
            OrderModifier.SupplierMinimum => $"Lifted from {step.Before:0.####} to {step.After:0.####} for the supplier's minimum of an order of {step.Limit:0.####}.",
            OrderModifier.Truck => $"Changed from {step.Before:0.####} to {step.After:0.####}, so that {step.Limit:0.####} trucks are full.",
            OrderModifier.Budget => $"Lowered from {step.Before:0.####} to {step.After:0.####} for the budget of {step.Limit:0.####}.",
            OrderModifier.Storage => $"Lowered from {step.Before:0.####} to {step.After:0.####} for the room of {step.Limit:0.####}.",
            _ => throw new System.Diagnostics.UnreachableException($"{step.Modifier} is no modifier."),
        };

        return sentence.ToString(CultureInfo.InvariantCulture);
    }

    private static void AppendTarget(
        StringBuilder text, TargetLevel target, ForecastWindow window, OrderUpToPolicy policy, SupplyTerms supply)
    {
        Append(text, $"Expected demand from {window.From:yyyy-MM-dd} to {window.To:yyyy-MM-dd} ");
        Append(text, $"(lead time {supply.LeadTimeDays} + review {policy.ReviewDays} days) is {target.ExpectedDemand:0.##}; ");
        Append(text, $"a service level of {100 * policy.ServiceLevel:0.####} % asks for a safety stock of {target.SafetyStock:0.##}, ");
        Append(text, target switch
        {
            { Method: SafetyStockMethod.Quantiles } =>
                (FormattableString)$"from the forecast's quantiles, since demand is irregular (deviation {target.Sigma:0.##}). ",
            { IsRegular: true } => $"{target.Z:0.###} times the deviation of the forecast's error of {target.Sigma:0.##}. ",
            _ => $"{target.Z:0.###} times the deviation of {target.Sigma:0.##}: demand is irregular, but the forecast's quantiles do not say enough. ",
        });

        if (window.Extension != ForecastExtension.None)
        {
            Append(text, $"The forecast of {window.Origin:yyyy-MM-dd} covers {window.CoveredDays} of {window.Days} days; ");
            text.Append(window.Extension == ForecastExtension.LastWeek
                ? "its last full week was repeated for the rest. "
                : "its daily mean was taken for the rest. ");
        }
    }

    private static void AppendPosition(StringBuilder text, DerivationSteps steps, StockPosition position)
    {
        Append(text, $"The stock position is {steps.Position:0.####} ({position.OnHand:0.####} on hand");
        Append(text, $" + {position.InTransit:0.####} in transit + {position.OnOrder:0.####} on order), ");
        Append(text, steps switch
        {
            { Target: null, Need: > 0 } =>
                (FormattableString)$"not above the minimum of {steps.OrderAt:0.####}: {steps.Need:0.####} are missing to the maximum of {steps.OrderUpTo:0.####}.",
            { Target: null } => $"which suffices: the minimum is {steps.OrderAt:0.####}, the maximum {steps.OrderUpTo:0.####}.",
            { Need: > 0 } => $"{steps.Need:0.####} short of the level of {steps.OrderUpTo:0.####}.",
            _ => $"which suffices: the level is {steps.OrderUpTo:0.####}.",
        });
    }

    private static void Append(StringBuilder text, FormattableString sentence) =>
        text.Append(sentence.ToString(CultureInfo.InvariantCulture));
}
