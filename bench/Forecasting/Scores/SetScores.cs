using Composerp.Bench.Forecasting.DataSets;

namespace Composerp.Bench.Forecasting.Scores;

/// <summary>The mean scores of one forecaster over a set of series.</summary>
/// <param name="Mase">Over the series that have one.</param>
internal sealed record SetScores(double Smape, double Mase)
{
    /// <summary>Relative to a benchmark: the overall weighted average of the M4 competition.</summary>
    public double Owa(double benchmarkSmape, double benchmarkMase) => ((Smape / benchmarkSmape) + (Mase / benchmarkMase)) / 2;

    /// <param name="forecast">Writes the forecasts of a series.</param>
    public static SetScores Of(TestSet set, Action<TestSeries, double[]> forecast)
    {
        var mean = new double[set.Horizon];
        double smape = 0, mase = 0;
        var scaled = 0;

        foreach (var series in set.Series)
        {
            forecast(series, mean);
            smape += PointScores.Smape(series.Test, mean);

            if (PointScores.Mase(series.Training, set.Period, series.Test, mean) is { } score)
            {
                mase += score;
                scaled++;
            }
        }

        return new(smape / set.Series.Count, mase / scaled);
    }
}
