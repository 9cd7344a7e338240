namespace Composerp.Replenishment.Domain.Classes;

/// <summary>A for the few items that make most of the turnover, C for the many that make little.</summary>
public enum TurnoverClass
{
    A,
    B,
    C,
}

/// <summary>X for demand that is steady, Z for demand that is not.</summary>
public enum SteadinessClass
{
    X,
    Y,
    Z,
}

/// <summary>Where the classes end.</summary>
/// <param name="ShareA">Of the turnover, in (0, 1): 0.8.</param>
/// <param name="ShareB">Of the turnover that A and B make together: 0.95.</param>
/// <param name="VariationX">Largest ratio of deviation to mean of an X item: 0.5.</param>
/// <param name="VariationY">Of a Y item: 1.</param>
public sealed record ClassBounds(decimal ShareA, decimal ShareB, double VariationX, double VariationY)
{
    public static ClassBounds Usual { get; } = new(0.8m, 0.95m, 0.5, 1);
}

/// <summary>What an item is classed by.</summary>
/// <param name="Turnover">Money of the period, 0 or more.</param>
/// <param name="Mean">Demand per bucket (a week or a month rather than a day, which is never steady).</param>
/// <param name="Deviation">Of the demand per bucket, better of its forecast error.</param>
public sealed record ClassedItem(string Key, decimal Turnover, double Mean, double Deviation);

public sealed record ItemClass(string Key, TurnoverClass Turnover, SteadinessClass Steadiness);

/// <summary>ABC by turnover and XYZ by steadiness.</summary>
/// <remarks>
/// An item is in A if those before it, by falling turnover, have not yet made A's share: so the one that crosses the bound
/// belongs to it, and the largest item is always an A. Equal turnovers are ordered by key. Source: Dickie, Factory
/// Management and Maintenance 109 (1951).
/// </remarks>
public static class ItemClasses
{
    public static IReadOnlyList<ItemClass> Of(IReadOnlyList<ClassedItem> items, ClassBounds bounds)
    {
        var total = items.Sum(item => item.Turnover);
        var before = 0m;
        var classes = new List<ItemClass>(items.Count);

        foreach (var item in items.OrderByDescending(item => item.Turnover).ThenBy(item => item.Key, StringComparer.Ordinal))
        {
            var turnover = item.Turnover == 0 ? TurnoverClass.C
                : before < bounds.ShareA * total ? TurnoverClass.A
                : before < bounds.ShareB * total ? TurnoverClass.B
                : TurnoverClass.C;
            classes.Add(new(item.Key, turnover, SteadinessOf(item, bounds)));
            before += item.Turnover;
        }

        return classes;
    }

    private static SteadinessClass SteadinessOf(ClassedItem item, ClassBounds bounds) =>
        item.Mean <= 0 || item.Deviation > bounds.VariationY * item.Mean ? SteadinessClass.Z
        : item.Deviation > bounds.VariationX * item.Mean ? SteadinessClass.Y
        : SteadinessClass.X;
}
