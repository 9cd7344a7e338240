namespace Composerp.Replenishment.Domain.Modifiers;

/// <summary>The quantities that can be ordered: at least a minimum, in whole steps.</summary>
/// <param name="Minimum">0 where there is none.</param>
/// <param name="Step">Above 0.</param>
public readonly record struct OrderStep(decimal Minimum, decimal Step)
{
    private const decimal Ticks = 10_000m;

    /// <summary>The smallest that can be ordered and is no smaller than this.</summary>
    public decimal Up(decimal quantity) => UpTo(Math.Max(quantity, Minimum), Step);

    /// <summary>The largest that can be ordered and is no larger than this; 0 where there is none.</summary>
    public decimal Down(decimal quantity)
    {
        if (quantity <= 0)
        {
            return 0;
        }

        var rounded = quantity - (quantity % Step);

        return rounded >= Minimum ? rounded : 0;
    }

    /// <summary>One step less, or nothing where that is below the minimum.</summary>
    public decimal Less(decimal quantity) => Down(quantity - Step);

    /// <summary>One step more, or the least where there is nothing yet.</summary>
    public decimal More(decimal quantity) => quantity == 0 ? Up(Step) : quantity + Step;

    /// <summary>By remainder, not by division: a quotient is rounded at its 28th digit, a remainder is exact.</summary>
    public static decimal UpTo(decimal quantity, decimal multiple)
    {
        var remainder = quantity % multiple;

        return remainder == 0 ? quantity : quantity - remainder + multiple;
    }

    /// <summary>The smallest quantity that is a whole number of both.</summary>
    /// <returns>Null where it is out of range: the two cannot be kept together.</returns>
    public static decimal? Common(decimal one, decimal other)
    {
        var (a, b) = ((Int128)(one * Ticks), (Int128)(other * Ticks));
        var (divisor, rest) = (a, b);

        while (rest != 0)
        {
            (divisor, rest) = (rest, divisor % rest);
        }

        var common = a / divisor * b;

        return common <= (Int128)(Quantity.MaxValue * Ticks) ? (decimal)common / Ticks : null;
    }
}
