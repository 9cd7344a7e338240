using System.Globalization;
using Composerp.Forecasting.Numerics.Global;
using Parquet;

namespace Composerp.Bench.Forecasting.DataSets;

/// <summary>An item of M5 in one store: what was sold, for how much, on which days.</summary>
/// <param name="Sales">Units of every day from the first sale on.</param>
/// <param name="Known">The same for the global model, with prices, events and food stamp days; they reach to the last day.</param>
internal sealed record RetailSeries(string Id, string Store, string Department, double[] Sales, GlobalSeries Known)
{
    /// <summary>Sales value of the last 28 days before an origin, by which the competition weighs.</summary>
    public double ValueBefore(int origin)
    {
        double sum = 0;

        for (var day = Math.Max(0, origin - 28); day < origin; day++)
        {
            sum += double.IsNaN(Known.Prices[day]) ? 0 : Sales[day] * Known.Prices[day];
        }

        return sum;
    }
}

/// <summary>The series of M5 with everything that was known beside them.</summary>
internal static class RetailDays
{
    private const int FirstColumnOfSales = 6;

    public static async Task<IReadOnlyList<RetailSeries>?> FindAsync(string file, CancellationToken token)
    {
        if (Competitions.Find($"m5/{file}") is not { } path
            || Competitions.Find("m5/calendar.csv") is not { } calendar
            || Competitions.Find("m5/sell_prices.parquet") is not { } prices)
        {
            return null;
        }

        var days = (await File.ReadAllLinesAsync(calendar, token)).Skip(1).Select(line => line.Split(',')).ToArray();
        var rows = (await File.ReadAllLinesAsync(path, token)).Skip(1).Select(line => line.Split(',').Select(cell => cell.Trim('"')).ToArray()).ToArray();
        var priceOf = await ReadPricesAsync(prices, [.. rows.Select(row => (row[4], row[1]))], token);
        string[] departments = [.. rows.Select(row => row[2]).Distinct().Order(StringComparer.Ordinal)];
        string[] stores = [.. rows.Select(row => row[4]).Distinct().Order(StringComparer.Ordinal)];
        string[] events = ["", .. days.Select(day => day[7]).Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        var first = DateOnly.ParseExact(days[0][0], "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;
        var foodStamps = new Dictionary<string, int> { ["CA"] = 11, ["TX"] = 12, ["WI"] = 13 };

        return [.. from row in rows select Of(row)];

        RetailSeries Of(string[] row)
        {
            var all = row[FirstColumnOfSales..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
            var start = Array.FindIndex(all, units => units > 0);
            var ofItem = priceOf[(row[4], row[1])];
            var range = Enumerable.Range(start, all.Length - start).ToArray();

            return new(row[0], row[4], row[2], all[start..], new(all[start..], first + start, Array.IndexOf(departments, row[2]), Array.IndexOf(stores, row[4]))
            {
                Prices = [.. range.Select(day => ofItem.TryGetValue(int.Parse(days[day][1], CultureInfo.InvariantCulture), out var price) ? price : double.NaN)],
                Promotions = [.. range.Select(day => days[day][foodStamps[row[5]]] == "1" ? 1.0 : 0)],
                Events = [.. range.Select(day => Array.IndexOf(events, days[day][7]))],
            });
        }
    }

    private static async Task<Dictionary<(string Store, string Item), Dictionary<int, double>>> ReadPricesAsync(
        string path, HashSet<(string Store, string Item)> wanted, CancellationToken token)
    {
        var found = wanted.ToDictionary(key => key, _ => new Dictionary<int, double>());
        await using var stream = File.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: token);
        var fields = reader.Schema.GetDataFields();

        foreach (var group in reader.RowGroups)
        {
            var count = (int)group.RowCount;
            var (stores, items) = (new ReadOnlyMemory<char>?[count], new ReadOnlyMemory<char>?[count]);
            var (weeks, prices) = (new long?[count], new double?[count]);
            await group.ReadAsync<ReadOnlyMemory<char>>(fields[0], stores, cancellationToken: token);
            await group.ReadAsync<ReadOnlyMemory<char>>(fields[1], items, cancellationToken: token);
            await group.ReadAsync<long>(fields[2], weeks, cancellationToken: token);
            await group.ReadAsync<double>(fields[3], prices, cancellationToken: token);
            Dictionary<int, double>? current = null;

            for (var row = 0; row < count; row++)
            {
                // Rows of an item stand together: it is looked up once.
                if (row == 0 || !IsSame(items, row) || !IsSame(stores, row))
                {
                    current = found.GetValueOrDefault((stores[row]!.Value.ToString(), items[row]!.Value.ToString()));
                }

                current?.TryAdd((int)weeks[row]!.Value, prices[row]!.Value);
            }
        }

        return found;

        static bool IsSame(ReadOnlyMemory<char>?[] column, int row) => column[row]!.Value.Span.SequenceEqual(column[row - 1]!.Value.Span);
    }
}
