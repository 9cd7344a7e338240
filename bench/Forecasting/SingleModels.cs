using Composerp.Bench.Forecasting.DataSets;
using Composerp.Bench.Forecasting.Scores;
using Composerp.Bench.Support;
using Composerp.Forecasting.Numerics;
using Composerp.Forecasting.Numerics.Arima;
using Composerp.Forecasting.Numerics.Decomposition;
using Composerp.Forecasting.Numerics.Naive;
using Composerp.Forecasting.Numerics.Theta;

namespace Composerp.Bench.Forecasting;

/// <summary>Single models against the scores that were published for them.</summary>
internal static class SingleModels
{
    /// <summary>An implementation that is right is this near to the published score, or better.</summary>
    private const double NearEnough = 1.02;

    private delegate void Model(ReadOnlySpan<double> series, TestSet set, in Outlook outlook);

    /// <summary>Official table of the M4 competition: OWA on the hourly series.</summary>
    public static IEnumerable<Figure> OfM4Hourly(TestSet set, double naive2Smape, double naive2Mase, bool isWhole)
    {
        (string Name, double Published, Model Model)[] models =
        [
            ("naive", 3.593022, (series, _, in outlook) => SeasonalNaive.Forecast(series, 1, outlook)),
            ("seasonal-naive", 0.627454, (series, all, in outlook) => SeasonalNaive.Forecast(series, all.Period, outlook)),
            ("ses", 0.990052, (series, all, in outlook) => ThetaModel.Forecast(series, all.Period, ThetaKind.Level, outlook)),
            ("theta", 1.005862, (series, all, in outlook) => ThetaModel.Forecast(series, all.Period, ThetaKind.Standard, outlook)),
        ];

        foreach (var (name, published, model) in models)
        {
            var scores = Score(set, model);
            yield return Near($"m4-hourly-{name}-owa", scores.Owa(naive2Smape, naive2Mase), "owa", published, isWhole);
        }

        // Rerun of the standard by sktime: 0.577; statsforecast's AutoARIMA has a MASE of 0.92.
        yield return Near("m4-hourly-arima-mase", Score(set, Arima).Mase, "mase", 0.92, isWhole);
        yield return Near("m4-hourly-ets-mase", Score(set, Ets).Mase, "mase", 1.61, isWhole);
        yield return Figure.Plain("m4-hourly-decomposition-mase", Score(set, Decomposition).Mase, "mase");
    }

    /// <summary>sMAPE on the monthly series of M3: Makridakis and Hibon (2000), Fiorucci et al. (2016); of R's ets, run beside.</summary>
    public static IEnumerable<Figure> OfM3Monthly(TestSet set, bool isWhole)
    {
        (string Name, double Published, Model Model)[] models =
        [
            ("theta", 13.85, (series, all, in outlook) => ThetaModel.Forecast(series, all.Period, ThetaKind.Standard, outlook)),
            ("dynamic-theta", 13.74, (series, all, in outlook) => ThetaModel.Forecast(series, all.Period, ThetaKind.Dynamic, outlook)),
            ("seasonal-naive", 17.24, (series, all, in outlook) => SeasonalNaive.Forecast(series, all.Period, outlook)),
            ("ets", 14.14, Ets),
        ];

        foreach (var (name, published, model) in models)
        {
            yield return Near($"m3-monthly-{name}-smape", Score(set, model).Smape, "%", published, isWhole);
        }

        yield return Figure.Plain("m3-monthly-arima-smape", Score(set, Arima).Smape, "%");
    }

    private static Figure Near(string name, double value, string unit, double published, bool isWhole) => isWhole
        ? Figure.AtMost(name, value, unit, NearEnough * published, published, NearEnough)
        : Figure.Against(name, value, unit, published);

    private static SetScores Score(TestSet set, Model model) => SetScores.Of(set, (series, mean) => model(
        series.Training, set, new(mean, new double[series.Training.Length], new double[mean.Length])));

    private static void Ets(ReadOnlySpan<double> series, TestSet set, in Outlook outlook) =>
        Composerp.Forecasting.Numerics.Smoothing.Ets.Choose(series, set.Period)!.Write(series, outlook);

    private static void Arima(ReadOnlySpan<double> series, TestSet set, in Outlook outlook) =>
        ArimaModel.Forecast(series, set.Period, outlook);

    private static void Decomposition(ReadOnlySpan<double> series, TestSet set, in Outlook outlook) =>
        DecomposedModel.Forecast(series, set.Periods, outlook);
}
