using Composerp.Contracts;
using Composerp.Forecasting.Domain;
using Npgsql;

namespace Composerp.Forecasting.Forecasts;

/// <summary>A forecast of a run as it is stored: what the models made, before anybody adjusts it.</summary>
/// <param name="FittedOrigin">The last day of demand that its models saw, where that is not the run's origin.</param>
internal sealed record StoredSeries(string Location, string Sku, string Model, DateOnly? FittedOrigin, ForecastNumbers Numbers)
{
    public static StoredSeries Of(NpgsqlDataReader row)
    {
        var mean = UnitsOf(row.GetFieldValue<float[]>(3));

        return new(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetFieldValue<DateOnly?>(8),
            new(
                mean,
                UnitsOf(row.GetFieldValue<float[]>(4)),
                UnitsOf(row.GetFieldValue<float[]>(5)),
                [.. UnitsOf(row.GetFieldValue<float[]>(6)).Chunk(mean.Length)],
                row.IsDBNull(7) ? null : [.. UnitsOf(row.GetFieldValue<float[]>(7)).Chunk(mean.Length)]));
    }

    /// <summary>The forecast as people want it, with the mean that the models made beside it where that is another.</summary>
    /// <param name="origin">The origin of the run.</param>
    public ForecastSeriesV1 ToContract(DateOnly origin, DemandAdjustments adjustments)
    {
        var final = DemandAdjustments.Apply(Numbers, origin, adjustments.Of(Location, Sku));

        return new(
            Sku,
            Location,
            Model,
            final.Mean,
            final.Sigma,
            final.Quantiles,
            final.SumSigma,
            final.SumQuantiles,
            ReferenceEquals(final, Numbers) ? null : Numbers.Mean);
    }

    public static double[] UnitsOf(NpgsqlDataReader row, int column) => UnitsOf(row.GetFieldValue<float[]>(column));

    private static double[] UnitsOf(float[] reals) => Array.ConvertAll(reals, UnitsOf);

    /// <summary>The seven digits that a real holds, and not the noise behind them: 0.1 and not 0.10000000149.</summary>
    private static double UnitsOf(float real) => (double)(decimal)real;
}
