using System.Globalization;
using Composerp.Contracts;

namespace Composerp.Forecasting.Forecasts;

/// <summary>The columns of exports that hold one row per series and day.</summary>
internal static class ForecastColumns
{
    /// <summary>Columns of text, each the same on all days of a series.</summary>
    public static IReadOnlyList<(string Name, Func<ForecastSeriesV1, string> Of)> Keys { get; } =
    [
        ("location", series => series.Location),
        ("sku", series => series.Sku),
        ("model", series => series.Model),
    ];

    public const string Date = "date";

    /// <summary>1 on the day after the run's origin.</summary>
    public const string DaysAhead = "daysAhead";

    /// <summary>Columns of units, and shares of 0 to 1; null where the producer does not know it.</summary>
    /// <returns>Names, and the value of a series on a day of the horizon, from 0.</returns>
    public static IReadOnlyList<(string Name, Func<ForecastSeriesV1, int, double?> Of)> Numbers(IReadOnlyList<double> levels) =>
    [
        ("mean", (series, day) => series.Mean[day]),
        ("statisticalMean", (series, day) => (series.StatisticalMean ?? series.Mean)[day]),
        ("sigma", (series, day) => series.Sigma[day]),
        ("sumSigma", (series, day) => series.SumSigma?[day]),
        .. levels.Select((level, index) => (
            NameOf("q", level), new Func<ForecastSeriesV1, int, double?>((series, day) => series.Quantiles[index][day]))),
        .. levels.Select((level, index) => (
            NameOf("sumQ", level), new Func<ForecastSeriesV1, int, double?>((series, day) => series.SumQuantiles?[index][day]))),
        ("globalShare", (series, _) => series.GlobalShare),
        ("peerShare", (series, _) => series.PeerShare),
    ];

    private static string NameOf(string prefix, double level) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{level}");
}
