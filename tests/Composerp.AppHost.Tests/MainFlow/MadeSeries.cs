using System.Globalization;
using Composerp.Samples.M5;

namespace Composerp.AppHost.Tests.MainFlow;

/// <summary>Sales in the form of the M5 competition, made here: many zeros, a weekend, some best sellers.</summary>
internal static class MadeSeries
{
    private static readonly DateOnly _firstDay = new(2024, 1, 1);

    /// <param name="prefix">Of item and store codes, so that tests do not meet each other's.</param>
    public static IReadOnlyList<M5Series> Of(string prefix, int stores, int items, int days)
    {
        var random = new Random(Seed: 20_260_105);
        DateOnly[] dates = [.. Enumerable.Range(0, days).Select(_firstDay.AddDays)];

        return
        [
            .. from store in Enumerable.Range(1, stores)
               from item in Enumerable.Range(1, items)
               let mean = 12.0 / item
               select new M5Series(
                   $"{prefix}-ITEM-{item:D3}", $"{prefix}_1", prefix, $"{prefix}_{store}", "CA", dates,
                   [.. dates.Select(date => Units(random, mean * (date.DayOfWeek is DayOfWeek.Saturday ? 2 : 1)))]),
        ];
    }

    /// <summary>The same as the competition's two files.</summary>
    public static (string Sales, string Calendar) Write(IReadOnlyList<M5Series> series, string folder)
    {
        var days = series[0].Days;
        var (sales, calendar) = (Path.Combine(folder, "sales.csv"), Path.Combine(folder, "calendar.csv"));

        File.WriteAllLines(calendar, ["date,wm_yr_wk,d", .. days.Select((date, n) => $"{date:O},{11101 + (n / 7)},d_{n + 1}")]);
        File.WriteAllLines(sales,
        [
            $"id,item_id,dept_id,cat_id,store_id,state_id,{string.Join(',', days.Select((_, n) => $"d_{n + 1}"))}",
            .. series.Select(one => string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Item}_{one.Store},{one.Item},{one.Department},{one.Category},{one.Store},{one.State},{string.Join(',', one.Units)}")),
        ]);

        return (sales, calendar);
    }

    private static int Units(Random random, double mean) => random.NextDouble() < 0.4 ? 0 : (int)(2 * mean * random.NextDouble());
}
