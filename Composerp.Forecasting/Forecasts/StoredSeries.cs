using Composerp.Contracts;
using Composerp.Forecasting.Domain;
using Npgsql;

namespace Composerp.Forecasting.Forecasts;

/// <summary>A forecast of a run as it is stored: what the models made, before anybody adjusts it.</summary>
/// <param name="FittedOrigin">The last day of demand that its models saw, where that is not the run's origin.</param>
internal sealed record StoredSeries(string Location, string Sku, string Model, DateOnly? FittedOrigin, ForecastNumbers Numbers)
{
    /// <summary>Of the global model in what comes from the item's own history; null where it has none.</summary>
    public double? GlobalShare { get; init; }

    /// <summary>Of similar items; null where they have none.</summary>
    public double? PeerShare { get; init; }

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
                row.IsDBNull(7) ? null : [.. UnitsOf(row.GetFieldValue<float[]>(7)).Chunk(mean.Length)]))
        {
            GlobalShare = FindShare(row, 9),
            PeerShare = FindShare(row, 10),
        };
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
            ReferenceEquals(final, Numbers) ? null : Numbers.Mean,
            GlobalShare,
            PeerShare);
    }

    public static double[] UnitsOf(NpgsqlDataReader row, int column) => UnitsOf(row.GetFieldValue<float[]>(column));

    private static double? FindShare(NpgsqlDataReader row, int column) =>
        row.GetFieldValue<float?>(column) is > 0 and var share ? UnitsOf(share) : null;

    private static double[] UnitsOf(float[] reals) => Array.ConvertAll(reals, UnitsOf);

    /// <summary>The seven digits that a real holds, and not the noise behind them: 0.1 and not 0.10000000149.</summary>
    private static double UnitsOf(float real) => (double)(decimal)real;
}
