namespace Composerp.Replenishment.Domain.Modifiers;

/// <summary>From what is missing to what can be ordered, line by line.</summary>
/// <remarks>
/// In this order: shelf life caps the need, then it is lifted to the minimum, rounded up to the multiple, to packs, to a
/// pallet that is almost full, held against the maximum, and lifted to a price break where that costs less. A minimum
/// after the multiple could break the multiple; a maximum before the rounding would say nothing about what is ordered.
/// </remarks>
public static class OrderModifiers
{
    /// <param name="need">Above zero.</param>
    /// <param name="position">On hand, in transit and on order, before the order.</param>
    /// <returns>The quantity, and the steps that changed it; null where multiple and pack contradict each other.</returns>
    public static (decimal Quantity, IReadOnlyList<ModifierStep> Steps)? Apply(decimal need, decimal position, LineTerms terms)
    {
        if (terms.FindStep() is not { } step)
        {
            return null;
        }

        var steps = new List<ModifierStep>(2);
        var quantity = need;

        if (terms.ShelfLifeQuantity is { } fresh)
        {
            Change(OrderModifier.ShelfLife, fresh, Math.Min(quantity, Math.Max(0, fresh)));

            if (quantity == 0)
            {
                return (0, steps);
            }
        }

        Change(OrderModifier.MinimumQuantity, terms.MinimumQuantity, Math.Max(quantity, terms.MinimumQuantity));
        Change(OrderModifier.OrderMultiple, terms.OrderMultiple, OrderStep.UpTo(quantity, terms.OrderMultiple));
        Change(OrderModifier.Pack, terms.PackSize, step.Up(quantity));
        Change(OrderModifier.Pallet, terms.PalletSize, FullPallet(quantity, terms, step));
        HoldUnderMaximum();

        // What the minimum or the rounding lifted over the shelf life would be thrown away.
        if (terms.ShelfLifeQuantity is { } limit && quantity > limit)
        {
            Change(OrderModifier.ShelfLife, limit, step.Down(limit));
        }

        if (quantity > 0)
        {
            TakePriceBreak();
        }

        return (quantity, steps);

        void Change(OrderModifier modifier, decimal limit, decimal after)
        {
            if (after != quantity)
            {
                var costChange = (after * terms.PriceOf(after)) - (quantity * terms.PriceOf(quantity));
                steps.Add(new(modifier, limit, quantity, after, costChange));
                quantity = after;
            }
        }

        void HoldUnderMaximum()
        {
            if (terms is not { MaximumLevel: { } maximum, MaximumRule: MaximumRule.StayUnder } || position + quantity <= maximum)
            {
                return;
            }

            var under = step.Down(maximum - position);

            // Nothing, where nothing fits and the position is not under its minimum: what the order before left room for was ordered then.
            if (position + under >= terms.MinimumLevel)
            {
                Change(OrderModifier.MaximumLevel, maximum, under);
            }
        }

        void TakePriceBreak()
        {
            if (PriceBreaks.FindBetter(quantity, position, step, terms) is { } better)
            {
                Change(OrderModifier.PriceBreak, better.From, better.Quantity);
            }
        }
    }

    /// <summary>The orders that a quantity becomes, none above the maximum of one.</summary>
    /// <remarks>Every one but the last is the largest that can be ordered; the last is lifted to the minimum, so that it can be.</remarks>
    public static IReadOnlyList<decimal> Split(decimal quantity, LineTerms terms)
    {
        if (terms.MaximumQuantity is not { } maximum || quantity <= maximum || terms.FindStep() is not { } step || step.Down(maximum) is not (> 0 and var most))
        {
            return quantity > 0 ? [quantity] : [];
        }

        var orders = new List<decimal>();

        for (; quantity > most; quantity -= most)
        {
            orders.Add(most);
        }

        orders.Add(step.Up(quantity));

        return orders;
    }

    private static decimal FullPallet(decimal quantity, LineTerms terms, OrderStep step)
    {
        if (terms.PalletSize <= 0 || terms.PalletFrom >= 1)
        {
            return quantity;
        }

        var begun = quantity % terms.PalletSize;

        return begun >= terms.PalletFrom * terms.PalletSize ? step.Up(quantity - begun + terms.PalletSize) : quantity;
    }
}
