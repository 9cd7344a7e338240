namespace Composerp.Forecasting.Numerics.Smoothing;

public enum EtsTrend
{
    None,
    Additive,
    Damped,
}

public enum EtsSeason
{
    None,
    Additive,
    Multiplicative,
}

/// <summary>A member of the family of exponential smoothing models: ETS(error, trend, season).</summary>
/// <remarks>
/// Without multiplicative trends, which explode, and without additive errors around multiplicative seasons, whose
/// likelihood is unstable: as is usual (Hyndman, Koehler, Ord, Snyder, Forecasting with Exponential Smoothing, 2008).
/// </remarks>
/// <param name="IsRelative">Errors are in proportion to the forecast (M) instead of alike everywhere (A).</param>
public readonly record struct EtsForm(bool IsRelative, EtsTrend Trend, EtsSeason Season)
{
    /// <summary>Simpler ones first. Of two equally good ones the first is taken.</summary>
    public static IReadOnlyList<EtsForm> All { get; } =
    [
        .. from season in new[] { EtsSeason.None, EtsSeason.Additive, EtsSeason.Multiplicative }
           from trend in new[] { EtsTrend.None, EtsTrend.Additive, EtsTrend.Damped }
           from isRelative in new[] { false, true }
           where isRelative || season != EtsSeason.Multiplicative
           select new EtsForm(isRelative, trend, season),
    ];

    public bool HasTrend => Trend != EtsTrend.None;

    public bool HasSeason => Season != EtsSeason.None;

    /// <summary>Numbers that the form estimates: smoothing parameters, initial states and the variance.</summary>
    public int Freedom(int period) =>
        3 + (HasTrend ? 2 : 0) + (Trend == EtsTrend.Damped ? 1 : 0) + (HasSeason ? period : 0);

    /// <summary>As in ETS(A,Ad,N).</summary>
    public override string ToString() =>
        $"ETS({(IsRelative ? "M" : "A")},{Trend switch { EtsTrend.None => "N", EtsTrend.Additive => "A", _ => "Ad" }},{Season.ToString()[0]})";
}
