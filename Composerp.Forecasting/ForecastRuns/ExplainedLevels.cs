using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>What the levels above a series changed in the newest completed run.</summary>
/// <param name="RunId">That run; an incremental one takes the factors of the run before it.</param>
/// <param name="Method">structural, variances or shrunk-covariances.</param>
/// <param name="Category">Whose series share what it gains or loses; absent of items without one.</param>
/// <param name="Days">From the day after the run's origin.</param>
internal sealed record ExplainedLevels(Guid RunId, string Method, string? Category, IReadOnlyList<LevelFactor> Days)
{
    private static readonly string FindLevelFactors = SqlFile.Of<ExplainedLevels>("find_level_factors.sql");

    /// <returns>null where that run changed no series, or there is none.</returns>
    public static async Task<ExplainedLevels?> FindAsync(NpgsqlConnection connection, string location, string sku, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(FindLevelFactors, connection) { Parameters = { Value(location), Value(sku) } };
        await using var row = await command.ExecuteReaderAsync(token);

        return await row.ReadAsync(token) ? Of(row) : null;
    }

    private static ExplainedLevels Of(NpgsqlDataReader row)
    {
        var origin = row.GetFieldValue<DateOnly>(1);
        var factors = row.GetFieldValue<double[]>(4);

        return new(
            row.GetGuid(0),
            row.GetString(2),
            DatabaseRow.Find<string>(row, 3),
            [.. factors.Index().Select(day => new LevelFactor(origin.AddDays(day.Index + 1), day.Item))]);
    }
}

/// <param name="Date">The business day.</param>
/// <param name="Factor">By which means, quantiles and deviations were multiplied; 1 changes nothing.</param>
internal sealed record LevelFactor(DateOnly Date, double Factor);
