using System.ComponentModel.DataAnnotations;
using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Accuracy;

/// <summary>Section "Accuracy" of the configuration. Checked when the service starts.</summary>
public sealed class AccuracyOptions
{
    public const string Section = "Accuracy";

    /// <summary>Days after which a day's demand counts as complete: sales that come in late change it until then.</summary>
    [Range(0, 60)]
    public int SettleDays { get; init; } = 1;

    /// <summary>How often it is looked whether there are days to compare.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Days for which the comparison of a run is kept, counted from its origin.</summary>
    [Range(7, 3_650)]
    public int KeptDays { get; init; } = 400;

    /// <summary>Error over absolute error of a series, both smoothed, beyond which it drifts. 0 is even, 1 is one-sided.</summary>
    [Range(0.1, 1.0)]
    public double TrackingSignalLimit { get; init; } = 0.7;

    /// <summary>Error per unit of demand of a location beyond which it drifts.</summary>
    [Range(0.01, 10.0)]
    public double BiasLimit { get; init; } = 0.25;

    /// <summary>Difference between the share of days at or below the highest quantile and its level beyond which a location drifts.</summary>
    [Range(0.001, 1.0)]
    public double CoverageLimit { get; init; } = 0.05;

    /// <summary>Days compared before anything is said to drift.</summary>
    [Range(1, 365)]
    public int DriftDaysMin { get; init; } = 21;

    internal DriftLimits Limits => new(TrackingSignalLimit, BiasLimit, CoverageLimit, DriftDaysMin);
}
