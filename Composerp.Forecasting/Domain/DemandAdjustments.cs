namespace Composerp.Forecasting.Domain;

/// <summary>All adjustments of a time, by the series that they change.</summary>
public sealed class DemandAdjustments
{
    private readonly ILookup<(string?, string?), DemandAdjustment> _adjustments;

    public DemandAdjustments(IEnumerable<DemandAdjustment> adjustments) =>
        _adjustments = adjustments.ToLookup(adjustment => (adjustment.Location, adjustment.Sku));

    public static DemandAdjustments None { get; } = new([]);

    /// <summary>Those of a series, the oldest first: each changes what the one before it left.</summary>
    public IReadOnlyList<DemandAdjustment> Of(string location, string sku) => _adjustments.Count == 0
        ? []
        :
        [
            .. _adjustments[(location, sku)]
                .Concat(_adjustments[(location, null)])
                .Concat(_adjustments[(null, sku)])
                .Concat(_adjustments[(null, null)])
                .OrderBy(adjustment => adjustment.Id),
        ];

    /// <summary>The forecast as people want it.</summary>
    /// <remarks>
    /// The distribution of a day moves with its mean; a change in percent also widens or narrows it. The spread of a sum of
    /// days changes by the mean of its days' changes, each counted by how much the day adds to the sum.
    /// </remarks>
    /// <param name="numbers">The statistical forecast.</param>
    /// <param name="origin">The day before its first one.</param>
    /// <param name="adjustments">Of the series and in effect, the oldest first.</param>
    /// <returns>The same numbers where none covers a day of the forecast.</returns>
    public static ForecastNumbers Apply(ForecastNumbers numbers, DateOnly origin, IReadOnlyList<DemandAdjustment> adjustments)
    {
        var (first, last) = (origin.AddDays(1), origin.AddDays(numbers.Mean.Count));
        var covering = adjustments.Where(adjustment => adjustment.FirstDay <= last && adjustment.LastDay >= first).ToList();

        if (covering.Count == 0)
        {
            return numbers;
        }

        var mean = numbers.Mean.ToArray();
        var spread = new double[mean.Length];
        Array.Fill(spread, 1);

        foreach (var adjustment in covering)
        {
            for (var ahead = 0; ahead < mean.Length; ahead++)
            {
                if (adjustment.Covers(origin.AddDays(ahead + 1)))
                {
                    var (changed, widened) = adjustment.Change(mean[ahead]);
                    mean[ahead] = changed;
                    spread[ahead] *= widened;
                }
            }
        }

        return Moved(numbers, mean, spread);
    }

    private static ForecastNumbers Moved(ForecastNumbers numbers, double[] mean, double[] spread)
    {
        var (wasSum, nowSum) = (ForecastNumbers.RunningSums(numbers.Mean), ForecastNumbers.RunningSums(mean));
        var sumSpread = SumSpreadOf(numbers.Mean, spread);

        return new(
            mean,
            [.. numbers.Sigma.Select((sigma, ahead) => sigma * spread[ahead])],
            [.. numbers.SumSigma.Select((sigma, ahead) => sigma * sumSpread[ahead])],
            [.. numbers.Quantiles.Select(level => MovedLevel(level, numbers.Mean, mean, spread))],
            numbers.SumQuantiles?.Select(level => MovedLevel(level, wasSum, nowSum, sumSpread)).ToArray());
    }

    private static double[] MovedLevel(IReadOnlyList<double> level, IReadOnlyList<double> was, double[] now, double[] spread) =>
        [.. level.Select((units, ahead) => Math.Max(0, now[ahead] + ((units - was[ahead]) * spread[ahead])))];

    private static double[] SumSpreadOf(IReadOnlyList<double> mean, double[] spread)
    {
        var sums = new double[spread.Length];
        double weights = 0, weighted = 0, plain = 0;

        for (var ahead = 0; ahead < sums.Length; ahead++)
        {
            weights += mean[ahead];
            weighted += mean[ahead] * spread[ahead];
            plain += spread[ahead];
            sums[ahead] = weights > 0 ? weighted / weights : plain / (ahead + 1);
        }

        return sums;
    }
}
