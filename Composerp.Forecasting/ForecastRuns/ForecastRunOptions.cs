using System.ComponentModel.DataAnnotations;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>Section "ForecastRuns" of the configuration. Checked when the service starts.</summary>
public sealed class ForecastRunOptions
{
    public const string Section = "ForecastRuns";

    /// <summary>The most days that one run may forecast.</summary>
    public const int HorizonDaysMax = 365;

    /// <summary>Days forecast ahead where a run names none. Should cover the longest lead time plus review period.</summary>
    [Range(1, HorizonDaysMax)]
    public int HorizonDays { get; init; } = 28;

    /// <summary>Days of demand that a model sees, up to the origin. Weekdays are judged by at most two years of them.</summary>
    [Range(28, 3_650)]
    public int HistoryDays { get; init; } = 2_000;

    /// <summary>Parts of a run worked on at once, each with a database connection. 0 means one per core, at most 12.</summary>
    [Range(0, 256)]
    public int ParallelPartsMax { get; init; }

    /// <summary>Series per part: what is kept in memory per core, and done again after a crash.</summary>
    [Range(1, 10_000)]
    public int SeriesPerPart { get; init; } = 200;

    /// <summary>Incremental runs forecast a series anew after so many days, even where nothing was sold of it.</summary>
    [Range(1, 28)]
    public int RefitAfterDays { get; init; } = 7;

    /// <summary>
    /// Forecasts of series may change so that all levels add up best. Else levels are the sums of their series, and without a
    /// global model no series changes another's forecast.
    /// </summary>
    public bool Reconcile { get; init; } = true;

    /// <summary>Completed runs whose forecasts are kept, beside one of each of the last five weeks; of others only the run's own figures remain.</summary>
    [Range(1, 1_000)]
    public int CompletedRunsKept { get; init; } = 5;

    /// <summary>When a run starts every day, UTC. Empty: only when asked to. Left out on days when no replica is up then.</summary>
    public TimeOnly? DailyAt { get; init; } = new(3, 0);
}
