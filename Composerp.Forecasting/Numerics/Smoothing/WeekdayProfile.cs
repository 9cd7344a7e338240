namespace Composerp.Forecasting.Numerics.Smoothing;

/// <summary>How the days of the week differ from each other in a daily series.</summary>
/// <remarks>
/// A day's phase is its index modulo 7, counted from the first value: which phase is a Monday does not matter here.
/// The estimate is the average of each phase over the newest whole weeks, shrunk towards a flat profile by the positive
/// part of 1 - 1/F, where F is the variance between phases over that within, in the two-way layout weeks x phases.
/// So a weekday effect that noise alone could have made is not believed, and a changing level (the weeks) is no noise.
/// Source of the shrinkage: Morris, Journal of the American Statistical Association 78 (1983) 47-55.
/// O(n) time, no allocation.
/// </remarks>
public static class WeekdayProfile
{
    /// <summary>Days of the week, the period of the profile.</summary>
    public const int Period = 7;

    /// <summary>Weeks that are looked at: two years, long enough for slow sellers, short enough to forget old habits.</summary>
    public const int WeeksMax = 104;

    /// <summary>Estimates factors that multiply the level; their mean is 1.</summary>
    /// <param name="demand">Units per day, oldest first, finite and >= 0.</param>
    /// <param name="factors">Takes 7 factors, each >= 0, by phase. All 1 where there are less than two weeks or no demand.</param>
    public static void EstimateFactors(ReadOnlySpan<double> demand, Span<double> factors)
    {
        EstimateOffsets(demand, factors);
        var level = MeanOfWeeks(demand);

        for (var phase = 0; phase < Period; phase++)
        {
            // Rounding could leave a phase without any sale a hair below zero.
            factors[phase] = level > 0 ? Math.Max(0, 1 + (factors[phase] / level)) : 1;
        }
    }

    /// <summary>Estimates offsets that are added to the level; their mean is 0.</summary>
    /// <param name="demand">Units per day, oldest first, finite.</param>
    /// <param name="offsets">Takes 7 offsets in units, by phase. All 0 where there are less than two weeks.</param>
    public static void EstimateOffsets(ReadOnlySpan<double> demand, Span<double> offsets)
    {
        offsets[..Period].Clear();
        var weeks = WeeksOf(demand.Length);

        if (weeks < 2)
        {
            return;
        }

        var first = demand.Length - (weeks * Period);
        var mean = MeanOfWeeks(demand);

        for (var day = first; day < demand.Length; day++)
        {
            offsets[day % Period] += (demand[day] - mean) / weeks;
        }

        var kept = ShareBelieved(demand[first..], first % Period, mean, offsets);

        for (var phase = 0; phase < Period; phase++)
        {
            offsets[phase] *= kept;
        }
    }

    /// <summary>The positive part of 1 - 1/F.</summary>
    private static double ShareBelieved(
        ReadOnlySpan<double> weeks, int firstPhase, double mean, ReadOnlySpan<double> offsets)
    {
        var weekCount = weeks.Length / Period;
        double between = 0;
        double within = 0;

        foreach (var offset in offsets[..Period])
        {
            between += offset * offset;
        }

        for (var start = 0; start < weeks.Length; start += Period)
        {
            var week = weeks.Slice(start, Period);
            var weekMean = MeanOf(week);

            for (var day = 0; day < Period; day++)
            {
                var remainder = week[day] - weekMean - offsets[(firstPhase + day) % Period];
                within += remainder * remainder;
            }
        }

        var betweenVariance = between * weekCount / (Period - 1);
        var withinVariance = within / ((Period - 1) * (weekCount - 1));

        return betweenVariance > withinVariance ? 1 - (withinVariance / betweenVariance) : 0;
    }

    private static int WeeksOf(int days) => Math.Min(days / Period, WeeksMax);

    private static double MeanOfWeeks(ReadOnlySpan<double> demand) => MeanOf(demand[^(WeeksOf(demand.Length) * Period)..]);

    private static double MeanOf(ReadOnlySpan<double> values)
    {
        double sum = 0;

        foreach (var value in values)
        {
            sum += value;
        }

        return values.IsEmpty ? 0 : sum / values.Length;
    }
}
