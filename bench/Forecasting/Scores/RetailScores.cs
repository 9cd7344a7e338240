using Composerp.Bench.Forecasting.DataSets;
using Composerp.Forecasting.Numerics.Accuracy;
using Composerp.Forecasting.Numerics.Combination;

namespace Composerp.Bench.Forecasting.Scores;

/// <summary>The scores of one forecaster over series of daily retail demand and several origins.</summary>
/// <remarks>
/// The scaled pinball loss and the RMSSE are those of the M5 competition. A series has one scale for all origins, that of
/// the newest one: at the oldest there is an item of two sales in 500 days, by whose steps alone no error can be measured.
/// </remarks>
internal sealed class RetailScores(int horizon)
{
    public static readonly double[] M5Levels = [0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995];

    private const int CoverageLevel = 7;
    private const int Week = 7;
    private double _rmsse;
    private double _valued;
    private double _value;
    private double _pinball;
    private double _covered;
    private double _sumsCovered;
    private int _count;
    private int _distributions;

    public double Rmsse => _rmsse / _count;

    /// <summary>Each series by its sales value of the 28 days before the origin.</summary>
    public double WeightedRmsse => _valued / _value;

    public double ScaledPinball => _pinball / _distributions;

    /// <summary>At the level 0.975.</summary>
    public double Coverage => _covered / _distributions / horizon;

    /// <summary>The same of the sum over the whole horizon.</summary>
    public double SumCoverage => _sumsCovered / _distributions;

    /// <summary>Beside repeating the last week.</summary>
    public AgainstNaive AgainstNaive { get; } = new(Week, M5Levels);

    /// <param name="end">Days that the forecaster saw.</param>
    public void Add(RetailSeries series, int end, double[] mean)
    {
        var (squares, _) = Scales(series, horizon);
        double squared = 0;

        for (var ahead = 0; ahead < horizon; ahead++)
        {
            var actual = series.Sales[end + ahead];
            squared += Math.Pow(actual - mean[ahead], 2) / horizon;
        }

        var (rmsse, value) = (Math.Sqrt(squared / squares), series.ValueBefore(end));
        _rmsse += rmsse;
        _valued += rmsse * value;
        _value += value;
        _count++;
    }

    /// <summary>With its distribution.</summary>
    public void Add(RetailSeries series, int end, LocalForecast forecast)
    {
        Add(series, end, forecast.Forecast.Mean);
        var distribution = forecast.DistributionOf(series.Sales.AsSpan(0, end), wholeUnits: true);
        var (_, absolutes) = Scales(series, horizon);
        _distributions++;
        AgainstNaive.Add(
            series.Id, series.Sales.AsSpan(0, end), series.Sales.AsSpan(end, horizon), forecast.Forecast.Mean, distribution.Quantile, wholeUnits: true, end + horizon == series.Sales.Length);

        for (var ahead = 0; ahead < horizon; ahead++)
        {
            var actual = series.Sales[end + ahead];
            _covered += actual <= distribution.Quantile(ahead, M5Levels[CoverageLevel]) ? 1 : 0;

            foreach (var level in M5Levels)
            {
                _pinball += PinballLoss.Of(actual, distribution.Quantile(ahead, level), level) / M5Levels.Length / horizon / absolutes;
            }
        }

        var sum = new double[1];
        distribution.WriteSumQuantiles(horizon, [M5Levels[CoverageLevel]], sum);
        _sumsCovered += series.Sales.AsSpan(end, horizon).ToArray().Sum() <= sum[0] ? 1 : 0;
    }

    /// <summary>Whether errors of a series can be scaled at all.</summary>
    public bool CanScale(RetailSeries series) => Scales(series, horizon).Squares > 0;

    /// <summary>The mean squared and absolute change from day to day of what is not held out.</summary>
    public static (double Squares, double Absolutes) Scales(RetailSeries series, int horizon)
    {
        var count = series.Sales.Length - horizon - 1;
        var (squares, absolutes) = (0.0, 0.0);

        for (var t = 1; t <= count; t++)
        {
            var step = series.Sales[t] - series.Sales[t - 1];
            squares += step * step / count;
            absolutes += Math.Abs(step) / count;
        }

        return (squares, absolutes);
    }
}
