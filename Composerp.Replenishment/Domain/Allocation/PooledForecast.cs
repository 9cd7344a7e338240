namespace Composerp.Replenishment.Domain.Allocation;

/// <summary>The demand on a location that feeds others: theirs and its own.</summary>
/// <remarks>
/// Day by day the means are added, and the variances, since errors at different locations are taken as independent. A
/// distribution of the sum is not stated: the family that fits its mean and deviation is taken.
/// </remarks>
public static class PooledForecast
{
    /// <returns>The forecast itself where it is alone; null where there is none that one can reckon with.</returns>
    public static Forecast? Of(Forecast? own, IEnumerable<FedDemand> fed)
    {
        var parts = fed.Where(part => part.Forecast.IsUsable).ToList();

        if (parts.Count == 0)
        {
            return own;
        }

        if (own is { IsUsable: true })
        {
            parts.Insert(0, new(own, 1));
        }

        var first = parts.Max(part => part.Forecast.FirstDay);
        var days = Math.Max(1, parts.Max(part => part.Forecast.FirstDay.DayNumber + part.Forecast.HorizonDays) - first.DayNumber);
        var (mean, variance, sumVariance) = (new double[days], new double[days], new double[days]);

        foreach (var (forecast, share) in parts)
        {
            var window = ForecastWindow.Of(forecast with { Levels = [], Quantiles = [], SumQuantiles = null }, first, days);
            var skipped = first.DayNumber - forecast.FirstDay.DayNumber;
            var (until, independent) = (0.0, 0.0);
            var ratio = 1.0;

            for (var day = 0; day < Math.Min(skipped, forecast.HorizonDays); day++)
            {
                until += Square(forecast.Sigma[day]);
            }

            for (var day = 0; day < days; day++)
            {
                var square = Square(window.Sigma[day]);
                independent += square;

                if (skipped + day < forecast.HorizonDays)
                {
                    until += square;
                    ratio = forecast.SumSigma is { } sums && until > 0 ? Square(sums[skipped + day]) / until : 1;
                }

                mean[day] += share * window.Mean[day];
                variance[day] += share * share * square;
                sumVariance[day] += share * share * ratio * independent;
            }
        }

        return new(
            Guid.Empty,
            "pooled",
            first.AddDays(-1),
            [.. mean.Select(units => (float)units)],
            [.. variance.Select(square => (float)Math.Sqrt(square))],
            [.. sumVariance.Select(square => (float)Math.Sqrt(square))],
            [],
            []);
    }

    private static double Square(float value) => (double)value * value;
}

/// <summary>The forecast of a location that is fed.</summary>
/// <param name="Share">Of its need that is taken here.</param>
public readonly record struct FedDemand(Forecast Forecast, double Share);
