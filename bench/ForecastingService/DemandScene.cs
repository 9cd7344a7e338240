using System.Globalization;
using Composerp.Bench.Support;
using Composerp.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.Bench.ForecastingService;

/// <summary>The demand of shops: real daily sales, the last days of them, repeated over as many shops as it takes.</summary>
internal static class DemandScene
{
    private const int Days = 180;
    private const int FirstColumnOfSales = 6;

    private static readonly DateOnly _lastDay = new(2016, 4, 24);

    /// <summary>Units per day of 300 series. Null where the data are not there.</summary>
    public static int[][]? FindSales()
    {
        var path = Path.Combine(Repository.Root, "..", "shared", "data", "m5", "sales_300_series_d1_d1913.csv");

        return File.Exists(path)
            ? [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',')[FirstColumnOfSales..][^Days..].Select(cell => int.Parse(cell, CultureInfo.InvariantCulture)).ToArray())]
            : null;
    }

    /// <summary>Writes the demand as the service keeps it: days without sales have no row.</summary>
    public static async Task SetAsync(string database, int[][] sales, int series, CancellationToken token)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(token);
        var shops = (series + sales.Length - 1) / sales.Length;

        await using (var rows = await connection.BeginBinaryImportAsync(
            "copy location (code, shard, name, kind, time_zone, first_day, last_day) from stdin (format binary)", token))
        {
            for (var shop = 0; shop < shops; shop++)
            {
                await rows.StartRowAsync(token);
                await WriteKeyAsync(rows, Code(shop), null, token);
                await rows.WriteAsync(Code(shop), NpgsqlDbType.Text, token);
                await rows.WriteAsync("store", NpgsqlDbType.Text, token);
                await rows.WriteAsync("UTC", NpgsqlDbType.Text, token);
                await rows.WriteAsync(_lastDay.AddDays(1 - Days), NpgsqlDbType.Date, token);
                await rows.WriteAsync(_lastDay, NpgsqlDbType.Date, token);
            }

            await rows.CompleteAsync(token);
        }

        await using (var rows = await connection.BeginBinaryImportAsync(
            "copy series (shard, location, sku, first_day) from stdin (format binary)", token))
        {
            for (var one = 0; one < series; one++)
            {
                await rows.StartRowAsync(token);
                await WriteKeyAsync(rows, Code(one / sales.Length), Sku(one % sales.Length), token);
                await rows.WriteAsync(_lastDay.AddDays(1 - Days), NpgsqlDbType.Date, token);
            }

            await rows.CompleteAsync(token);
        }

        await using (var rows = await connection.BeginBinaryImportAsync(
            "copy demand (shard, location, sku, day, quantity) from stdin (format binary)", token))
        {
            for (var one = 0; one < series; one++)
            {
                for (var day = 0; day < Days; day++)
                {
                    if (sales[one % sales.Length][day] is > 0 and var units)
                    {
                        await rows.StartRowAsync(token);
                        await WriteKeyAsync(rows, Code(one / sales.Length), Sku(one % sales.Length), token);
                        await rows.WriteAsync(_lastDay.AddDays(day + 1 - Days), NpgsqlDbType.Date, token);
                        await rows.WriteAsync(units * 10_000L, NpgsqlDbType.Bigint, token);
                    }
                }
            }

            await rows.CompleteAsync(token);
        }

        await using var analyze = new NpgsqlCommand("analyze", connection);
        await analyze.ExecuteNonQueryAsync(token);
    }

    /// <summary>Sells one unit of every hundredth series on the day after the last.</summary>
    public static async Task SellAsync(string database, CancellationToken token)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(token);
        await using var sell = new NpgsqlCommand(
            """
            with numbered as (select shard, location, sku, row_number() over (order by shard, location, sku) as number from series)
            insert into demand select shard, location, sku, date '2016-04-25', 10000 from numbered where number % 100 = 0;
            update location set last_day = '2016-04-25'
            """,
            connection);
        await sell.ExecuteNonQueryAsync(token);
    }

    private static async Task WriteKeyAsync(NpgsqlBinaryImporter rows, string location, string? sku, CancellationToken token)
    {
        var shard = (short)Shards.OfLocation(location);

        if (sku is null)
        {
            await rows.WriteAsync(location, NpgsqlDbType.Text, token);
            await rows.WriteAsync(shard, NpgsqlDbType.Smallint, token);
        }
        else
        {
            await rows.WriteAsync(shard, NpgsqlDbType.Smallint, token);
            await rows.WriteAsync(location, NpgsqlDbType.Text, token);
            await rows.WriteAsync(sku, NpgsqlDbType.Text, token);
        }
    }

    private static string Code(int shop) => string.Create(CultureInfo.InvariantCulture, $"S{shop:D3}");

    private static string Sku(int item) => string.Create(CultureInfo.InvariantCulture, $"ITEM-{item:D3}");
}
