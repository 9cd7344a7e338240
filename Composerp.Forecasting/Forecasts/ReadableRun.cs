using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.Forecasts;

/// <summary>A completed run whose forecasts are there.</summary>
/// <param name="Origin">The last day of demand that it saw.</param>
/// <param name="Levels">Quantile levels of its forecasts, ascending.</param>
internal sealed record ReadableRun(Guid Id, DateOnly Origin, int HorizonDays, double[] Levels);

/// <summary>Finds the run whose forecasts a caller asks for.</summary>
internal sealed class ReadableRuns(NpgsqlDataSource database)
{
    private static readonly string FindReadableRun = SqlFile.Of<ReadableRuns>("find_readable_run.sql");

    /// <param name="id">null for the newest completed run.</param>
    /// <returns>The run, or why it cannot be read; neither where no run was asked for and none is completed.</returns>
    public async Task<(ReadableRun? Run, ProblemHttpResult? Problem)> FindAsync(Guid? id, CancellationToken token)
    {
        await using var command = Of(database, FindReadableRun, Nullable(NpgsqlDbType.Uuid, id));
        await using var row = await command.ExecuteReaderAsync(token);

        if (!await row.ReadAsync(token))
        {
            return (null, id is { } unknown ? ForecastingProblem.UnknownRun(unknown) : null);
        }

        var status = row.GetString(1);

        if (row.GetBoolean(5))
        {
            return (null, ForecastingProblem.ForecastsDeleted());
        }

        return status == "completed"
            ? (RunOf(row), null)
            : (null, ForecastingProblem.RunNotCompleted(status));
    }

    private static ReadableRun RunOf(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetFieldValue<DateOnly>(2), row.GetInt32(3), row.GetFieldValue<double[]>(4));
}
