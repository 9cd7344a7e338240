namespace Composerp.Forecasting.Numerics.ColdStart;

/// <summary>The forecast of an item with little history of its own.</summary>
public static class NewItem
{
    /// <summary>From this age on an item's own sales say more than any likeness: measured on 170 launches.</summary>
    public const int OwnAloneDays = 56;

    private const int Week = 7;

    /// <summary>How much an item's own sales count: not at all before the first day, in the end alone.</summary>
    /// <param name="history">Units per day from the first sale on; empty where there was none yet.</param>
    public static double OwnShare(ReadOnlySpan<double> history, Expectation expectation)
    {
        if (history.IsEmpty || expectation.Items == 0)
        {
            return expectation.Items == 0 ? 1 : 0;
        }

        double sum = 0;

        foreach (var value in history)
        {
            sum += value;
        }

        // The variance of the own mean, of which what is expected knows as much as the few days, beside that of the means of others.
        var mean = ((sum / history.Length) + expectation.Means[^1]) / 2;
        var own = expectation.Dispersion * mean / history.Length;
        var others = expectation.Spread + own > 0 ? own / (expectation.Spread + own) : 0;

        return 1 - (others * Math.Max(0, 1 - ((double)history.Length / OwnAloneDays)));
    }

    /// <summary>Mixes what similar items did at that age with what the item's own history says.</summary>
    /// <param name="own">Forecasts from the item's own history, units per day, nearest first; takes the mixed ones.</param>
    /// <param name="history">Units per day from the first sale on; empty where there was none yet.</param>
    /// <param name="nextDay">The first day of the forecast, counted from 1 January of the year 1.</param>
    public static void Mix(Span<double> own, ReadOnlySpan<double> history, int nextDay, Expectation expectation)
    {
        var share = OwnShare(history, expectation);

        for (var ahead = 0; ahead < own.Length && share < 1; ahead++)
        {
            own[ahead] = (share * own[ahead]) + ((1 - share) * Expected(history.Length, ahead, nextDay, expectation));
        }
    }

    /// <summary>Units that similar items sold on a day when they were as old as the item will be.</summary>
    /// <param name="age">Days of the item so far.</param>
    /// <param name="ahead">Days after the next one.</param>
    /// <param name="nextDay">Counted from 1 January of the year 1.</param>
    public static double Expected(int age, int ahead, int nextDay, Expectation expectation)
    {
        var week = Math.Min((age + ahead) / Week, expectation.Means.Length - 1);

        return expectation.Means[week] * expectation.WeekdayFactors[(nextDay + ahead + 1) % Week];
    }
}
