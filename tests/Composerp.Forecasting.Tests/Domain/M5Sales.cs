using Composerp.Tests.Support;

namespace Composerp.Forecasting.Tests.Domain;

/// <summary>Daily unit sales of 300 items in shops, 2011-01-29 to 2016-04-24, where they lie beside the repository.</summary>
internal static class M5Sales
{
    private const int FirstColumnOfSales = 6;

    /// <summary>Units per day from the first sale on, one array per series. Skips the test where there are none.</summary>
    public static IReadOnlyList<double[]> Read() =>
    [
        .. File.ReadLines(SharedData.FindOrSkip("m5/sales_300_series_d1_d1913.csv")).Skip(1).Select(line =>
            line.Split(',')[FirstColumnOfSales..].Select(cell => double.Parse(cell, null)).SkipWhile(units => units == 0).ToArray()),
    ];
}
