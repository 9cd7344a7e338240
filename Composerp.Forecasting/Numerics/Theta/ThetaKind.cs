namespace Composerp.Forecasting.Numerics.Theta;

public enum ThetaKind
{
    /// <summary>Theta 1: simple exponential smoothing, no trend.</summary>
    Level,

    /// <summary>Theta 2 with the trend of the whole series: the method that won M3.</summary>
    Standard,

    /// <summary>Theta is searched; the trend is that of the whole series.</summary>
    Optimized,

    /// <summary>Theta is searched; the trend is at each time that of the values until then.</summary>
    Dynamic,
}
