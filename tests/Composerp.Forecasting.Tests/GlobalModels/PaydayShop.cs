using System.Text;
using Composerp.Contracts;
using Composerp.Forecasting.Tests.Service;

namespace Composerp.Forecasting.Tests.GlobalModels;

/// <summary>Series that all sell three times as much on the first four days of each month: too seldom for any of them to see it alone.</summary>
internal static class PaydayShop
{
    public const int Series = 22;

    private const int Days = 150;

    /// <summary>The last day of a month.</summary>
    public static DateOnly LastDay { get; } = new(2026, 2, 28);

    public static string Sku(int number) => $"ITEM-{number:00}";

    public static string Location(int number) => $"S00{number % 3}";

    public static int[] Units(int number)
    {
        var random = new Random(number);
        var level = 20 + random.Next(60);

        return [.. Enumerable.Range(0, Days).Select(day => (int)(level * (0.9 + (0.2 * random.NextDouble())) * (LastDay.AddDays(day + 1 - Days).Day <= 4 ? 3 : 1)))];
    }

    /// <summary>Replaces all that the database has by the shop.</summary>
    public static async Task OpenAsync(ForecastingDatabase database)
    {
        await database.ExecuteAsync(
            "truncate item, location, series, demand, forecast_run, forecast_run_part, forecast_series, forecast_failure, forecast_freeze, item_stock, stock_change, day_mark, supersession, event, global_model, item_launches restart identity");
        var sql = new StringBuilder();

        for (var number = 0; number < Series; number++)
        {
            var (shard, location, sku) = (Shards.OfLocation(Location(number)), Location(number), Sku(number));
            sql.Append($"""
                insert into location
                values ('{location}', {shard}, '{location}', 'store', 'UTC', null, date '{LastDay:yyyy-MM-dd}' - {Days - 1}, '{LastDay:yyyy-MM-dd}')
                on conflict do nothing;
                insert into item values ('{sku}', '{sku}', 'category {number % 2}', 'each', {1 + (number % 5)});
                insert into series values ({shard}, '{location}', '{sku}', date '{LastDay:yyyy-MM-dd}' - {Days - 1});
                insert into demand
                select {shard}, '{location}', '{sku}', date '{LastDay:yyyy-MM-dd}' - {Days} + day::integer, units * 10000
                from unnest(array[{string.Join(',', Units(number))}]::bigint[]) with ordinality as sold (units, day);
                """);
        }

        await database.ExecuteAsync(sql.ToString());
    }
}
