using Composerp.Replenishment.Domain.Modifiers;

namespace Composerp.Replenishment.Domain;

/// <summary>Keeps a proposal that a planner has perhaps begun to act on, where little speaks for changing it.</summary>
/// <remarks>
/// A need that rose beyond the dampening is never held back: running out of stock is worse than a new number. Nor is a quantity held
/// that would break a condition which the new one keeps.
/// </remarks>
public static class Stability
{
    /// <returns>null where the quantity stands.</returns>
    public static ModifierStep? FindStep(decimal quantity, PlanningInput input, LineTerms terms)
    {
        if (input is not { Limits: { } limits, Open: { } open } || quantity == open.Quantity
            || (Breaks(open.Quantity, input, terms) && !Breaks(quantity, input, terms)))
        {
            return null;
        }

        if (Math.Abs(quantity - open.Quantity) <= limits.Dampening * open.Quantity)
        {
            return Step(OrderModifier.Dampening, limits.Dampening);
        }

        return quantity < open.Quantity && input.Date.DayNumber < open.Since.DayNumber + limits.FenceDays
            ? Step(OrderModifier.Fence, limits.FenceDays)
            : null;

        ModifierStep Step(OrderModifier modifier, decimal limit) =>
            new(modifier, limit, quantity, open.Quantity, (open.Quantity - quantity) * input.Supply.UnitCost);
    }

    private static bool Breaks(decimal quantity, PlanningInput input, LineTerms terms) =>
        quantity > 0
        && (quantity > terms.ShelfLifeQuantity
            || (terms is { MaximumLevel: { } maximum, MaximumRule: MaximumRule.StayUnder } && input.Position.Total + quantity > maximum));
}
