namespace Composerp.Replenishment.Domain.Ordering;

/// <summary>How a position becomes a need, once the parameters are numbers.</summary>
public abstract record OrderRule
{
    private protected OrderRule()
    {
    }

    /// <summary>What is to be ordered before any condition of the supplier; 0 where nothing is.</summary>
    /// <param name="position">On hand, in transit and on order, less what is promised.</param>
    public abstract decimal Need(decimal position);

    private protected static decimal Lacking(decimal position, decimal level) => Math.Max(0, level - position);
}

/// <summary>At or below the minimum, what is missing to the maximum: (s, S), and (R, s, S) where it is looked at every R days.</summary>
public sealed record MinMaxRule(decimal Minimum, decimal Maximum) : OrderRule
{
    public override decimal Need(decimal position) => position <= Minimum ? Lacking(position, Maximum) : 0;
}

/// <summary>At or below the reorder point, as many lots as lift the position above it: (s, nQ).</summary>
/// <param name="Lot">Above 0.</param>
public sealed record ReorderPointRule(decimal ReorderPoint, decimal Lot) : OrderRule
{
    public override decimal Need(decimal position)
    {
        if (position > ReorderPoint)
        {
            return 0;
        }

        // Above the point, not to it: at the point it would order again.
        var lacking = ReorderPoint - position;

        return lacking - (lacking % Lot) + Lot;
    }
}

/// <summary>At every review, what is missing to the level: (R, S).</summary>
public sealed record OrderUpToRule(decimal Level) : OrderRule
{
    public override decimal Need(decimal position) => Lacking(position, Level);
}

/// <summary>Nothing is ordered but what a planner enters.</summary>
public sealed record ManualRule : OrderRule
{
    public override decimal Need(decimal position) => 0;
}
