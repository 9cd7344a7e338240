namespace Composerp.Forecasting.Numerics.Combination;

/// <summary>The models that one series can be fitted with by itself.</summary>
public enum LocalModel
{
    /// <summary>The same phase of the last season.</summary>
    SeasonalNaive,

    /// <summary>The mean of the newest values.</summary>
    WindowAverage,

    /// <summary>A smoothed level times the factor of the season.</summary>
    SeasonalFactor,

    /// <summary>A smoothed level plus the offset of the season, for seasons that do not grow with the level.</summary>
    SeasonalOffset,

    /// <summary>The family of exponential smoothing.</summary>
    ExponentialSmoothing,

    /// <summary>Theta with a moving trend.</summary>
    DynamicTheta,

    /// <summary>The same on the scale of logarithms.</summary>
    LogarithmicTheta,

    /// <summary>Theta with the trend of the whole series.</summary>
    OptimizedTheta,

    /// <summary>The ARIMA family.</summary>
    Arima,

    /// <summary>The same on the scale of logarithms.</summary>
    LogarithmicArima,

    /// <summary>Seasons found by local regression, the rest smoothed.</summary>
    Decomposition,

    /// <summary>Smoothed sizes over smoothed intervals, without their bias.</summary>
    SyntetosBoylan,

    /// <summary>Smoothed size times smoothed probability.</summary>
    TeunterSyntetosBabai,

    /// <summary>The mean over several lengths of buckets.</summary>
    MultipleAggregation,
}
