namespace Composerp.Forecasting.Numerics.Smoothing;

/// <summary>How the phases of a season, such as the days of a week, differ from each other.</summary>
/// <remarks>
/// A value's phase is its index modulo the period: which phase is a Monday does not matter here.
/// The estimate is the average of each phase over the newest whole periods, shrunk towards a flat profile by the positive
/// part of 1 - 1/F, where F is the variance between phases over that within, in the two-way layout periods x phases.
/// So an effect that noise alone could have made is not believed, and a changing level (the periods) is no noise.
/// Source of the shrinkage: Morris, Journal of the American Statistical Association 78 (1983) 47-55.
/// O(n) time, no allocation.
/// </remarks>
public static class SeasonalProfile
{
    /// <summary>Periods that are looked at: two years of weeks, long enough for slow sellers, short enough to forget old habits.</summary>
    public const int PeriodsMax = 104;

    /// <summary>Estimates factors that multiply the level; their mean is 1.</summary>
    /// <param name="demand">Units per step, oldest first, finite and >= 0.</param>
    /// <param name="factors">Takes a factor >= 0 for each phase. All 1 where there are less than two periods or no demand.</param>
    public static void EstimateFactors(ReadOnlySpan<double> demand, Span<double> factors)
    {
        EstimateOffsets(demand, factors);
        var level = MeanOfPeriods(demand, factors.Length);

        for (var phase = 0; phase < factors.Length; phase++)
        {
            // Rounding could leave a phase without any sale a hair below zero.
            factors[phase] = level > 0 ? Math.Max(0, 1 + (factors[phase] / level)) : 1;
        }
    }

    /// <summary>Estimates offsets that are added to the level; their mean is 0.</summary>
    /// <param name="demand">Units per step, oldest first, finite.</param>
    /// <param name="offsets">Takes an offset for each phase, units. All 0 where there are less than two periods.</param>
    public static void EstimateOffsets(ReadOnlySpan<double> demand, Span<double> offsets)
    {
        var period = offsets.Length;
        var periods = PeriodsOf(demand.Length, period);
        offsets.Clear();

        if (periods < 2)
        {
            return;
        }

        var first = demand.Length - (periods * period);
        var mean = MeanOfPeriods(demand, period);

        for (var step = first; step < demand.Length; step++)
        {
            offsets[step % period] += (demand[step] - mean) / periods;
        }

        var kept = ShareBelieved(demand[first..], first % period, offsets);

        for (var phase = 0; phase < period; phase++)
        {
            offsets[phase] *= kept;
        }
    }

    /// <summary>The positive part of 1 - 1/F.</summary>
    private static double ShareBelieved(
        ReadOnlySpan<double> values, int firstPhase, ReadOnlySpan<double> offsets)
    {
        var period = offsets.Length;
        var count = values.Length / period;
        double between = 0;
        double within = 0;

        foreach (var offset in offsets)
        {
            between += offset * offset;
        }

        for (var start = 0; start < values.Length; start += period)
        {
            var one = values.Slice(start, period);
            var mean = MeanOf(one);

            for (var step = 0; step < period; step++)
            {
                var remainder = one[step] - mean - offsets[(firstPhase + step) % period];
                within += remainder * remainder;
            }
        }

        var betweenVariance = between * count / (period - 1);
        var withinVariance = within / ((period - 1) * (count - 1));

        return betweenVariance > withinVariance ? 1 - (withinVariance / betweenVariance) : 0;
    }

    private static int PeriodsOf(int length, int period) => period > 1 ? Math.Min(length / period, PeriodsMax) : 0;

    private static double MeanOfPeriods(ReadOnlySpan<double> demand, int period) =>
        MeanOf(demand[^(PeriodsOf(demand.Length, period) * period)..]);

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
