using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.ForecastRuns.Levels;

/// <summary>Which level; regions, locations and categories are empty above their level.</summary>
/// <param name="Depth">0 total, 1 region, 2 location, 3 category at a location.</param>
internal readonly record struct LevelKey(short Depth, string Region, string Location, string Category)
{
    public const short OfRegion = 1;
    public const short OfLocation = 2;
    public const short OfCategory = 3;

    public static LevelKey Total { get; } = new(0, "", "", "");
}

internal sealed record LevelLocation(int Shard, string Code, string Region);

/// <summary>What the series of a level say together.</summary>
internal sealed class SeriesSums(int days)
{
    public int Series { get; private set; }

    /// <summary>Exact sums of the means as they are shown.</summary>
    public decimal[] Means { get; } = new decimal[days];

    public void Add(float[] means)
    {
        Series++;

        for (var day = 0; day < means.Length; day++)
        {
            Means[day] += (decimal)means[day];
        }
    }

    public void Add(SeriesSums other)
    {
        Series += other.Series;

        for (var day = 0; day < Means.Length; day++)
        {
            Means[day] += other.Means[day];
        }
    }

    public double[] Units() => Array.ConvertAll(Means, units => (double)units);
}

/// <summary>A level with its own forecast.</summary>
/// <param name="SeriesTested">Of a category what its series would have forecast; null where there is no backtest.</param>
internal sealed record LevelNode(
    LevelKey Key, SeriesSums Sums, string Model, ForecastNumbers Own, double[]? Tested, double[]? Sold, double[]? SeriesTested)
{
    /// <param name="sold">By days of the history, in ten-thousandths of a unit, up to the origin.</param>
    public static LevelNode Of(
        LevelKey key, SeriesSums sums, ReadOnlySpan<long> sold, ClaimedRun run, LevelBacktest? backtest, double[]? seriesTested)
    {
        var units = new double[sold.Length];

        for (var day = 0; day < units.Length; day++)
        {
            units[day] = Math.Clamp((double)sold[day] / DemandQuantity.PartsPerUnit, 0, Forecast.DemandMax);
        }

        var first = Array.FindIndex(units, value => value > 0);
        var history = first < 0 ? [] : units.AsSpan(first);
        var forecast = Forecast.Of(history, run.HorizonDays, run.Levels);

        return new(
            key, sums, forecast.ModelName, forecast.Numbers, backtest?.FindMeans(forecast), backtest?.NewestOf(units), seriesTested);
    }

    public Level ToLevel(int parent)
    {
        var isCategory = Key.Depth == LevelKey.OfCategory;

        return new(parent, [.. Own.Mean], Tested, Sold, isCategory ? Sums.Units() : null, isCategory ? SeriesTested : null);
    }
}
