namespace Composerp.Replenishment.Domain.Netting;

/// <summary>Between quantities and the days that they last, along a forecast that differs from day to day.</summary>
public static class CoverDays
{
    /// <summary>The demand of the first days; beyond the forecast its mean goes on.</summary>
    /// <param name="forecast">Units per day, at least one day.</param>
    /// <param name="days">0 or more; parts of a day count in proportion.</param>
    public static double Quantity(ReadOnlySpan<float> forecast, double days)
    {
        var sum = 0.0;
        var whole = (int)Math.Min(forecast.Length, Math.Floor(days));

        for (var day = 0; day < whole; day++)
        {
            sum += forecast[day];
        }

        var rest = days - whole;

        return rest <= 0 ? sum
            : whole < forecast.Length ? sum + (rest * forecast[whole])
            : sum + (rest * sum / forecast.Length);
    }

    /// <summary>How many days a stock lasts; infinite where nothing is asked for.</summary>
    public static double Of(ReadOnlySpan<float> forecast, double stock)
    {
        var sum = 0.0;

        for (var day = 0; day < forecast.Length; day++)
        {
            if (sum + forecast[day] > stock)
            {
                return day + ((stock - sum) / forecast[day]);
            }

            sum += forecast[day];
        }

        return sum > 0 ? forecast.Length + ((stock - sum) * forecast.Length / sum) : double.PositiveInfinity;
    }

    /// <summary>The position of which as much outlasts the lead time as of stock and open orders, day by day.</summary>
    /// <remarks>
    /// What comes no sooner than an order of now serves nothing before it. Were it counted as if it did, an order that was cut to the
    /// shelf life would be topped up by the next.
    /// </remarks>
    /// <param name="arrivals">Of open orders: days from the first of the forecast, and units.</param>
    public static double PositionAtArrival(ReadOnlySpan<float> forecast, double stock, IReadOnlyList<(int Day, double Units)> arrivals, int leadTimeDays)
    {
        var left = stock;
        var until = 0.0;

        for (var day = 0; day < leadTimeDays; day++)
        {
            var before = until;
            until = Quantity(forecast, day + 1);
            left = Math.Max(0, left + UnitsOf(arrivals, day, day) - (until - before));
        }

        return until + left + UnitsOf(arrivals, leadTimeDays, int.MaxValue);
    }

    private static double UnitsOf(IReadOnlyList<(int Day, double Units)> arrivals, int from, int to)
    {
        var sum = 0.0;

        foreach (var (day, units) in arrivals)
        {
            sum += day >= from && day <= to ? units : 0;
        }

        return sum;
    }

    /// <summary>What an order may add at most, so that all is sold while it is fresh enough.</summary>
    /// <remarks>
    /// The goods arrive after the lead time and then keep for their life, less what buyers want left of it; whatever the
    /// position holds is sold before them: see <see cref="PositionAtArrival"/> for orders that come later.
    /// </remarks>
    /// <param name="shelfLifeDays">When they arrive.</param>
    /// <param name="remainingDaysMin">That must be left when they are sold.</param>
    public static double ShelfLifeQuantity(ReadOnlySpan<float> forecast, double position, int leadTimeDays, int shelfLifeDays, int remainingDaysMin)
    {
        var sellable = Math.Max(0, shelfLifeDays - remainingDaysMin);
        var beforeArrival = Quantity(forecast, leadTimeDays);
        var untilOld = Quantity(forecast, leadTimeDays + sellable);

        return Math.Max(0, untilOld - Math.Max(position, beforeArrival));
    }
}
