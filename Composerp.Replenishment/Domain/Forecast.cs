namespace Composerp.Replenishment.Domain;

/// <summary>The forecast of one item at one location, day by day from the day after its origin.</summary>
/// <remarks>
/// Single precision: a forecast is an estimate, seven digits are more than it knows, and millions of series are kept.
/// Calculations are in double precision from there.
/// </remarks>
/// <param name="Origin">The last day of demand that the forecast saw.</param>
/// <param name="Mean">Units per day.</param>
/// <param name="Sigma">Standard deviation of the error of one day's forecast, units; as many days as the mean.</param>
/// <param name="SumSigma">
/// Standard deviation of the error of all days up to and including this one together, units; null where the forecast
/// does not know it. Errors of neighbouring days move together, so it is mostly more than the days' own make.
/// </param>
/// <param name="Levels">Ascending, in (0, 1); may be empty.</param>
/// <param name="Quantiles">Units per day: for each level one value per day, level after level.</param>
public sealed record Forecast(
    Guid RunId,
    string Model,
    DateOnly Origin,
    float[] Mean,
    float[] Sigma,
    float[]? SumSigma,
    double[] Levels,
    float[] Quantiles)
{
    /// <summary>Units of all days up to and including this one together, for each level one value per day; null where the forecast does not know them.</summary>
    public float[]? SumQuantiles { get; init; }

    public int HorizonDays => Mean.Length;

    public DateOnly FirstDay => Origin.AddDays(1);

    /// <summary>Whether one can reckon with it: lengths that agree, and numbers that are finite, means and deviations not negative.</summary>
    public bool IsUsable =>
        Mean.Length > 0
        && Sigma.Length == Mean.Length
        && (SumSigma is null || SumSigma.Length == Mean.Length)
        && (Quantiles.Length == Levels.Length * Mean.Length || (Quantiles.Length == 0 && SumQuantiles is not null))
        && AreFinite(Mean, atLeast: 0)
        && AreFinite(Sigma, atLeast: 0)
        && AreFinite(SumSigma, atLeast: 0)
        && AreFinite(Quantiles, atLeast: float.MinValue)
        && (SumQuantiles is null || (SumQuantiles.Length == Levels.Length * Mean.Length && AreFinite(SumQuantiles, atLeast: float.MinValue)));

    /// <summary>Units expected on a day: none before its first one, and its last full week again and again after its last.</summary>
    public double MeanOf(DateOnly day)
    {
        const int Week = 7;
        var index = day.DayNumber - FirstDay.DayNumber;

        return index < 0 ? 0
            : index < HorizonDays ? Mean[index]
            : HorizonDays < Week ? Mean.Average()
            : Mean[HorizonDays - Week + ((index - HorizonDays) % Week)];
    }

    /// <summary>The same with so many times the demand, and the errors that go with it.</summary>
    public Forecast Times(double factor) => this with
    {
        Mean = Times(Mean, factor),
        Sigma = Times(Sigma, factor),
        SumSigma = SumSigma is null ? null : Times(SumSigma, factor),
        Quantiles = Times(Quantiles, factor),
        SumQuantiles = SumQuantiles is null ? null : Times(SumQuantiles, factor),
    };

    private static float[] Times(float[] values, double factor) => [.. values.Select(value => (float)(value * factor))];

    private static bool AreFinite(ReadOnlySpan<float> values, float atLeast)
    {
        foreach (var value in values)
        {
            if (!(value >= atLeast && value <= float.MaxValue))
            {
                return false;
            }
        }

        return true;
    }
}
