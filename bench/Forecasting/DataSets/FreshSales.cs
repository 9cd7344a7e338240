using Composerp.Forecasting.Numerics.Global;
using Parquet;
using Parquet.Schema;

namespace Composerp.Bench.Forecasting.DataSets;

/// <summary>Fresh goods in one store, day by day.</summary>
/// <param name="Sales">Units.</param>
/// <param name="HoursOut">Of the 17 opening hours of each day those without stock.</param>
/// <param name="Known">Sales of days that were in stock, with prices and promotions; they reach to the last day.</param>
internal sealed record FreshSeries(double[] Sales, int[] HoursOut, GlobalSeries Known);

internal static class FreshSales
{
    public static async Task<IReadOnlyList<FreshSeries>?> FindAsync(CancellationToken token)
    {
        if (Competitions.Find("freshretailnet/daily_train_90days.parquet") is not { } path)
        {
            return null;
        }

        await using var stream = File.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: token);
        var fields = reader.Schema.GetDataFields().ToDictionary(field => field.Name);
        var rows = new List<FreshRow>();

        foreach (var group in reader.RowGroups)
        {
            var stores = await ReadAsync<long>(group, fields["store_id"], token);
            var products = await ReadAsync<long>(group, fields["product_id"], token);
            var categories = await ReadAsync<long>(group, fields["third_category_id"], token);
            var days = await ReadAsync<DateTime>(group, fields["dt"], token);
            var sales = await ReadAsync<double>(group, fields["sale_amount"], token);
            var hours = await ReadAsync<int>(group, fields["stock_hour6_22_cnt"], token);
            var prices = await ReadAsync<double>(group, fields["discount"], token);
            var holidays = await ReadAsync<int>(group, fields["holiday_flag"], token);
            var activities = await ReadAsync<int>(group, fields["activity_flag"], token);

            for (var row = 0; row < stores.Length; row++)
            {
                rows.Add(new(
                    (int)stores[row], (int)products[row], (int)categories[row], DateOnly.FromDateTime(days[row]).DayNumber,
                    sales[row], hours[row], prices[row], holidays[row], activities[row]));
            }
        }

        return
        [
            .. from row in rows
               group row by (row.Store, row.Product) into of
               orderby of.Key
               select Of([.. of.OrderBy(row => row.Day)]),
        ];
    }

    private static FreshSeries Of(FreshRow[] rows) => new(
        [.. rows.Select(row => row.Sales)],
        [.. rows.Select(row => row.HoursOut)],
        new([.. rows.Select(row => row.HoursOut == 0 ? row.Sales : double.NaN)], rows[0].Day, rows[0].Category, rows[0].Store)
        {
            Prices = [.. rows.Select(row => row.Price)],
            Promotions = [.. rows.Select(row => (double)row.Activity)],
            Events = [.. rows.Select(row => row.Holiday)],
        });

    private static async Task<T[]> ReadAsync<T>(ParquetRowGroupReader group, DataField field, CancellationToken token)
        where T : struct
    {
        var values = new T?[(int)group.RowCount];
        await group.ReadAsync<T>(field, values, cancellationToken: token);

        return [.. values.Select(value => value.GetValueOrDefault())];
    }

    private sealed record FreshRow(int Store, int Product, int Category, int Day, double Sales, int HoursOut, double Price, int Holiday, int Activity);
}
