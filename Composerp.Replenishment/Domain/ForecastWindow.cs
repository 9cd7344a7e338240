using System.Text.Json.Serialization;

namespace Composerp.Replenishment.Domain;

/// <summary>What stands in for the days that a forecast does not reach.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ForecastExtension>))]
public enum ForecastExtension
{
    /// <summary>The forecast covers every day.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Its last full week, repeated by day of the week.</summary>
    [JsonStringEnumMemberName("last-week")]
    LastWeek,

    /// <summary>Its daily mean: it is shorter than a week.</summary>
    [JsonStringEnumMemberName("mean")]
    Mean,
}

/// <summary>The forecast's own quantiles of the demand of the first days of a window together.</summary>
/// <param name="Values">One for each level of the window, units.</param>
public sealed record SumOfDays(int Days, double[] Values);

/// <summary>The days of a forecast that an order has to cover.</summary>
/// <param name="CoveredDays">So many of the days are the forecast's own, the rest is its extension.</param>
/// <param name="SumSigmaRatio">
/// Deviation of the error of all days together, as a multiple of what independent days would have: 1 where the forecast
/// does not say.
/// </param>
/// <param name="Levels">Empty where the quantiles were not used.</param>
/// <param name="Quantiles">For each level one value per day, level after level.</param>
public sealed record ForecastWindow(
    Guid RunId,
    string Model,
    DateOnly Origin,
    DateOnly From,
    int CoveredDays,
    ForecastExtension Extension,
    float[] Mean,
    float[] Sigma,
    double SumSigmaRatio,
    double[] Levels,
    float[] Quantiles)
{
    private const int Week = 7;

    /// <summary>Beyond this factor days further on are too unlike the first ones to take their quantiles.</summary>
    private const double ScaleMax = 4;

    /// <summary>Deviation of the error of the first 1, 2, 3.. days together; null where only that of all days is of use.</summary>
    public float[]? SumSigma { get; init; }

    /// <summary>Where the forecast states quantiles of sums, for the numbers of days that are of use.</summary>
    public IReadOnlyList<SumOfDays>? Sums { get; init; }

    [JsonIgnore]
    public int Days => Mean.Length;

    [JsonIgnore]
    public DateOnly To => From.AddDays(Days - 1);

    /// <summary>The days to be covered by an order of a date.</summary>
    /// <remarks>
    /// They begin on that date, or on the forecast's first day where this is later: demand that the forecast has seen
    /// has left the stock already.
    /// </remarks>
    /// <param name="days">Lead time and review, at least 1.</param>
    public static ForecastWindow Of(Forecast forecast, DateOnly date, int days)
    {
        var from = date > forecast.FirstDay ? date : forecast.FirstDay;
        var skipped = from.DayNumber - forecast.FirstDay.DayNumber;
        var covered = Math.Clamp(forecast.HorizonDays - skipped, 0, days);
        var extension = covered == days ? ForecastExtension.None
            : forecast.HorizonDays >= Week ? ForecastExtension.LastWeek
            : ForecastExtension.Mean;
        var quantiles = new float[forecast.Quantiles.Length > 0 ? forecast.Levels.Length * days : 0];

        for (var level = 0; level < quantiles.Length / days; level++)
        {
            var ofLevel = forecast.Quantiles.AsSpan(level * forecast.HorizonDays, forecast.HorizonDays);
            Extended(ofLevel, skipped, days, extension).CopyTo(quantiles, level * days);
        }

        return new(
            forecast.RunId,
            forecast.Model,
            forecast.Origin,
            from,
            covered,
            extension,
            Extended(forecast.Mean, skipped, days, extension),
            Extended(forecast.Sigma, skipped, days, extension),
            RatioAt(forecast, Math.Min(skipped + days, forecast.HorizonDays)),
            forecast.Levels,
            quantiles);
    }

    /// <summary>The same days with what calculated parameters need: deviations of sums, and quantiles of some of them.</summary>
    /// <remarks>
    /// Quantiles of sums begin with the forecast's first day. Days further on take those of as many first days, scaled to
    /// their own mean; beyond the horizon there are none.
    /// </remarks>
    /// <param name="sumDays">Numbers of days whose quantiles are of use.</param>
    public ForecastWindow WithSums(Forecast forecast, IEnumerable<int> sumDays)
    {
        var skipped = From.DayNumber - forecast.FirstDay.DayNumber;
        var deviations = new float[Days];
        double variance = 0, known = 0;

        for (int day = 0, reached = 0; day < Days; day++)
        {
            variance += (double)Sigma[day] * Sigma[day];

            for (; reached < Math.Min(skipped + day + 1, forecast.HorizonDays); reached++)
            {
                known += (double)forecast.Sigma[reached] * forecast.Sigma[reached];
            }

            deviations[day] = (float)(Ratio(forecast, reached, known) * Math.Sqrt(variance));
        }

        var sums = sumDays.Distinct().Order().Select(days => FindSum(forecast, days)).OfType<SumOfDays>().ToList();

        return this with { SumSigma = deviations, Sums = sums.Count > 0 ? sums : null, Levels = sums.Count > 0 ? Levels : [], Quantiles = [] };
    }

    private SumOfDays? FindSum(Forecast forecast, int days)
    {
        if (forecast.SumQuantiles is not { } quantiles || forecast.Levels.Length < 2 || days < 1 || days > Math.Min(forecast.HorizonDays, Days))
        {
            return null;
        }

        double first = 0, own = 0;

        for (var day = 0; day < days; day++)
        {
            first += forecast.Mean[day];
            own += Mean[day];
        }

        var scale = first > 0 ? own / first : own == 0 ? 1 : double.PositiveInfinity;

        return scale is > ScaleMax or < 1 / ScaleMax
            ? null
            : new(days, [.. Enumerable.Range(0, forecast.Levels.Length).Select(level => scale * quantiles[(level * forecast.HorizonDays) + days - 1])]);
    }

    private static float[] Extended(ReadOnlySpan<float> values, int skipped, int days, ForecastExtension extension)
    {
        var window = new float[days];
        var mean = extension == ForecastExtension.Mean ? Average(values) : 0;

        for (var day = 0; day < days; day++)
        {
            var index = (long)skipped + day;

            window[day] = index < values.Length ? values[(int)index]
                : extension == ForecastExtension.Mean ? mean
                : values[values.Length - Week + (int)((index - values.Length) % Week)];
        }

        return window;
    }

    // Taken where the window ends, over the horizon until there: for a window that begins with the horizon this gives the
    // forecast's own deviation of the sum, for a later one the same growth.
    private static double RatioAt(Forecast forecast, int days)
    {
        var variance = 0.0;

        for (var day = 0; day < days; day++)
        {
            variance += (double)forecast.Sigma[day] * forecast.Sigma[day];
        }

        return Ratio(forecast, days, variance);
    }

    private static double Ratio(Forecast forecast, int days, double variance) =>
        forecast.SumSigma is { } sums && variance > 0 ? sums[days - 1] / Math.Sqrt(variance) : 1;

    private static float Average(ReadOnlySpan<float> values)
    {
        var sum = 0.0;

        foreach (var value in values)
        {
            sum += value;
        }

        return (float)(sum / values.Length);
    }
}
