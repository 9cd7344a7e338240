namespace Composerp.Replenishment.Numerics.LotSizing;

/// <summary>Lots for known demand that differs from period to period, at least cost.</summary>
/// <remarks>
/// Wagner and Whitin, Management Science 5 (1958) 89-96, with their horizon theorem left out: n squared steps are few.
/// Holding is paid on what is left at the end of a period.
/// </remarks>
public static class DynamicLots
{
    /// <param name="orders">Takes one value for each period.</param>
    /// <returns>The cost of ordering and holding.</returns>
    public static double Write(double fixedCost, double holdingCost, ReadOnlySpan<double> demand, Span<double> orders)
    {
        var periods = demand.Length;
        orders.Clear();

        if (periods == 0)
        {
            return 0;
        }

        using var room = new Scratch(periods + 1);
        var costs = room.Values;
        var until = new int[periods];

        // From the last period back: the cheapest way on from each, and how far its order reaches.
        for (var first = periods - 1; first >= 0; first--)
        {
            costs[first] = double.PositiveInfinity;
            var holding = 0.0;

            for (var last = first; last < periods; last++)
            {
                holding += holdingCost * (last - first) * demand[last];
                var cost = fixedCost + holding + costs[last + 1];

                if (cost < costs[first])
                {
                    (costs[first], until[first]) = (cost, last);
                }
            }

            // Nothing is ordered for nothing.
            if (demand[first] == 0 && costs[first + 1] <= costs[first])
            {
                (costs[first], until[first]) = (costs[first + 1], -1);
            }
        }

        for (var period = 0; period < periods;)
        {
            if (until[period] < 0)
            {
                period++;

                continue;
            }

            var first = period;

            for (; period <= until[first]; period++)
            {
                orders[first] += demand[period];
            }
        }

        return costs[0];
    }
}
