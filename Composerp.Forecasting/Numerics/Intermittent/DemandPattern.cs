namespace Composerp.Forecasting.Numerics.Intermittent;

/// <summary>How a series comes: how often, and how evenly.</summary>
public enum DemandClass
{
    /// <summary>Nothing was ever demanded.</summary>
    None,

    /// <summary>Often, of even sizes.</summary>
    Smooth,

    /// <summary>Often, of uneven sizes.</summary>
    Erratic,

    /// <summary>Seldom, of even sizes.</summary>
    Intermittent,

    /// <summary>Seldom, of uneven sizes.</summary>
    Lumpy,
}

/// <summary>The two numbers by which demand is classified.</summary>
/// <remarks>
/// Source: Syntetos, Boylan and Croston, Journal of the Operational Research Society 56 (2005) 495-503, whose bounds are
/// 1.32 and 0.49.
/// </remarks>
/// <param name="Interval">Average demand interval: values for each one that is not zero; infinite where all are.</param>
/// <param name="SquaredVariation">Variance of the values that are not zero over their squared mean; 0 without any.</param>
public readonly record struct DemandPattern(double Interval, double SquaredVariation)
{
    public const double IntervalMax = 1.32;
    public const double SquaredVariationMax = 0.49;

    public DemandClass Class => (Interval, SquaredVariation) switch
    {
        (double.PositiveInfinity, _) => DemandClass.None,
        (< IntervalMax, < SquaredVariationMax) => DemandClass.Smooth,
        (< IntervalMax, _) => DemandClass.Erratic,
        (_, < SquaredVariationMax) => DemandClass.Intermittent,
        _ => DemandClass.Lumpy,
    };

    /// <param name="demand">Finite, >= 0.</param>
    public static DemandPattern Of(ReadOnlySpan<double> demand)
    {
        var count = 0;
        double mean = 0, squares = 0;

        foreach (var value in demand)
        {
            if (value > 0)
            {
                count++;
                var before = value - mean;
                mean += before / count;
                squares += before * (value - mean);
            }
        }

        return count == 0
            ? new(double.PositiveInfinity, 0)
            : new((double)demand.Length / count, squares / count / mean / mean);
    }
}
