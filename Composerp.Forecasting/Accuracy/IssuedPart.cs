using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Domain;
using Npgsql;

namespace Composerp.Forecasting.Accuracy;

/// <summary>Neighbouring series of a run with days to compare.</summary>
/// <param name="Levels">Quantile levels, ascending.</param>
/// <param name="MeasuredThrough">The last day compared before; the origin where none was.</param>
/// <param name="NextOrigin">The origin of the run after it: up to that day it is the newest forecast. Null where there is none.</param>
internal sealed record IssuedPart(
    Guid Run,
    DateOnly Origin,
    int HorizonDays,
    double[] Levels,
    int Part,
    SeriesRange Range,
    DateOnly MeasuredThrough,
    DateOnly? NextOrigin)
{
    public static IssuedPart Of(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetFieldValue<DateOnly>(1),
        row.GetInt32(2),
        row.GetFieldValue<double[]>(3),
        row.GetInt32(5),
        new(row.GetInt16(4), new(row.GetString(6), row.GetString(7)), new(row.GetString(8), row.GetString(9))),
        row.GetFieldValue<DateOnly>(10),
        row.GetFieldValue<DateOnly?>(11));

    /// <summary>Whether nobody forecast the day from nearer.</summary>
    public bool IsNewestFor(DateOnly day) => NextOrigin is not { } next || day <= next;
}

/// <summary>What a run forecast for a series and what came.</summary>
/// <param name="Quantiles">All days of the first level, then those of the next.</param>
/// <param name="Came">Units by day; a day without a row had no demand.</param>
internal sealed record IssuedSeries(
    string Location,
    string Sku,
    string Model,
    float[] Mean,
    float[] Sigma,
    float[] Quantiles,
    float? AbsoluteScale,
    float? SquaredScale,
    Dictionary<DateOnly, double> Came,
    IssuedErrors Errors)
{
    public static IssuedSeries Of(NpgsqlDataReader row, int levelCount)
    {
        var days = DatabaseRow.Find<DateOnly[]>(row, 7) ?? [];
        var quantities = DatabaseRow.Find<long[]>(row, 8) ?? [];

        return new(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetFieldValue<float[]>(3),
            row.GetFieldValue<float[]>(18),
            row.GetFieldValue<float[]>(4),
            row.GetFieldValue<float?>(5),
            row.GetFieldValue<float?>(6),
            // More came back than was sold: nothing was demanded on that day.
            days.Zip(quantities).ToDictionary(day => day.First, day => Math.Max(0, (double)day.Second / DemandQuantity.PartsPerUnit)),
            row.IsDBNull(9) ? IssuedErrors.None(levelCount) : ErrorsOf(row));
    }

    private static IssuedErrors ErrorsOf(NpgsqlDataReader row) => new(
        row.GetFieldValue<int[]>(9),
        row.GetFieldValue<double[]>(10),
        row.GetFieldValue<double[]>(11),
        row.GetFieldValue<double[]>(12),
        row.GetFieldValue<double[]>(13),
        row.GetFieldValue<double[]>(14),
        row.GetFieldValue<double[]>(15),
        row.GetFieldValue<double[]>(16),
        row.GetFieldValue<int[]>(17));
}

/// <summary>How far a series, or a location, has drifted.</summary>
/// <param name="Alarms">Measures beyond their limit.</param>
internal sealed record SeriesDrift(string Location, string Sku, DriftState State, DateOnly LastDay, string[] Alarms, DateOnly? Since);

/// <summary>What came of an adjustment: sums over the days of its series.</summary>
internal sealed record AdjustmentValue(int Days, double Actual, double Without, double With)
{
    public AdjustmentValue Plus(double actual, double without, double with) =>
        new(Days + 1, Actual + actual, Without + Math.Abs(without - actual), With + Math.Abs(with - actual));
}
