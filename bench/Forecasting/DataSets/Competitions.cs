using System.Globalization;
using Composerp.Bench.Support;

namespace Composerp.Bench.Forecasting.DataSets;

/// <summary>Reads the data sets that lie beside the repository.</summary>
internal static class Competitions
{
    public static TestSet? FindM4Hourly()
    {
        const int Horizon = 48;

        if (Find("m4/Hourly-train.csv") is not { } training || Find("m4/Hourly-test.csv") is not { } test)
        {
            return null;
        }

        var rows = Rows(training).Zip(Rows(test));

        return new("m4-hourly", [24, 168], Horizon, [.. rows.Select(row => new TestSeries(row.First.Id, row.First.Values, row.Second.Values))]);
    }

    public static TestSet? FindM3Monthly() => FindTsf("m3-monthly", "m3/m3_monthly_dataset.tsf", 12, 18);

    public static TestSet? FindM1(string frequency, int period, int horizon) =>
        FindTsf($"m1-{frequency}", $"m1/m1_{frequency}_dataset.tsf", period, horizon);

    /// <summary>One series per column: its length, the start, then its values.</summary>
    public static TestSet? FindTourismQuarterly()
    {
        const int Horizon = 8;

        if (Find("tourism/quarterly_in.csv") is not { } training || Find("tourism/quarterly_oos.csv") is not { } test)
        {
            return null;
        }

        var columns = Columns(training).Zip(Columns(test));

        return new("tourism-quarterly", [4], Horizon, [.. columns.Select(column => new TestSeries(column.First.Id, column.First.Values, column.Second.Values))]);
    }

    /// <summary>Daily unit sales from the first sale on; the days held out are the last ones.</summary>
    public static TestSet? FindM5(int horizon, int back = 0)
    {
        const int FirstColumnOfSales = 6;

        if (Find("m5/sales_300_series_d1_d1913.csv") is not { } path)
        {
            return null;
        }

        var series =
            from line in File.ReadLines(path).Skip(1)
            let cells = line.Split(',')
            let sales = cells[FirstColumnOfSales..].Select(Number).SkipWhile(units => units == 0).ToArray()
            let end = sales.Length - horizon - back
            where end > 0
            select new TestSeries(cells[0].Trim('"'), sales[..end], sales[end..(end + horizon)]);

        return new("m5", [7], horizon, [.. series]);
    }

    /// <summary>Months of demand for spare parts, those without blanks.</summary>
    public static TestSet? FindCarParts()
    {
        const int Horizon = 6;

        if (Find("carparts/carparts_even.csv") is not { } path)
        {
            return null;
        }

        var series =
            from line in File.ReadLines(path).Skip(1)
            let cells = line.Split(',')[1..]
            where cells.All(cell => cell.Length > 0 && cell != "NA")
            let values = cells.Select(Number).ToArray()
            select new TestSeries(line.Split(',')[0], values[..^Horizon], values[^Horizon..]);

        return new("carparts", [12], Horizon, [.. series]);
    }

    /// <returns>Null where the file is not there.</returns>
    public static string? Find(string name)
    {
        var path = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", name));

        return File.Exists(path) ? path : null;
    }

    private static TestSet? FindTsf(string name, string file, int period, int horizon)
    {
        if (Find(file) is not { } path)
        {
            return null;
        }

        var series =
            from line in File.ReadLines(path).SkipWhile(line => line != "@data").Skip(1)
            where line.Length > 0
            let cells = line.Split(':')
            let values = cells[^1].Split(',').Select(Number).ToArray()
            select new TestSeries(cells[0], values[..^horizon], values[^horizon..]);

        return new(name, [period], horizon, [.. series]);
    }

    private static IEnumerable<(string Id, double[] Values)> Rows(string path) =>
        from line in File.ReadLines(path).Skip(1)
        let cells = line.Split(',').Select(cell => cell.Trim('"')).ToArray()
        select (cells[0], cells.Skip(1).Where(cell => cell.Length > 0 && cell != "NA").Select(Number).ToArray());

    private static IEnumerable<(string Id, double[] Values)> Columns(string path)
    {
        const int HeadRows = 3;
        var rows = File.ReadLines(path).Select(line => line.Split(',')).ToArray();

        return from column in Enumerable.Range(0, rows[0].Length)
               let count = (int)Number(rows[1][column])
               select (rows[0][column].Trim('"'), rows.Skip(1 + HeadRows).Take(count).Select(row => Number(row[column])).ToArray());
    }

    private static double Number(string cell) => double.Parse(cell.Trim('"'), NumberStyles.Float, CultureInfo.InvariantCulture);
}
