using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Replenishment.Numerics.Simulation;

/// <summary>An ordering rule in numbers.</summary>
/// <param name="ReorderPoint">At or below it is ordered; for order-up-to the level itself.</param>
/// <param name="Level">Is filled up to; for lots of no use.</param>
/// <param name="Lot">As many as lift the position above the reorder point; 0 fills up to the level.</param>
/// <param name="ReviewDays">From one look to the next, at least 1.</param>
/// <param name="Multiple">What is ordered is rounded up to whole multiples of this; 0 orders exactly.</param>
public readonly record struct StockRule(double ReorderPoint, double Level, double Lot, int ReviewDays, double Multiple = 0)
{
    public double Need(double position)
    {
        // Order-up-to at its level lacks nothing; the noise of sums is no need either.
        const double Noise = 1e-9;

        if (position > ReorderPoint + Noise)
        {
            return 0;
        }

        var need = Lot > 0 ? (Math.Floor((ReorderPoint - position + Noise) / Lot) + 1) * Lot : Level - position;

        return need <= Noise ? 0 : Multiple > 0 ? Math.Ceiling((need / Multiple) - Noise) * Multiple : need;
    }
}

/// <summary>What a rule achieved.</summary>
/// <param name="Demand">Units asked for after the warm-up.</param>
/// <param name="Served">Of them from the shelf, at once.</param>
/// <param name="MeanStock">On hand at the end of a day.</param>
/// <param name="StockOutDays">Days that did not serve all.</param>
public readonly record struct SimulatedStock(double Demand, double Served, double MeanStock, int Days, int StockOutDays, int Orders, double Ordered)
{
    public double FillRate => Demand > 0 ? Served / Demand : 1;

    /// <summary>From one arrival of goods to the next.</summary>
    public int Cycles { get; init; }

    /// <summary>Cycles in which demand found no stock.</summary>
    public int ShortCycles { get; init; }

    public double CycleService => Cycles > 0 ? 1 - ((double)ShortCycles / Cycles) : StockOutDays > 0 ? 0 : 1;
}

/// <summary>Lets a rule live through a path of demand. The same paths give the same result.</summary>
/// <remarks>
/// A day begins with what arrives, then the review orders, then demand comes. An order placed on day t with a lead time of
/// L is there on day t + L before that day's demand; so an order has to last for L days and the review after them. Orders
/// may overtake each other. One pass; nothing is allocated per day.
/// </remarks>
public static class StockSimulation
{
    /// <param name="demand">Units per day, 0 or more.</param>
    /// <param name="leadTimes">Days; of the n-th order the n-th, begun again at the end. At least one.</param>
    /// <param name="startStock">On hand before the first day.</param>
    /// <param name="warmUpDays">First days that do not count.</param>
    public static SimulatedStock Run(
        ReadOnlySpan<double> demand, ReadOnlySpan<int> leadTimes, StockRule rule, Shortage shortage, double startStock, int warmUpDays) =>
        Run(demand, leadTimes, [rule], int.MaxValue, shortage, startStock, warmUpDays);

    /// <summary>With levels that change as time goes on.</summary>
    /// <param name="rules">The first holds for so many days, then the next; the last one goes on.</param>
    public static SimulatedStock Run(
        ReadOnlySpan<double> demand, ReadOnlySpan<int> leadTimes, ReadOnlySpan<StockRule> rules, int daysPerRule, Shortage shortage, double startStock, int warmUpDays)
    {
        var longest = 0;

        foreach (var days in leadTimes)
        {
            longest = Math.Max(longest, days);
        }

        using var room = new Scratch(longest + 1);
        var arriving = room.Values;
        double onHand = startStock, onOrder = 0, asked = 0, served = 0, stock = 0, ordered = 0;
        int stockOuts = 0, orders = 0, placed = 0, cycles = 0, shortCycles = 0;
        var isShort = false;

        for (var day = 0; day < demand.Length; day++)
        {
            var rule = rules[Math.Min(day / daysPerRule, rules.Length - 1)];
            var slot = day % arriving.Length;
            onHand += arriving[slot];
            onOrder -= arriving[slot];

            if (arriving[slot] > 0 && day >= warmUpDays)
            {
                cycles++;
                shortCycles += isShort ? 1 : 0;
                isShort = false;
            }

            arriving[slot] = 0;

            if (day % rule.ReviewDays == 0 && rule.Need(onHand + onOrder) is > 0 and var need)
            {
                var leadTime = leadTimes[placed % leadTimes.Length];
                placed++;

                if (leadTime == 0)
                {
                    onHand += need;
                }
                else
                {
                    arriving[(day + leadTime) % arriving.Length] += need;
                    onOrder += need;
                }

                (orders, ordered) = day >= warmUpDays ? (orders + 1, ordered + need) : (orders, ordered);
            }

            // Who waits is served before those who come today: what is below zero is owed.
            var sold = Math.Clamp(onHand, 0, demand[day]);
            onHand -= shortage == Shortage.Lost ? sold : demand[day];

            if (day >= warmUpDays)
            {
                asked += demand[day];
                served += sold;
                stock += Math.Max(0, onHand);
                stockOuts += sold < demand[day] ? 1 : 0;
                isShort |= sold < demand[day];
            }
        }

        var counted = Math.Max(0, demand.Length - warmUpDays);

        return new(asked, served, counted > 0 ? stock / counted : 0, counted, stockOuts, orders, ordered)
        {
            Cycles = cycles,
            ShortCycles = shortCycles,
        };
    }
}
