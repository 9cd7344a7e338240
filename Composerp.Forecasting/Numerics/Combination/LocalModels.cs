using System.Diagnostics;
using Composerp.Forecasting.Numerics.Arima;
using Composerp.Forecasting.Numerics.Decomposition;
using Composerp.Forecasting.Numerics.Intermittent;
using Composerp.Forecasting.Numerics.Naive;
using Composerp.Forecasting.Numerics.Smoothing;
using Composerp.Forecasting.Numerics.Theta;

namespace Composerp.Forecasting.Numerics.Combination;

/// <summary>Which models compete for a series, and how each is run.</summary>
public static class LocalModels
{
    private const int AverageWindowMax = 56;
    private const int AverageShare = 3;

    /// <summary>Forecasts of more than so many times the largest value of the series are cut.</summary>
    internal const double GrowthMax = 5;

    /// <summary>Shorter series than this are smoothed simply: nothing can be chosen on them.</summary>
    private const int ChoiceLengthMin = 8;

    /// <summary>Shorter series of the kind that sell seldom have too few demands to smooth.</summary>
    private const int SeldomLengthMin = 100;

    private static readonly LocalModel[] _short = [LocalModel.SeasonalFactor];

    private static readonly LocalModel[] _positive =
    [
        LocalModel.SeasonalNaive, LocalModel.ExponentialSmoothing, LocalModel.DynamicTheta, LocalModel.LogarithmicTheta,
        LocalModel.OptimizedTheta, LocalModel.Arima, LocalModel.LogarithmicArima, LocalModel.Decomposition,
    ];

    private static readonly LocalModel[] _frequent =
    [
        LocalModel.SeasonalFactor, LocalModel.SeasonalOffset, LocalModel.SeasonalNaive, LocalModel.ExponentialSmoothing,
        LocalModel.DynamicTheta, LocalModel.Arima, LocalModel.Decomposition,
    ];

    // On 300 daily retail series Croston's method and window averages made every combination worse that they were in.
    private static readonly LocalModel[] _seldom =
    [
        LocalModel.SeasonalFactor, LocalModel.SeasonalOffset, LocalModel.ExponentialSmoothing, LocalModel.TeunterSyntetosBabai,
        LocalModel.MultipleAggregation,
    ];

    // On four years of monthly spare parts the mean of several lengths of buckets forecast 30 % too much; the mean of the
    // newest third made the combination better from each of four origins (scaled pinball loss from 0.5139 to 0.5065, the
    // mean of the four), and on 300 daily retail series of 40 to 90 days as well (0.2371 to 0.2314).
    private static readonly LocalModel[] _seldomShort =
    [
        LocalModel.SeasonalFactor, LocalModel.TeunterSyntetosBabai, LocalModel.WindowAverage,
    ];

    /// <summary>The models that fit the kind of a series.</summary>
    /// <param name="series">Finite, >= 0.</param>
    public static IReadOnlyList<LocalModel> For(ReadOnlySpan<double> series)
    {
        if (series.Length < ChoiceLengthMin)
        {
            return _short;
        }

        return DemandPattern.Of(series).Class switch
        {
            DemandClass.None => _short,
            DemandClass.Intermittent or DemandClass.Lumpy => series.Length < SeldomLengthMin ? _seldomShort : _seldom,
            _ => series.Contains(0) ? _frequent : _positive,
        };
    }

    /// <summary>Forecasts with one model; whatever it makes of the series, the means are finite, >= 0 and not absurd.</summary>
    /// <param name="series">Finite, >= 0, at least one value.</param>
    /// <param name="periods">Seasons, ascending, at least one; 1 where there is none.</param>
    public static void Forecast(LocalModel model, ReadOnlySpan<double> series, ReadOnlySpan<int> periods, in Outlook outlook)
    {
        Run(model, series, periods, outlook);
        var most = MostOf(series);

        foreach (ref var mean in outlook.Mean)
        {
            mean = double.IsFinite(mean) ? Math.Clamp(mean, 0, GrowthMax * most) : series[^1];
        }

        foreach (ref var response in outlook.Response)
        {
            response = double.IsFinite(response) ? Math.Clamp(response, -1, GrowthMax) : 0;
        }
    }

    /// <summary>The largest value; 0 where there is none above it.</summary>
    internal static double MostOf(ReadOnlySpan<double> series)
    {
        double most = 0;

        foreach (var value in series)
        {
            most = Math.Max(most, value);
        }

        return most;
    }

    private static void Run(LocalModel model, ReadOnlySpan<double> series, ReadOnlySpan<int> periods, in Outlook outlook)
    {
        var period = periods[0];

        switch (model)
        {
            case LocalModel.SeasonalNaive:
                SeasonalNaive.Forecast(series, period, outlook);
                break;
            case LocalModel.WindowAverage:
                WindowAverage.Forecast(series, Math.Clamp(series.Length / AverageShare, 1, AverageWindowMax), outlook);
                break;
            case LocalModel.SeasonalFactor or LocalModel.SeasonalOffset:
                SeasonalLevel.Forecast(series, period, model == LocalModel.SeasonalOffset, outlook);
                break;
            case LocalModel.ExponentialSmoothing:
                Smooth(series, period, outlook);
                break;
            case LocalModel.DynamicTheta:
                ThetaModel.Forecast(series, period, ThetaKind.Dynamic, outlook);
                break;
            case LocalModel.LogarithmicTheta:
                LogarithmicScale.Forecast(
                    series, outlook, (ReadOnlySpan<double> logarithms, in Outlook into) => ThetaModel.Forecast(logarithms, period, ThetaKind.Dynamic, into));
                break;
            case LocalModel.OptimizedTheta:
                ThetaModel.Forecast(series, period, ThetaKind.Optimized, outlook);
                break;
            case LocalModel.Arima:
                ArimaModel.Forecast(series, period, outlook);
                break;
            case LocalModel.LogarithmicArima:
                LogarithmicScale.Forecast(
                    series, outlook, (ReadOnlySpan<double> logarithms, in Outlook into) => ArimaModel.Forecast(logarithms, period, into));
                break;
            case LocalModel.Decomposition:
                Decompose(series, periods, outlook);
                break;
            case LocalModel.SyntetosBoylan:
                Croston.Forecast(series, Croston.BestAlpha(series, isCorrected: true), isCorrected: true, outlook);
                break;
            case LocalModel.TeunterSyntetosBabai:
                var (size, probability) = Tsb.BestAlphas(series);
                Tsb.Forecast(series, size, probability, outlook);
                break;
            case LocalModel.MultipleAggregation:
                TemporalAggregation.ForecastImapa(series, outlook);
                break;
            default:
                throw new UnreachableException($"No way to run {model}.");
        }
    }

    private static void Smooth(ReadOnlySpan<double> series, int period, in Outlook outlook)
    {
        if (Ets.Choose(series, period) is { } fit)
        {
            fit.Write(series, outlook);
        }
        else
        {
            SeasonalLevel.Forecast(series, period, isAdditive: false, outlook);
        }
    }

    /// <summary>With the seasons that the series is long enough for.</summary>
    private static void Decompose(ReadOnlySpan<double> series, ReadOnlySpan<int> periods, in Outlook outlook)
    {
        var count = periods.Length;

        while (count > 0 && (periods[count - 1] < 2 || !DecomposedModel.Allows(series.Length, periods[count - 1])))
        {
            count--;
        }

        if (count > 0)
        {
            DecomposedModel.Forecast(series, periods[..count], outlook);
        }
        else
        {
            Smooth(series, 1, outlook);
        }
    }
}
