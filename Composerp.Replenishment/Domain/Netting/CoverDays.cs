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

    /// <summary>What an order may add at most, so that all is sold while it is fresh enough.</summary>
    /// <remarks>
    /// The goods arrive after the lead time and then keep for their life, less what buyers want left of it; whatever the
    /// position holds is sold before them.
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
