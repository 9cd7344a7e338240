namespace Composerp.Forecasting.Tests;

/// <summary>Daily unit sales of 300 items in shops, 2011-01-29 to 2016-04-24, where somebody put them beside the repository.</summary>
internal static class M5Sales
{
    public static readonly DateOnly FirstDay = new(2011, 1, 29);

    private const string Path = "../shared/data/m5/sales_300_series_d1_d1913.csv";
    private const int FirstColumnOfSales = 6;

    /// <summary>One row per series: shop, item, and units per day from the first sale on. Skips the test where there are none.</summary>
    public static IReadOnlyList<(string Location, string Sku, double[] Units)> Read()
    {
        var path = System.IO.Path.Combine(RepositoryRoot(), Path);

        Assert.SkipUnless(File.Exists(path), $"{Path} is not there.");

        return [.. File.ReadLines(path).Skip(1).Select(line => line.Replace("\"", "", StringComparison.Ordinal).Split(',')).Select(Row)];
    }

    private static (string Location, string Sku, double[] Units) Row(string[] cells) =>
        (cells[4], cells[1], [.. cells[FirstColumnOfSales..].Select(cell => double.Parse(cell, null)).SkipWhile(units => units == 0)]);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Composerp.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
