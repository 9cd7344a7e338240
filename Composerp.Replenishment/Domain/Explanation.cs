using System.Globalization;
using Composerp.Replenishment.Domain.Allocation;
using Composerp.Replenishment.Domain.Calendars;
using Composerp.Replenishment.Domain.Modifiers;
using Composerp.Replenishment.Domain.Netting;
using Composerp.Replenishment.Domain.Ordering;

namespace Composerp.Replenishment.Domain;

/// <summary>A derivation in words.</summary>
public static class Explanation
{
    /// <summary>A few sentences from the numbers of the derivation, and from nothing else.</summary>
    public static string InWords(Derivation derivation) => string.Join(' ', Sentences(derivation));

    /// <summary>The sentences one by one: demand and target, the position, the need, each condition.</summary>
    public static IReadOnlyList<string> Sentences(Derivation derivation)
    {
        if (derivation.Steps is not { } steps)
        {
            return ["The calculated quantity is too large to be one."];
        }

        var input = derivation.Input;
        var sentences = new List<string>(8);

        if (input.Calendar is { } calendar)
        {
            sentences.Add(InWords(calendar, input));
        }

        if (input.Forecast is { } window)
        {
            sentences.AddRange(DemandInWords.Sentences(input, steps, window));
        }

        sentences.AddRange((input.Overrides ?? []).Select(InWords));
        sentences.Add(PositionInWords(steps, input));

        if (input.Feeds is { } feeds)
        {
            sentences.Add(Text($"Of what is promised, {feeds.Asked:0.####} are asked for now by {feeds.Locations} {(feeds.Locations == 1 ? "location" : "locations")} that it feeds."));
        }

        if (input.Sourcing is { } sourcing)
        {
            sentences.AddRange(SourcingInWords(sourcing, input));
        }

        sentences.AddRange(steps.Modifiers.Select(InWords));

        if (input.Policy is MinMaxPolicy && steps.Position + steps.Quantity > steps.OrderUpTo && steps.Need > 0)
        {
            sentences.Add(Text($"The supplier's conditions take the position to {steps.Position + steps.Quantity:0.####}, above the maximum."));
        }

        return sentences;
    }

    /// <summary>Where the policy comes from.</summary>
    public static string InWords(PolicySource source) => Text(
        $"The rule {source.Rule} is the most specific one for it ({source.Scope}; priority {source.Priority}{(source.Class is null ? "" : $"; class {source.Class}")}).");

    /// <summary>What the conditions of a whole order did to one of its lines.</summary>
    public static string InWords(JointLine line) => string.Join(' ', line.Steps.Select(InWords));

    /// <summary>What one condition did, in one sentence.</summary>
    public static string InWords(ModifierStep step) => Text(step.Modifier switch
    {
        OrderModifier.ShelfLife => $"Lowered to {step.After:0.####}: more than {step.Limit:0.####} would not be sold while it is fresh.",
        OrderModifier.MinimumQuantity => $"Lifted to the supplier's minimum of {step.Limit:0.####}.",
        OrderModifier.OrderMultiple => $"Rounded up to {step.After:0.####}, a multiple of {step.Limit:0.####}.",
        OrderModifier.Pack => $"Rounded up to {step.After:0.####}, whole packs of {step.Limit:0.####}.",
        OrderModifier.Pallet => $"Rounded up to {step.After:0.####}, since a pallet of {step.Limit:0.####} was almost full.",
        OrderModifier.MaximumLevel => $"Rounded down to {step.After:0.####}, to stay under the maximum of {step.Limit:0.####}.",
        OrderModifier.PriceBreak => $"Lifted to {step.After:0.####}: from {step.Limit:0.####} on the price is lower, and so is the cost of a year.",
        OrderModifier.Excess => $"Of {step.Before:0.####} this location gives {step.After:0.####} of the {step.Limit:0.####} that it has too much of.",
        OrderModifier.ExcessFirst => $"Lowered from {step.Before:0.####} to {step.After:0.####}: {step.Limit:0.####} come from what other locations have too much of.",
        OrderModifier.SourceShare => $"This source gives {step.After:0.####} of {step.Before:0.####}, by its share of {step.Limit:0.####}.",
        OrderModifier.OtherSource => $"Of {step.Before:0.####} those who were asked first lack {step.Limit:0.####}: {step.After:0.####} are asked for here.",
        OrderModifier.FairShare => $"Lowered from {step.Before:0.####} to {step.After:0.####}: the source has {step.Limit:0.####} to give, less than all need.",
        OrderModifier.JointOrder => $"Ordered along, {step.After:0.####}: it would soon have to be, being at or below {step.Limit:0.####}.",
        OrderModifier.SupplierMinimum when step.After == 0 => $"Not ordered: the order does not reach the supplier's minimum of {step.Limit:0.####}, and waits.",
        OrderModifier.SupplierMinimum => $"Lifted from {step.Before:0.####} to {step.After:0.####} for the supplier's minimum of an order of {step.Limit:0.####}.",
        OrderModifier.Truck => $"Changed from {step.Before:0.####} to {step.After:0.####}, so that {step.Limit:0.####} trucks are full.",
        OrderModifier.Budget => $"Lowered from {step.Before:0.####} to {step.After:0.####} for the budget of {step.Limit:0.####}.",
        OrderModifier.Storage => $"Lowered from {step.Before:0.####} to {step.After:0.####} for the room of {step.Limit:0.####}.",
        OrderModifier.Dampening => (FormattableString)$"Left at {step.After:0.####}, as proposed before: {step.Before:0.####} is within {100 * step.Limit:0.##} % of it.",
        OrderModifier.Fence => $"Left at {step.After:0.####}, as proposed before, instead of {step.Before:0.####}: a proposal is not lowered for {step.Limit:0} days.",
        _ => throw new System.Diagnostics.UnreachableException($"{step.Modifier} is no modifier."),
    });

    private static string InWords(SupplyDays days, PlanningInput input) => Text(
        $"{(days.OrderOn > input.Date ? "Ordered" : "Ordered at once,")} on {days.OrderOn:yyyy-MM-dd}, it comes on {days.ExpectedOn:yyyy-MM-dd} at the earliest ")
        + Text($"({input.Supply.LeadTimeDays} days, then the next day of delivery and receiving); ")
        + Text($"what is ordered next, on {days.NextOrderOn:yyyy-MM-dd}, comes on {days.NextExpectedOn:yyyy-MM-dd}.");

    private static string InWords(EnteredParameter entered) => Text(
        $"{NameOf(entered.Parameter)} is {entered.Value:0.####}, as {entered.Actor} entered until {entered.ExpiresOn:yyyy-MM-dd}: {entered.Reason.TrimEnd('.')}.");

    private static string NameOf(ParameterName parameter) => parameter switch
    {
        ParameterName.ReorderPoint => "The reorder point",
        ParameterName.OrderUpTo => "The level to order up to",
        ParameterName.SafetyStock => "The safety stock",
        _ => "The order quantity",
    };

    private static string PositionInWords(DerivationSteps steps, PlanningInput input)
    {
        var position = input.Position;
        var stands = Text($"The stock position is {steps.Position:0.####} ({position.OnHand:0.####} on hand")
            + Text($" + {position.InTransit:0.####} in transit + {position.OnOrder:0.####} on order")
            + (position.Committed == 0 ? "" : Text($" - {position.Committed:0.####} promised to others"))
            + OutdatingInWords(steps) + "), ";

        return stands + Text((input.Policy, steps) switch
        {
            (ManualPolicy, _) => $"and nothing is ordered but what is entered.",
            (_, { Netting: { } netting }) => NettingInWords(netting),
            (CalculatedPolicy { Form: PolicyForm.ReorderPoint }, { Need: > 0 }) =>
                $"not above the reorder point of {steps.OrderAt:0.####}: {steps.Need:0.####} in lots of {steps.Lot:0.####} take it above.",
            (CalculatedPolicy { Form: PolicyForm.ReorderPoint }, _) => $"which suffices: the reorder point is {steps.OrderAt:0.####}.",
            (_, { Need: > 0 }) when steps.OrderAt == steps.OrderUpTo && input.Policy is not MinMaxPolicy =>
                $"{steps.Need:0.####} short of the level of {steps.OrderUpTo:0.####}.",
            (_, { Need: > 0 }) =>
                (FormattableString)$"not above the minimum of {steps.OrderAt:0.####}: {steps.Need:0.####} are missing to the maximum of {steps.OrderUpTo:0.####}.",
            _ when steps.OrderAt == steps.OrderUpTo && input.Policy is not MinMaxPolicy => $"which suffices: the level is {steps.OrderUpTo:0.####}.",
            _ => $"which suffices: the minimum is {steps.OrderAt:0.####}, the maximum {steps.OrderUpTo:0.####}.",
        });
    }

    private static IEnumerable<string> SourcingInWords(SourcingInput sourcing, PlanningInput input)
    {
        var terms = sourcing.Terms ?? input.Supply;
        var way = sourcing.Kind == OrderKinds.Transfer ? "It is transferred from" : "It is ordered from";
        yield return Text($"{way} {sourcing.Source}, {terms.LeadTimeDays} {(terms.LeadTimeDays == 1 ? "day" : "days")} (sourcing rule {sourcing.Rule}, for {sourcing.Scope}).");

        if (sourcing.Excess is { } excess)
        {
            yield return Text($"The transfer costs {excess.Cost:0.##} and saves {excess.Saving:0.##} beyond that.");
        }

        foreach (var shortfall in sourcing.Instead ?? [])
        {
            yield return Text($"{shortfall.Source} was asked for {shortfall.Asked:0.####} first and gives {shortfall.Given:0.####}.");
        }

        if (sourcing.Allotment is { } allotment)
        {
            yield return Text($"{sourcing.Source} has {allotment.Available:0.####} to give and is asked for {allotment.Asked:0.####} by {allotment.Claims}")
                + (allotment.Own is { } own ? Text($", and will sell {own:0.####} itself before its next goods come; ") : "; ")
                + (allotment.Allocation is null
                    ? "this one is served from what was left."
                    : allotment.Rule switch
                    {
                        ShareRule.EqualCover => "it is shared so that stock lasts equally long.",
                        ShareRule.Priority => "it is shared by priority.",
                        _ => "it is shared in proportion to need.",
                    });
        }
    }

    private static string OutdatingInWords(DerivationSteps steps) => steps.Outdating is { } lost
        ? Text($" - {lost.Sum(units => units.Quantity):0.####} that will be too old before they are sold, from {lost[0].Date:yyyy-MM-dd} on")
        : "";

    private static FormattableString NettingInWords(NettingSteps netting) => netting switch
    {
        { ReleasedNow: > 0, FirstShort: { } day } =>
            $"which day by day against the forecast would be used up on {day:yyyy-MM-dd}; {netting.ReleasedNow:0.####} have to be ordered now to keep {netting.SafetyStock:0.####}.",
        { ReleasedNow: > 0 } =>
            $"from which the forecast takes day by day; {netting.ReleasedNow:0.####} have to be ordered now to keep {netting.SafetyStock:0.####}.",
        _ => $"which keeps {netting.SafetyStock:0.####} until an order of the next review arrives.",
    };

    internal static string Text(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
