namespace Composerp.Forecasting.Domain;

/// <summary>When forecasts count as drifted.</summary>
/// <param name="TrackingSignal">Smoothed error over smoothed absolute error, 0 to 1: how one-sided a series' errors may be.</param>
/// <param name="Bias">Error per unit of demand of a location, in either direction.</param>
/// <param name="Coverage">By how much the share of days at or below the highest quantile may differ from its level.</param>
/// <param name="DaysMin">Days compared before anything is said.</param>
public sealed record DriftLimits(double TrackingSignal, double Bias, double Coverage, int DaysMin);

/// <summary>A measure that is beyond its limit.</summary>
public sealed record DriftAlarm(string Measure, double Value, double Limit);

/// <summary>Errors of forecasts of the next day, summed so that each day counts less the older it is.</summary>
/// <remarks>
/// Sums of such sums are those of their series together, so a location's state is the sum of its series'. Source of the
/// smoothed tracking signal: Trigg, Operational Research Quarterly 15 (1964) 271-274.
/// </remarks>
/// <param name="Days">Days compared.</param>
/// <param name="Variance">Of the summed error, as the forecasts admit it, units squared.</param>
/// <param name="Covered">Days at or below the highest quantile.</param>
/// <param name="Counted">Days, smoothed as the sums are.</param>
public readonly record struct DriftState(
    int Days, double Actual, double Error, double AbsoluteError, double Variance, double Covered, double Counted)
{
    public const string TrackingSignal = "tracking-signal";
    public const string Bias = "bias";
    public const string Coverage = "coverage";

    /// <summary>What is left of a day's weight a day later: half of it after two weeks.</summary>
    private const double Decay = 0.95;

    /// <summary>An alarm ends below this share of its limit, so that it does not ring day by day.</summary>
    private const double QuietShare = 0.8;

    /// <summary>An error is one-sided only if it is so many standard deviations that the forecasts admit.</summary>
    private const double DeviationsMin = 3;

    /// <param name="sigma">Standard deviation of the error of the mean, units.</param>
    public DriftState After(double actual, double mean, double sigma, double highestQuantile) => new(
        Days + 1,
        (Decay * Actual) + actual,
        (Decay * Error) + mean - actual,
        (Decay * AbsoluteError) + Math.Abs(mean - actual),
        (Decay * Decay * Variance) + (sigma * sigma),
        (Decay * Covered) + (actual <= highestQuantile ? 1 : 0),
        (Decay * Counted) + 1);

    /// <summary>What of a series is beyond its limit.</summary>
    /// <remarks>
    /// Of an item that sells once in a month, weeks without a sale are no drift, though all errors are of one sign: so the
    /// summed error must also be more than chance would make it.
    /// </remarks>
    /// <param name="ringing">Measures that were beyond it before.</param>
    public IReadOnlyList<DriftAlarm> AlarmsOfSeries(DriftLimits limits, IReadOnlyCollection<string> ringing) => Days < limits.DaysMin
        ? []
        : AlarmsOf([(TrackingSignal, Math.Abs(Error) > DeviationsMin * Math.Sqrt(Variance) ? Error / AbsoluteError : 0, 0, limits.TrackingSignal)], ringing);

    /// <summary>What of the series of a location together is beyond its limit.</summary>
    /// <param name="highestLevel">The level of the highest quantile.</param>
    public IReadOnlyList<DriftAlarm> AlarmsOfLocation(DriftLimits limits, double highestLevel, IReadOnlyCollection<string> ringing) =>
        Days < limits.DaysMin
            ? []
            : AlarmsOf(
                [
                    (Bias, Actual > 0 ? Error / Actual : 0, 0, limits.Bias),
                    (Coverage, Counted > 0 ? Covered / Counted : highestLevel, highestLevel, limits.Coverage),
                ],
                ringing);

    private static List<DriftAlarm> AlarmsOf(
        (string Measure, double Value, double Usual, double Limit)[] measures, IReadOnlyCollection<string> ringing) =>
    [
        .. from one in measures
           let limit = ringing.Contains(one.Measure) ? QuietShare * one.Limit : one.Limit
           where Math.Abs(one.Value - one.Usual) > limit
           select new DriftAlarm(one.Measure, one.Value, one.Limit),
    ];
}
