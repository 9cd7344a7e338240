using Composerp.Forecasting.Numerics.Decomposition;

namespace Composerp.Forecasting.Numerics.Smoothing;

/// <summary>Where the search for the parameters of a form begins.</summary>
internal static class EtsStart
{
    private const int StraightValuesMin = 10;

    private static ReadOnlySpan<double> Alphas => [0.05, 0.25, 0.7];

    private static ReadOnlySpan<double> SeasonShares => [0.02, 0.3];

    /// <summary>Writes states found by decomposition, and of a few combinations of weights the best one.</summary>
    /// <returns>False where no combination makes sense for the series.</returns>
    public static bool Find(ReadOnlySpan<double> series, in EtsParameters at, Span<double> parameters)
    {
        WriteStates(series, at, parameters);
        Span<double> seasons = at.Period <= 64 ? stackalloc double[at.Period] : new double[at.Period];
        var (least, bestAlpha, bestShare) = (double.PositiveInfinity, 0.0, 0.0);

        foreach (var alpha in Alphas)
        {
            foreach (var share in at.Form.HasSeason ? SeasonShares : SeasonShares[..1])
            {
                WriteWeights(at, alpha, share, parameters);
                at.FirstSeasons(parameters, seasons);
                var criterion = EtsFilter.Run(series, at, parameters, seasons, []).Criterion;
                (least, bestAlpha, bestShare) = criterion < least ? (criterion, alpha, share) : (least, bestAlpha, bestShare);
            }
        }

        if (!double.IsFinite(least))
        {
            return false;
        }

        WriteWeights(at, bestAlpha, bestShare, parameters);

        return true;
    }

    private static void WriteWeights(in EtsParameters at, double alpha, double seasonShare, Span<double> parameters)
    {
        parameters[0] = alpha;

        if (at.Form.HasTrend)
        {
            parameters[at.TrendShare] = 0.05;
        }

        if (at.Phi > 0)
        {
            parameters[at.Phi] = 0.96;
        }

        if (at.Form.HasSeason)
        {
            parameters[at.SeasonShare] = seasonShare;
        }
    }

    /// <summary>Seasons by decomposition; level and trend by a straight line through the first values without season.</summary>
    private static void WriteStates(ReadOnlySpan<double> series, in EtsParameters at, Span<double> parameters)
    {
        Span<double> seasons = at.Period <= 64 ? stackalloc double[at.Period] : new double[at.Period];
        var isMultiplicative = at.Form.Season == EtsSeason.Multiplicative;
        seasons.Clear();

        if (isMultiplicative)
        {
            ClassicalDecomposition.EstimateFactors(series, seasons);
        }
        else if (at.Form.HasSeason)
        {
            ClassicalDecomposition.EstimateOffsets(series, seasons);
        }

        if (at.Form.HasSeason)
        {
            seasons[..^1].CopyTo(parameters[at.Seasons..]);
        }

        var count = Math.Min(series.Length, Math.Max(StraightValuesMin, 2 * at.Period));
        double sum = 0, moment = 0;
        var middle = (count + 1) / 2.0;

        for (var t = 0; t < count; t++)
        {
            var season = seasons[t % seasons.Length];
            var value = isMultiplicative ? series[t] / season : series[t] - season;
            sum += value;
            moment += (t + 1 - middle) * value;
        }

        var slope = count > 1 ? 12 * moment / (count * ((double)count * count - 1)) : 0;

        if (at.Form.HasTrend)
        {
            parameters[at.Trend] = slope;
            parameters[at.Level] = (sum / count) - (middle * slope);

            // Relative errors allow only positive forecasts.
            if (at.Form.IsRelative && parameters[at.Level] <= 0)
            {
                (parameters[at.Level], parameters[at.Trend]) = (sum / count, 0);
            }
        }
        else
        {
            parameters[at.Level] = sum / count;
        }
    }
}
