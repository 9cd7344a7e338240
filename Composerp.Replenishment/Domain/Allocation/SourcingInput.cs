using Composerp.Replenishment.Domain.Calendars;
using Composerp.Replenishment.Domain.Modifiers;

namespace Composerp.Replenishment.Domain.Allocation;

/// <summary>Where the goods of one proposal come from, and what became there of what was asked for.</summary>
/// <param name="Rule">The sourcing rule.</param>
/// <param name="Scope">What the rule is for, in words.</param>
/// <param name="Kind">purchase or transfer.</param>
/// <param name="Source">A supplier or a location.</param>
public sealed record SourcingInput(string Rule, string Scope, string Kind, string Source)
{
    /// <summary>The terms of this source, where the need was calculated with those of another.</summary>
    public SupplyTerms? Terms { get; init; }

    /// <summary>The days of such a source; null where every day will do.</summary>
    public SupplyDays? Calendar { get; init; }

    /// <summary>What this source, another location, has too much of; null where it gives not only excess.</summary>
    public ExcessPart? Excess { get; init; }

    /// <summary>What other locations give of their excess first; null where none does.</summary>
    public decimal? FromExcess { get; init; }

    /// <summary>Sources that share the need; null where there is one.</summary>
    public IReadOnlyList<SourcePart>? Parts { get; init; }

    /// <summary>This source's place among them.</summary>
    public int Part { get; init; }

    /// <summary>What sources of a higher priority could not give; null where this one was asked first.</summary>
    public IReadOnlyList<Shortfall>? Instead { get; init; }

    /// <summary>How a location that is asked for more than it has shared it; null where it had enough, and for suppliers.</summary>
    public Allotment? Allotment { get; init; }

    /// <summary>What is still needed of the main source when others have given of their excess.</summary>
    public static decimal Rest(decimal quantity, decimal moved, SupplyTerms supply) =>
        moved >= quantity ? 0 : new OrderStep(supply.MinimumQuantity, supply.OrderMultiple).Up(quantity - moved);

    /// <summary>What sourcing does to a quantity that is needed, step by step.</summary>
    public (decimal Quantity, IReadOnlyList<ModifierStep> Steps) Apply(decimal quantity, SupplyTerms supply)
    {
        var terms = Terms ?? supply;
        var steps = new List<ModifierStep>(2);

        if (quantity > 0 && Excess is { } excess)
        {
            Change(OrderModifier.Excess, excess.Available, Math.Min(quantity, excess.Moved));
        }
        else if (quantity > 0)
        {
            if (FromExcess is { } moved)
            {
                Change(OrderModifier.ExcessFirst, moved, Rest(quantity, moved, supply));
            }

            if (Instead is { } shortfalls)
            {
                var missing = shortfalls.Sum(shortfall => shortfall.Asked - shortfall.Given);
                Change(OrderModifier.OtherSource, missing, new OrderStep(terms.MinimumQuantity, terms.OrderMultiple).Up(missing));
            }
            else if (Parts is { } parts)
            {
                Change(OrderModifier.SourceShare, parts[Part].Share, SourcePart.Divide(quantity, parts)[Part]);
            }

            if (Allotment is { } allotment)
            {
                Change(OrderModifier.FairShare, allotment.Available, Math.Min(quantity, allotment.Given));
            }
        }

        return (quantity, steps);

        void Change(OrderModifier modifier, decimal limit, decimal after)
        {
            if (after != quantity)
            {
                steps.Add(new(modifier, limit, quantity, after, (after - quantity) * terms.UnitCost));
                quantity = after;
            }
        }
    }
}

/// <param name="Available">More than the location keeps.</param>
/// <param name="Moved">Of it to this one.</param>
/// <param name="Cost">Of the transfer, money.</param>
/// <param name="Saving">What it saves beyond its cost, money.</param>
/// <param name="Decision">On the excess of all locations.</param>
public sealed record ExcessPart(decimal Available, decimal Moved, decimal Cost, decimal Saving, Guid Decision);

/// <summary>One of several sources that share a need.</summary>
/// <param name="Share">Only the proportion counts.</param>
public sealed record SourcePart(string Source, decimal Share, decimal Minimum, decimal Multiple)
{
    /// <summary>Each its share, rounded down to what it can deliver; the first what is left, rounded up.</summary>
    public static IReadOnlyList<decimal> Divide(decimal quantity, IReadOnlyList<SourcePart> parts)
    {
        var shares = parts.Sum(part => part.Share);
        var divided = parts.Select((part, place) => place == 0 ? 0 : new OrderStep(part.Minimum, part.Multiple).Down(quantity * part.Share / shares)).ToArray();
        divided[0] = new OrderStep(parts[0].Minimum, parts[0].Multiple).Up(quantity - divided.Sum());

        return divided;
    }
}

/// <summary>A source gave less than it was asked for.</summary>
public sealed record Shortfall(string Source, decimal Asked, decimal Given);

/// <summary>What a location that could not give everybody everything gave to one.</summary>
/// <param name="Available">What it had to give.</param>
/// <param name="Asked">By all together.</param>
/// <param name="Claims">So many asked.</param>
/// <param name="Given">To this one.</param>
/// <param name="Allocation">The decision that all of them share; null where this one was served alone, from what was left.</param>
/// <param name="Claim">Its place among the claims of the decision.</param>
/// <param name="Own">What it will sell itself until its next goods come, which has its share too; null where that is nothing.</param>
public sealed record Allotment(
    decimal Available, decimal Asked, int Claims, decimal Given, ShareRule Rule, Guid? Allocation = null, int Claim = 0, decimal? Own = null);

/// <summary>What the locations that a location feeds ask of it now.</summary>
public sealed record Downstream(int Locations, decimal Asked);
