namespace Composerp.Forecasting.Numerics.Decomposition;

/// <summary>Takes a constant season out of a series before a model sees it, and puts it back after.</summary>
/// <remarks>Factors where the series is positive, offsets where it is not, nothing where no season shows.</remarks>
public readonly ref struct SeasonalAdjustment
{
    private readonly ReadOnlySpan<double> _seasons;
    private readonly bool _isFactor;

    /// <param name="series">Finite.</param>
    /// <param name="period">Values of one season; 1 where there is none.</param>
    /// <param name="seasons">Room for one value of each phase; in use as long as the adjustment is.</param>
    public SeasonalAdjustment(ReadOnlySpan<double> series, int period, Span<double> seasons)
    {
        if (!SeasonalityTest.IsSeasonal(series, period))
        {
            return;
        }

        _isFactor = !series.ContainsAnyInRange(double.NegativeInfinity, 0);

        if (_isFactor)
        {
            ClassicalDecomposition.EstimateFactors(series, seasons);
        }
        else
        {
            ClassicalDecomposition.EstimateOffsets(series, seasons);
        }

        _seasons = seasons[..period];
    }

    public void Remove(ReadOnlySpan<double> series, Span<double> adjusted)
    {
        series.CopyTo(adjusted);

        for (int t = 0, phase = 0; t < adjusted.Length && !_seasons.IsEmpty; t++, phase = phase + 1 == _seasons.Length ? 0 : phase + 1)
        {
            adjusted[t] = _isFactor ? adjusted[t] / _seasons[phase] : adjusted[t] - _seasons[phase];
        }
    }

    /// <param name="start">Index of the first value in the series.</param>
    public void Restore(Span<double> values, int start)
    {
        for (var t = 0; t < values.Length && !_seasons.IsEmpty; t++)
        {
            var season = _seasons[(start + t) % _seasons.Length];
            values[t] = _isFactor ? values[t] * season : values[t] + season;
        }
    }
}
