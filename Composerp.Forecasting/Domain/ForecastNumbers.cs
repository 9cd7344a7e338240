namespace Composerp.Forecasting.Domain;

/// <summary>The numbers of one forecast, day by day from the day after its origin.</summary>
/// <param name="Mean">Units per day, nearest first, at least one day.</param>
/// <param name="Sigma">Standard deviation of the error of each day's mean, units.</param>
/// <param name="SumSigma">Standard deviation of the error of the sum of the means up to and including each day, units.</param>
/// <param name="Quantiles">For each level the units of each day.</param>
/// <param name="SumQuantiles">For each level the units of all days up to and including each one together; null where not known.</param>
public sealed record ForecastNumbers(
    IReadOnlyList<double> Mean,
    IReadOnlyList<double> Sigma,
    IReadOnlyList<double> SumSigma,
    IReadOnlyList<IReadOnlyList<double>> Quantiles,
    IReadOnlyList<IReadOnlyList<double>>? SumQuantiles)
{
    private const int Week = 7;

    /// <summary>What of a forecast is left some days later, without anything learned in them.</summary>
    /// <remarks>
    /// Days beyond the old horizon are those of its last week again. A sum of n days keeps the spread that the sum of the
    /// first n days had, around the means that it now has; beyond the old horizon the spread grows with the root of n.
    /// </remarks>
    /// <param name="days">Days that have passed, >= 0.</param>
    /// <param name="horizonDays">Days that the result has, at least 1.</param>
    public ForecastNumbers After(int days, int horizonDays)
    {
        if (days == 0 && horizonDays == Mean.Count)
        {
            return this;
        }

        var mean = Moved(Mean, days, horizonDays);
        var (was, now) = (RunningSums(Mean), RunningSums(mean));

        return new(
            mean,
            Moved(Sigma, days, horizonDays),
            [.. Enumerable.Range(0, horizonDays).Select(ahead => SumSigma[Within(ahead)] * Growth(ahead))],
            [.. Quantiles.Select(level => Moved(level, days, horizonDays))],
            SumQuantiles?.Select(level => MovedSums(level, was, now)).ToArray());
    }

    /// <summary>The numbers of days on which demand is a known multiple of what it was forecast from.</summary>
    /// <remarks>What is uncertain about a day grows with its demand; its part in the uncertainty of sums does too.</remarks>
    /// <param name="factors">For each day, >= 0; 0 where nothing can be sold.</param>
    public ForecastNumbers Times(IReadOnlyList<double> factors)
    {
        var sumSigma = new double[SumSigma.Count];
        double variance = 0;

        for (var ahead = 0; ahead < sumSigma.Length; ahead++)
        {
            var before = ahead == 0 ? 0 : SumSigma[ahead - 1];
            variance += Math.Max(0, (SumSigma[ahead] * SumSigma[ahead]) - (before * before)) * factors[ahead] * factors[ahead];
            sumSigma[ahead] = Math.Sqrt(variance);
        }

        var mean = Scaled(Mean);
        var (was, now) = (RunningSums(Mean), RunningSums(mean));

        return new(
            mean,
            Scaled(Sigma),
            sumSigma,
            [.. Quantiles.Select(Scaled)],
            SumQuantiles?.Select(sums => Spread(sums, was, now, sumSigma)).ToArray());

        double[] Scaled(IReadOnlyList<double> days) => [.. days.Zip(factors, (value, factor) => value * factor)];
    }

    /// <summary>The same spread around other means, relative to them: at most so many times as wide, and as it is where the mean was 0.</summary>
    public ForecastNumbers AsWideAround(IReadOnlyList<double> mean, double widening)
    {
        var scaled = Times([.. Mean.Zip(mean, (was, now) => was > 0 ? Math.Min(widening, now / was) : 1)]);
        var (was, now) = (RunningSums(scaled.Mean), RunningSums(mean));

        return scaled with
        {
            Mean = mean,
            Quantiles = [.. scaled.Quantiles.Select(level => Shifted(level, scaled.Mean, mean))],
            SumQuantiles = scaled.SumQuantiles?.Select(level => Shifted(level, was, now)).ToArray(),
        };

        static double[] Shifted(IReadOnlyList<double> level, IReadOnlyList<double> was, IReadOnlyList<double> now) =>
            [.. level.Select((units, ahead) => Math.Max(0, units + now[ahead] - was[ahead]))];
    }

    internal static double[] RunningSums(IReadOnlyList<double> values)
    {
        var sums = new double[values.Count];
        double sum = 0;

        for (var day = 0; day < sums.Length; day++)
        {
            sums[day] = sum += values[day];
        }

        return sums;
    }

    /// <summary>Values of days, seen from some days later; beyond the last one those of the last week again.</summary>
    internal static double[] Moved(IReadOnlyList<double> values, int days, int horizonDays)
    {
        var moved = new double[horizonDays];

        for (var ahead = 0; ahead < horizonDays; ahead++)
        {
            var day = ahead + days;
            var last = values.Count - 1;
            moved[ahead] = values[day <= last ? day : last < Week ? last : values.Count - Week + ((day - values.Count) % Week)];
        }

        return moved;
    }

    private double[] MovedSums(IReadOnlyList<double> level, double[] was, double[] now)
    {
        var isWhole = level.All(double.IsInteger);
        var moved = new double[now.Length];

        for (var ahead = 0; ahead < moved.Length; ahead++)
        {
            var old = Within(ahead);
            var units = Math.Max(0, now[ahead] + ((level[old] - was[old]) * Growth(ahead)));
            moved[ahead] = isWhole ? Math.Floor(units + 0.5) : units;
        }

        return moved;
    }

    /// <summary>Quantiles of sums, about another mean and as wide as another standard deviation says; >= 0, never falling with the days.</summary>
    private double[] Spread(IReadOnlyList<double> quantiles, double[] was, double[] now, double[] sumSigma)
    {
        var spread = new double[quantiles.Count];

        for (var ahead = 0; ahead < spread.Length; ahead++)
        {
            var width = SumSigma[ahead] > 0 ? sumSigma[ahead] / SumSigma[ahead] : 0;
            spread[ahead] = Math.Max(ahead == 0 ? 0 : spread[ahead - 1], now[ahead] + ((quantiles[ahead] - was[ahead]) * width));
        }

        return spread;
    }

    private int Within(int ahead) => Math.Min(ahead, Mean.Count - 1);

    private double Growth(int ahead) => ahead < Mean.Count ? 1 : Math.Sqrt((ahead + 1.0) / Mean.Count);
}
