namespace Composerp.Forecasting.Numerics.Smoothing;

/// <summary>Where the numbers of one form stand in its vector of parameters.</summary>
/// <remarks>
/// alpha; the trend's weight as a share of alpha; phi; the season's weight as a share of 1 - alpha; then the states
/// before the first value: level, trend, and the seasons but the last, which makes their sum 0 (or their mean 1).
/// As shares the weights keep the usual bounds by themselves: 0 &lt; beta &lt; alpha, 0 &lt; gamma &lt; 1 - alpha.
/// </remarks>
public readonly record struct EtsParameters
{
    public const double WeightMin = 1e-4;
    private const double WeightMax = 0.9999;
    private const double DampingMin = 0.8;
    private const double DampingMax = 0.98;

    public EtsParameters(EtsForm form, int period)
    {
        Form = form;
        Period = form.HasSeason ? period : 1;
        var next = 1;
        TrendShare = form.HasTrend ? next++ : -1;
        Phi = form.Trend == EtsTrend.Damped ? next++ : -1;
        SeasonShare = form.HasSeason ? next++ : -1;
        Weights = next;
        Level = next++;
        Trend = form.HasTrend ? next++ : -1;
        Seasons = form.HasSeason ? next : -1;
        Count = form.HasSeason ? next + period - 1 : next;
    }

    public EtsForm Form { get; }

    /// <summary>1 without a season.</summary>
    public int Period { get; }

    public int TrendShare { get; }

    public int Phi { get; }

    public int SeasonShare { get; }

    /// <summary>How many there are before the states.</summary>
    public int Weights { get; }

    public int Level { get; }

    public int Trend { get; }

    public int Seasons { get; }

    public int Count { get; }

    public double Beta(ReadOnlySpan<double> values) => Form.HasTrend ? values[0] * values[TrendShare] : 0;

    public double Damping(ReadOnlySpan<double> values) => Phi > 0 ? values[Phi] : 1;

    public double Gamma(ReadOnlySpan<double> values) => Form.HasSeason ? (1 - values[0]) * values[SeasonShare] : 0;

    public double FirstTrend(ReadOnlySpan<double> values) => Form.HasTrend ? values[Trend] : 0;

    /// <summary>The seasons before the first value, one for each phase.</summary>
    public void FirstSeasons(ReadOnlySpan<double> values, Span<double> seasons)
    {
        if (!Form.HasSeason)
        {
            seasons[0] = 0;

            return;
        }

        var last = Form.Season == EtsSeason.Additive ? 0.0 : Period;

        for (var phase = 0; phase < Period - 1; phase++)
        {
            seasons[phase] = values[Seasons + phase];
            last -= seasons[phase];
        }

        seasons[Period - 1] = last;
    }

    /// <summary>The bounds of the weights.</summary>
    public void Bounds(Span<double> lower, Span<double> upper)
    {
        (lower[0], upper[0]) = (WeightMin, WeightMax);

        if (Form.HasTrend)
        {
            (lower[TrendShare], upper[TrendShare]) = (WeightMin, 1);
        }

        if (Phi > 0)
        {
            (lower[Phi], upper[Phi]) = (DampingMin, DampingMax);
        }

        if (Form.HasSeason)
        {
            (lower[SeasonShare], upper[SeasonShare]) = (WeightMin, 1);
        }
    }
}
