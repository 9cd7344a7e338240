using Composerp.Forecasting.Domain;
using Npgsql;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>A forecast as a run keeps it.</summary>
/// <param name="FittedOrigin">The last day of demand that its models saw; null: the run's origin.</param>
internal sealed record StoredForecast(
    string Location,
    string Sku,
    string Model,
    DateOnly? FittedOrigin,
    ForecastNumbers Numbers,
    ForecastAccuracy? Accuracy,
    DemandScale Scale)
{
    private const int Week = 7;

    /// <summary>Of the global model, 0 to 1.</summary>
    public float GlobalShare { get; init; }

    /// <summary>Of similar items, 0 to 1.</summary>
    public float PeerShare { get; init; }

    public static StoredForecast Of(PreparedHistory history, Forecast forecast) => new(
        history.Location,
        history.Sku,
        forecast.ModelName,
        FittedOrigin: null,
        forecast.Numbers,
        forecast.Accuracy,
        DemandScale.Of(history.Sold, Week))
    {
        GlobalShare = (float)forecast.GlobalShare,
        PeerShare = (float)forecast.PeerShare,
    };

    /// <summary>A row of read_kept_forecasts.sql, as it stands at the origin of a later run.</summary>
    public static StoredForecast Kept(NpgsqlDataReader row, DateOnly origin, int horizonDays)
    {
        var was = row.GetFieldValue<DateOnly>(3);
        var mean = UnitsOf(row, 5);
        var numbers = new ForecastNumbers(
            mean,
            UnitsOf(row, 6),
            UnitsOf(row, 7),
            [.. UnitsOf(row, 8).Chunk(mean.Length)],
            row.IsDBNull(9) ? null : [.. UnitsOf(row, 9).Chunk(mean.Length)]);

        return new(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetFieldValue<DateOnly?>(4),
            numbers.After(origin.DayNumber - was.DayNumber, horizonDays),
            AccuracyOf(row),
            new(row.GetFieldValue<float?>(18), row.GetFieldValue<float?>(19)))
        {
            GlobalShare = row.GetFieldValue<float?>(20) ?? 0,
            PeerShare = row.GetFieldValue<float?>(21) ?? 0,
        };
    }

    private static double[] UnitsOf(NpgsqlDataReader row, int column) =>
        Array.ConvertAll(row.GetFieldValue<float[]>(column), real => (double)real);

    private static ForecastAccuracy? AccuracyOf(NpgsqlDataReader row) => row.GetFieldValue<int?>(10) is { } days
        ? new(
            days,
            row.GetDouble(11),
            row.GetDouble(12),
            row.GetDouble(13),
            row.GetDouble(14),
            row.GetDouble(15),
            row.GetDouble(16),
            row.GetFieldValue<int[]>(17))
        {
            Sums = row.GetFieldValue<int?>(22) ?? 0,
            SumsCovered = DatabaseRow.Find<int[]>(row, 23) ?? [],
        }
        : null;
}

internal sealed record FailedSeries(string Location, string Sku, string Reason);
