using System.Globalization;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Modifiers;

namespace Composerp.Replenishment.Tests.Sequences;

/// <summary>What a proposed quantity must keep, asked of the conditions themselves and not of the code that applies them.</summary>
internal static class ProposalRules
{
    public static IEnumerable<string> Violations(StockedItem item, Derivation derivation)
    {
        var (terms, position, quantity) = (item.Terms, derivation.Input.Position.Total, derivation.Quantity);

        if (derivation.Steps is not { } steps)
        {
            yield break;
        }

        if (quantity <= 0 || quantity < terms.MinimumQuantity || quantity % terms.OrderMultiple != 0)
        {
            yield return Text($"{item.Sku}: {quantity} is no quantity of at least {terms.MinimumQuantity} in steps of {terms.OrderMultiple}");
        }

        var replayed = derivation.Replay();

        if (replayed.Quantity != quantity || Explanation.InWords(replayed) != Explanation.InWords(derivation))
        {
            yield return Text($"{item.Sku}: {quantity} comes out as {replayed.Quantity} when it is calculated again");
        }

        var isHeld = steps.Modifiers.Any(step => step.Modifier is OrderModifier.Fence or OrderModifier.Dampening);

        if (!isHeld && quantity >= Math.Max(steps.Need, terms.MinimumQuantity) + terms.OrderMultiple)
        {
            yield return Text($"{item.Sku}: {quantity} for a need of {steps.Need}");
        }

        if (item.Limits is { ShelfLifeDays: { } days } && derivation.Input.Forecast is { } window
            && quantity > Unspoilt(derivation.Input, window, days))
        {
            yield return Text($"{item.Sku}: {quantity} would not be sold in {days} days{(isHeld ? ", held" : "")}");
        }

        if (item.Limits is { MaximumLevel: { } maximum, MaximumRule: MaximumRule.StayUnder } && position + quantity > maximum)
        {
            var under = Math.Floor(Math.Max(0, maximum - position) / terms.OrderMultiple) * terms.OrderMultiple;

            if ((under == 0 || under >= terms.MinimumQuantity) && position + under >= steps.OrderAt)
            {
                yield return Text($"{item.Sku}: {quantity} leads to {position + quantity} where {under} would stay under {maximum}{(isHeld ? ", held" : "")}");
            }
        }
    }

    // Day by day, the oldest first: what an order of now may add that is sold before it is too old, if nobody waits for goods.
    private static decimal? Unspoilt(PlanningInput input, ForecastWindow window, int days)
    {
        var stock = (double)(input.Position.OnHand + input.Position.InTransit);
        var (later, sold, mean) = (0.0, 0.0, window.Mean.Average(units => (double)units));

        foreach (var receipt in input.Receipts ?? [])
        {
            later += receipt.Date.DayNumber - window.From.DayNumber >= input.Supply.LeadTimeDays ? (double)receipt.Quantity : 0;
        }

        for (var day = 0; day < input.Supply.LeadTimeDays + days; day++)
        {
            var demand = day < window.Days ? window.Mean[day] : mean;

            if (day >= input.Supply.LeadTimeDays)
            {
                sold += demand;
                continue;
            }

            var arriving = (input.Receipts ?? []).Where(receipt => Math.Max(0, receipt.Date.DayNumber - window.From.DayNumber) == day).Sum(receipt => receipt.Quantity);
            stock = Math.Max(0, stock + (double)arriving - demand);
        }

        return Quantity.Nearest(Math.Max(0, sold - stock - later) + 1e-4);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
