using Composerp.Bench.Forecasting.DataSets;

namespace Composerp.Bench.Forecasting.Scores;

/// <summary>The mean scores of one forecaster over a set of series.</summary>
/// <param name="Mase">Over the series that have one.</param>
/// <param name="LostToNaive">Share of series whose MASE is above that of repeating the last season.</param>
internal sealed record SetScores(double Smape, double Mase, double LostToNaive)
{
    /// <summary>Relative to a benchmark: the overall weighted average of the M4 competition.</summary>
    public double Owa(double benchmarkSmape, double benchmarkMase) => ((Smape / benchmarkSmape) + (Mase / benchmarkMase)) / 2;

    /// <param name="forecast">Writes the forecasts of a series.</param>
    public static SetScores Of(TestSet set, Action<TestSeries, double[]> forecast)
    {
        var mean = new double[set.Horizon];
        var naive = new double[set.Horizon];
        double smape = 0, mase = 0;
        int scaled = 0, lost = 0;

        foreach (var series in set.Series)
        {
            forecast(series, mean);
            smape += PointScores.Smape(series.Test, mean);

            for (var ahead = 0; ahead < naive.Length; ahead++)
            {
                naive[ahead] = series.Training[series.Training.Length - set.Period + (ahead % set.Period)];
            }

            if (PointScores.Mase(series.Training, set.Period, series.Test, mean) is { } score)
            {
                mase += score;
                scaled++;
                lost += score > PointScores.Mase(series.Training, set.Period, series.Test, naive) ? 1 : 0;
            }
        }

        return new(smape / set.Series.Count, mase / scaled, (double)lost / scaled);
    }
}
